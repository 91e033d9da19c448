import Raster
import Testing

/// Masks larger than a tile: mostly of one weight, with edges on, beside and across borders of tiles.
enum TiledMasks {
  /// Sizes around the tile's side of 64 pixels, and some that are much longer than wide.
  static let sizes = [
    PixelSize(width: 64, height: 64), PixelSize(width: 63, height: 65),
    PixelSize(width: 200, height: 131), PixelSize(width: 321, height: 70),
    PixelSize(width: 65, height: 300), PixelSize(width: 1, height: 200),
  ]

  static func all(_ size: PixelSize) -> [Mask] {
    let empty = Mask(width: size.width, height: size.height, filledWith: 0)
    var shapes = empty
    for rect in [(0, 0, 64, 64), (63, 60, 10, 10), (128, 64, 64, 40), (190, 2, 5, 300)] {
      for y in rect.1..<min(rect.1 + rect.3, size.height) {
        for x in rect.0..<max(rect.0, min(rect.0 + rect.2, size.width)) { shapes[x, y] = 255 }
      }
    }
    var corner = Mask(width: size.width, height: size.height, filledWith: 90)
    corner[size.width - 1, size.height - 1] = 91
    return [
      shapes, shapes.inverted(), corner,
      RandomRasters.sparseMask(width: size.width, height: size.height, seed: 5),
    ]
  }
}

@Suite struct TiledMaskTests {
  /// The extremes over the disc, offset by offset.
  private func extreme(
    _ mask: Mask, _ radius: Double, _ choose: (UInt8, UInt8) -> UInt8
  ) -> [UInt8] {
    let reach = Int(radius)
    var result = mask.weights
    for dy in -reach...reach {
      for dx in -reach...reach where Double(dx * dx + dy * dy) <= radius * radius {
        for y in max(0, -dy)..<max(max(0, -dy), min(mask.height, mask.height - dy)) {
          for x in max(0, -dx)..<max(max(0, -dx), min(mask.width, mask.width - dx)) {
            let index = y * mask.width + x
            result[index] = choose(result[index], mask.weights[index + dy * mask.width + dx])
          }
        }
      }
    }
    return result
  }

  @Test(arguments: TiledMasks.sizes, [1.0, 4.3, 7.8])
  func growingAndShrinkingAreExactAcrossTiles(size: PixelSize, radius: Double) throws {
    for mask in TiledMasks.all(size) {
      #expect(try mask.grown(by: radius).weights == extreme(mask, radius) { max($0, $1) })
      #expect(try mask.shrunk(by: radius).weights == extreme(mask, radius) { min($0, $1) })
    }
  }

  /// Radii up to several tiles, on masks of several batches of tiles, against distances to each point.
  @Test(arguments: [63.5, 64, 70.2, 150, 300])
  func farReachingDiscsAreExactInPlace(radius: Double) throws {
    let (width, height) = (150, 1_100)
    var generator = SplitMix64(seed: 11)
    var mask = Mask(width: width, height: height, filledWith: 0)
    var points: [(x: Int, y: Int, weight: UInt8)] = []
    for _ in 0..<7 {
      let (x, y) = (generator.next(below: width), generator.next(below: height))
      mask[x, y] = UInt8(1 + generator.next(below: 255))
      points.append((x, y, mask[x, y]))
    }
    var expected = mask.weights
    for y in 0..<height {
      for x in 0..<width {
        for point in points
        where Double((point.x - x) * (point.x - x) + (point.y - y) * (point.y - y)) <= radius * radius {
          expected[y * width + x] = max(expected[y * width + x], point.weight)
        }
      }
    }
    for bands in RandomRasters.allBands() {
      var grown = mask
      try grown.grow(by: radius, bands: bands)
      #expect(grown.weights == expected)
      var shrunk = mask.inverted()
      try shrunk.shrink(by: radius, bands: bands)
      #expect(shrunk.weights == expected.map { 255 - $0 })
    }
  }

  @Test(arguments: TiledMasks.sizes)
  func anyWorkersGiveTheSameBytes(size: PixelSize) throws {
    for mask in TiledMasks.all(size) {
      for sigma in [1.5, 9, 20, 70] {
        let soft = try RandomRasters.allBands().map { try mask.feathered(sigma: sigma, bands: $0) }
        #expect(soft[0] == soft[1] && soft[0] == soft[2])
      }
      let grown = try RandomRasters.allBands().map { try mask.grown(by: 9.5, bands: $0) }
      #expect(grown[0] == grown[1] && grown[0] == grown[2])
    }
  }

  @Test func whatIsReturnedIsWhatIsFormedInPlace() throws {
    for mask in TiledMasks.all(PixelSize(width: 200, height: 131)) {
      let before = mask
      var grown = mask
      try grown.grow(by: 12)
      var shrunk = mask
      try shrunk.shrink(by: 12)
      var soft = mask
      try soft.feather(sigma: 16)
      #expect(try grown == mask.grown(by: 12))
      #expect(try shrunk == mask.shrunk(by: 12))
      #expect(try soft == mask.feathered(sigma: 16))
      #expect(mask == before)
    }
  }
}
