import Glibc
import Raster
import Testing

@Suite struct MaskFeatheringTests {
  /// A separable convolution in double precision, cut at four standard deviations, edges repeated.
  private func reference(_ mask: Mask, _ sigma: Double) -> [Double] {
    let radius = Int(4 * sigma)
    let raw = (-radius...radius).map { Glibc.exp(-Double($0 * $0) / (2 * sigma * sigma)) }
    let kernel = raw.map { $0 / raw.reduce(0, +) }
    func clamped(_ index: Int, _ count: Int) -> Int { min(max(index, 0), count - 1) }
    let (width, height) = (mask.width, mask.height)
    var rows = [Double](repeating: 0, count: width * height)
    for y in 0..<height {
      for x in 0..<width {
        for (tap, weight) in kernel.enumerated() {
          rows[y * width + x] += weight * Double(mask[clamped(x + tap - radius, width), y])
        }
      }
    }
    var result = rows
    for y in 0..<height {
      for x in 0..<width {
        result[y * width + x] = 0
        for (tap, weight) in kernel.enumerated() {
          result[y * width + x] += weight * rows[clamped(y + tap - radius, height) * width + x]
        }
      }
    }
    return result
  }

  private func largestError(_ mask: Mask, _ sigma: Double) throws -> Double {
    let soft = try mask.feathered(sigma: sigma)
    return zip(soft.weights, reference(mask, sigma)).map { abs(Double($0) - $1) }.max() ?? 0
  }

  private func masks(width: Int, height: Int) -> [Mask] {
    var half = Mask(width: width, height: height, filledWith: 0)
    for y in 0..<height { for x in 0..<width / 2 { half[x, y] = 255 } }
    var corner = Mask(width: width, height: height, filledWith: 0)
    for y in 0..<3 { for x in 0..<5 { corner[x, y] = 255 } }
    return [
      half, corner, corner.inverted(), RandomRasters.mask(width: width, height: height, seed: 3),
      RandomRasters.sparseMask(width: width, height: height, seed: 8),
    ]
  }

  @Test(arguments: [0.25, 0.3, 0.7, 1, 2.5, 6, 15.9, 16, 16.1, 17, 24, 31.7, 40])
  func staysWithinOneLevelOfDoublePrecision(sigma: Double) throws {
    for mask in masks(width: 61, height: 43) {
      #expect(try largestError(mask, sigma) <= 1)
    }
  }

  @Test(.enabled(if: Glibc.getenv("PENTIMENTO_SWEEPS") != nil), arguments: [64.0, 100, 173.5, 256])
  func wideGaussiansStayWithinOneLevelOnLargeFrames(sigma: Double) throws {
    for mask in masks(width: 400, height: 130) {
      #expect(try largestError(mask, sigma) <= 1)
    }
  }

  @Test func narrowGaussiansAndUniformMasksChangeNothing() throws {
    let mask = RandomRasters.mask(width: 20, height: 20, seed: 2)
    #expect(try mask.feathered(sigma: 0) == mask)
    #expect(try mask.feathered(sigma: 0.2) == mask)
    for weight in [UInt8(0), 1, 77, 254, 255] {
      let uniform = Mask(width: 33, height: 20, filledWith: weight)
      for sigma in [3.0, 50, 256] { #expect(try uniform.feathered(sigma: sigma) == uniform) }
    }
  }

  @Test(arguments: [2.0, 30])
  func anyWorkersGiveTheSameBytes(sigma: Double) throws {
    let mask = RandomRasters.mask(width: 50, height: 280, seed: 6)
    let soft = try RandomRasters.allBands().map { try mask.feathered(sigma: sigma, bands: $0) }
    #expect(soft[0] == soft[1] && soft[0] == soft[2])
  }

  @Test(arguments: [-1, 256.5, .nan, .infinity])
  func refusesSigmasOutOfRange(sigma: Double) {
    var mask = Mask(width: 4, height: 4, filledWith: 7)
    let error = #expect(throws: RasterError.self) { try mask.feather(sigma: sigma) }
    #expect(error?.code == "sigmaOutOfRange")
  }
}
