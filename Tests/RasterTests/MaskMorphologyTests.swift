import Raster
import Testing

@Suite struct MaskMorphologyTests {
  /// The extreme weight over all pixels of the frame within the distance, by looking at every pair.
  private func extreme(
    _ mask: Mask, _ radius: Double, _ choose: (UInt8, UInt8) -> UInt8
  ) -> [UInt8] {
    var result = mask.weights
    for y in 0..<mask.height {
      for x in 0..<mask.width {
        for v in 0..<mask.height {
          for u in 0..<mask.width
          where Double((u - x) * (u - x) + (v - y) * (v - y)) <= radius * radius {
            result[y * mask.width + x] = choose(result[y * mask.width + x], mask[u, v])
          }
        }
      }
    }
    return result
  }

  @Test(arguments: [0, 0.5, 1, 1.4142135623730951, 1.5, 2.2, 3, 5.0990195135927845, 7.7, 40])
  func equalsTheExtremesOverAllPixelsInReach(radius: Double) throws {
    for seed in UInt64(1)...3 {
      for mask in [
        RandomRasters.mask(width: 19, height: 14, seed: seed),
        RandomRasters.sparseMask(width: 23, height: 17, seed: seed),
        RandomRasters.sparseMask(width: 23, height: 17, seed: seed).inverted(),
      ] {
        let grown = try mask.grown(by: radius)
        let shrunk = try mask.shrunk(by: radius)
        #expect(grown.weights == extreme(mask, radius) { max($0, $1) })
        #expect(shrunk.weights == extreme(mask, radius) { min($0, $1) })
      }
    }
  }

  @Test func anyWorkersGiveTheSameBytes() throws {
    let mask = RandomRasters.sparseMask(width: 60, height: 290, seed: 4)
    let grown = try RandomRasters.allBands().map { try mask.grown(by: 33.3, bands: $0) }
    #expect(grown[0] == grown[1] && grown[0] == grown[2])
    let shrunk = try RandomRasters.allBands().map { try grown[0].shrunk(by: 11, bands: $0) }
    #expect(shrunk[0] == shrunk[1] && shrunk[0] == shrunk[2])
  }

  @Test func aPixelGrownByTheLargestRadiusIsADisc() throws {
    var mask = Mask(width: 600, height: 40, filledWith: 0)
    mask[0, 20] = 200
    let grown = try mask.grown(by: 512)
    #expect(grown[512, 20] == 200 && grown[513, 20] == 0)
    #expect(grown[511, 39] == 200 && grown[512, 39] == 0)
  }

  @Test func aFullMaskDoesNotShrinkFromTheFrame() throws {
    let full = Mask(width: 9, height: 9, filledWith: 255)
    #expect(try full.shrunk(by: 4) == full)
  }

  @Test(arguments: [-0.1, 512.01, .nan, .infinity])
  func refusesRadiiOutOfRange(radius: Double) {
    var mask = Mask(width: 4, height: 4, filledWith: 7)
    for body in [{ try mask.grow(by: radius) }, { try mask.shrink(by: radius) }] {
      let error = #expect(throws: RasterError.self) { try body() }
      #expect(error?.code == "radiusOutOfRange")
    }
    #expect(mask == Mask(width: 4, height: 4, filledWith: 7))
  }
}
