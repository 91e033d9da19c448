import Raster
import Retouch
import Testing

/// Blur, sharpening and mosaic against sums over whole neighbourhoods in `Double`; one level of difference is
/// allowed.
@Suite struct BlurTests {
  private func result(_ text: String, _ scene: Bitmap, _ mask: Mask? = nil) throws -> Bitmap {
    try LocalInstruction.parse(text).applied(to: scene, mask: mask, seed: 0)
  }

  /// Weighted mean of a neighbourhood, the weights of pixels being weight times alpha; `nil` when nothing counts.
  private func mean(
    _ scene: Bitmap, _ mask: Mask?, _ columns: ClosedRange<Int>, _ rows: ClosedRange<Int>,
    _ weight: (Int, Int) -> Double
  ) -> Exact? {
    var sum = Exact(0, 0, 0)
    var total = 0.0
    for y in rows.clamped(to: 0...scene.height - 1) {
      for x in columns.clamped(to: 0...scene.width - 1) {
        let colour = scene[x, y]
        let share = weight(x, y) * Double(mask?[x, y] ?? 255) * Double(colour.alpha)
        let exact = Exact(colour)
        sum = Exact(
          sum.red + share * exact.red, sum.green + share * exact.green, sum.blue + share * exact.blue)
        total += share
      }
    }
    return total > 0 ? sum.map { $0 / total } : nil
  }

  /// `exp(-x)` by the limit of a long product, precise to about 1e-9 for `0...20`.
  private func decay(_ x: Double) -> Double {
    var value = 1 - x / 1_073_741_824 + x * x / (2 * 1_073_741_824 * 1_073_741_824)
    for _ in 0..<30 { value *= value }
    return value
  }

  private func blurred(_ scene: Bitmap, _ mask: Mask?, _ sigma: Double, _ x: Int, _ y: Int) -> Exact? {
    let reach = Int((5 * sigma).rounded(.up))
    return mean(scene, mask, x - reach...x + reach, y - reach...y + reach) { column, row in
      let square = Double((column - x) * (column - x) + (row - y) * (row - y))
      return decay(square / (2 * sigma * sigma))
    }
  }

  @Test(arguments: [(0.5, false), (1.5, true), (3.0, false), (6.0, true)])
  func blursLikeTheWholeConvolution(_ sigma: Double, _ isMasked: Bool) throws {
    let scene = Scenes.noise(width: 41, height: 29, opaque: false)
    let mask = isMasked ? Scenes.mask(width: 41, height: 29) : nil
    let result = try result("blur by \(sigma) px", scene, mask)
    var worst = 0.0
    for y in 0..<29 {
      for x in 0..<41 where mask?[x, y] != 0 {
        guard let expected = blurred(scene, mask, sigma, x, y) else { continue }
        worst = max(worst, expected.distance(to: result[x, y]))
        if result[x, y].alpha != scene[x, y].alpha { worst = .infinity }
      }
    }
    #expect(worst <= 1)
  }

  @Test func blurTakesNothingFromOutsideTheMask() throws {
    var scene = Bitmap(width: 40, height: 20, filledWith: .white)
    var mask = Mask(width: 40, height: 20, filledWith: 255)
    for y in 0..<20 {
      for x in 0..<15 {
        scene[x, y] = .black
        mask[x, y] = 0
      }
    }
    #expect(try result("blur by 20 px", scene, mask) == scene)
  }

  @Test func widestBlurOfOneColourKeepsIt() throws {
    let scene = Bitmap(width: 50, height: 30, filledWith: Colour(red: 201, green: 3, blue: 77))
    #expect(try result("blur by 50 px", scene) == scene)
  }

  @Test(arguments: [80, 300]) func sharpensLumaByItsDifferenceToTheBlur(_ percent: Int) throws {
    let scene = Scenes.noise(width: 23, height: 17)
    let result = try result("sharpen by \(percent)%", scene)
    // The blur that is subtracted is rounded to whole levels, at most half a level off.
    let allowed = 1 + 0.5 * Double(percent) / 100
    var worst = 0.0
    for y in 0..<17 {
      for x in 0..<23 {
        let own = Exact(scene[x, y])
        let soft = try #require(blurred(scene, nil, 1.2, x, y))
        let luma = min(max(own.luma + (own.luma - soft.luma) * Double(percent) / 100, 0), 255)
        worst = max(worst, abs(Exact(result[x, y]).luma - luma))
      }
    }
    #expect(worst <= allowed)
  }

  @Test(arguments: [(2, false), (7, true), (12, false), (256, true)])
  func mosaicHasTheMeansOfItsBlocks(_ block: Int, _ isMasked: Bool) throws {
    let scene = Scenes.noise(width: 83, height: 71, opaque: false)
    let mask = isMasked ? Scenes.mask(width: 83, height: 71) : nil
    let result = try result("pixelate by \(block) px", scene, mask)
    var worst = 0.0
    for y in 0..<71 {
      for x in 0..<83 where mask?[x, y] != 0 {
        let (left, top) = (x / block * block, y / block * block)
        let expected = mean(scene, mask, left...left + block - 1, top...top + block - 1) { _, _ in 1 }
        worst = max(worst, try #require(expected).distance(to: result[x, y]))
      }
    }
    #expect(worst <= 0.5001)
  }
}
