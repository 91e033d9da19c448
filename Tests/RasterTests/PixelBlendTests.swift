import Raster
import Testing

/// Runs of equal weights, at all alignments, must not show in what composing gives.
@Suite struct PixelBlendTests {
  /// The documented rule for one pixel, in integers.
  private func composed(_ base: Colour, _ adjusted: Colour, weight: Int) -> Colour {
    if weight == 0 { return base }
    if weight == 255 { return adjusted }
    let keep = Int(base.alpha) * (255 - weight)
    let take = Int(adjusted.alpha) * weight
    let (total, alpha) = (keep + take, (keep + take + 127) / 255)
    func mix(_ first: UInt8, _ second: UInt8) -> UInt8 {
      alpha == 0 ? first : UInt8((2 * (Int(first) * keep + Int(second) * take) + total) / (2 * total))
    }
    return Colour(
      red: mix(base.red, adjusted.red), green: mix(base.green, adjusted.green),
      blue: mix(base.blue, adjusted.blue), alpha: UInt8(alpha))
  }

  /// Runs of 0, of 255 and of weights between, of every length up to 40.
  private func runs(count: Int, seed: UInt64) -> [UInt8] {
    var generator = SplitMix64(seed: seed)
    var weights: [UInt8] = []
    while weights.count < count {
      let length = 1 + generator.next(below: 40)
      let kind = generator.next(below: 3)
      for _ in 0..<length {
        weights.append(kind == 0 ? 0 : kind == 1 ? 255 : UInt8(generator.next(below: 256)))
      }
    }
    return Array(weights.prefix(count))
  }

  @Test(arguments: [1, 7, 8, 9, 61, 200], [true, false])
  func runsOfWeightsGiveWhatSinglePixelsGive(width: Int, opaque: Bool) throws {
    let height = 33
    let base = RandomRasters.bitmap(width: width, height: height, seed: 1, opaque: opaque)
    var adjusted = RandomRasters.bitmap(width: width, height: height, seed: 2, opaque: true)
    if !opaque { adjusted[width / 2, 3].alpha = 7 }
    let mask = Mask(width: width, height: height, weights: runs(count: width * height, seed: 3))
    for bands in RandomRasters.allBands() {
      var result = base
      try result.compose(adjusted, through: mask, bands: bands)
      let wrong = (0..<height).flatMap { y in
        (0..<width).filter { x in
          result[x, y] != composed(base[x, y], adjusted[x, y], weight: Int(mask[x, y]))
        }
      }
      #expect(wrong.isEmpty)
    }
  }
}

@Suite struct WideMaskFactsTests {
  @Test func rowsLongerThanAByteCanCountAreCounted() {
    var mask = Mask(width: 9_000, height: 3, filledWith: 255)
    mask[0, 0] = 0
    mask[8_999, 2] = 254
    let facts = mask.facts()
    #expect(facts.editablePixelCount == 26_999 && facts.fullPixelCount == 26_998)
    #expect(facts.bounds == PixelRect(x: 0, y: 0, width: 9_000, height: 3))
  }
}
