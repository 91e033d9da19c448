extension CIELab {
  /// The CIEDE2000 difference of two colours, with all weighting factors 1.
  ///
  /// 1 is about the smallest difference that is seen side by side.
  ///
  /// - Note: Source: Sharma, Wu, Dalal, "The CIEDE2000 Color-Difference Formula: Implementation Notes,
  ///   Supplementary Test Data, and Mathematical Observations", 2005.
  package static func deltaE2000(_ first: CIELab, _ second: CIELab) -> Double {
    let chroma = (hypotenuse(first.a, first.b) + hypotenuse(second.a, second.b)) / 2
    let stretch = 1.5 - 0.5 * seventhPowerShare(chroma)
    let one = Polar(first, stretch: stretch)
    let two = Polar(second, stretch: stretch)
    let meanLightness = (one.lightness + two.lightness) / 2
    let meanChroma = (one.chroma + two.chroma) / 2
    let meanHue = one.meanHue(with: two)

    let deviation = meanLightness - 50
    let lightnessScale =
      1 + 0.015 * deviation * deviation / (20 + deviation * deviation).squareRoot()
    let chromaScale = 1 + 0.045 * meanChroma
    let hueScale = 1 + 0.015 * meanChroma * hueWeight(meanHue)

    let lightness = (two.lightness - one.lightness) / lightnessScale
    let chromaStep = (two.chroma - one.chroma) / chromaScale
    let hue = one.hueDistance(to: two) / hueScale
    let rotation = blueRotation(chroma: meanChroma, hue: meanHue)
    let square = lightness * lightness + chromaStep * chromaStep + hue * hue
    return max(square + rotation * chromaStep * hue, 0).squareRoot()
  }

  /// A colour by lightness, chroma and hue in degrees, with `a` stretched near grey.
  private struct Polar {
    let lightness: Double
    let chroma: Double
    let hue: Double

    init(_ colour: CIELab, stretch: Double) {
      let a = colour.a * stretch
      lightness = colour.lightness
      chroma = hypotenuse(a, colour.b)
      let degrees = Elementary.atan2(colour.b, a) * 180 / Elementary.pi
      hue = degrees < 0 ? degrees + 360 : degrees
    }

    func meanHue(with other: Polar) -> Double {
      let sum = hue + other.hue
      if chroma * other.chroma == 0 { return sum }
      if abs(hue - other.hue) <= 180 { return sum / 2 }
      return sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2
    }

    func hueDistance(to other: Polar) -> Double {
      let product = chroma * other.chroma
      if product == 0 { return 0 }
      var turn = other.hue - hue
      if turn > 180 { turn -= 360 }
      if turn < -180 { turn += 360 }
      return 2 * product.squareRoot() * Elementary.sin(turn / 2 * Elementary.pi / 180)
    }
  }

  private static func hypotenuse(_ a: Double, _ b: Double) -> Double {
    (a * a + b * b).squareRoot()
  }

  /// The square root of `c^7 / (c^7 + 25^7)`.
  private static func seventhPowerShare(_ chroma: Double) -> Double {
    let square = chroma * chroma
    let seventh = square * square * square * chroma
    return (seventh / (seventh + 6_103_515_625)).squareRoot()
  }

  private static func hueWeight(_ hue: Double) -> Double {
    func cosine(_ degrees: Double) -> Double { Elementary.cos(degrees * Elementary.pi / 180) }
    return 1 - 0.17 * cosine(hue - 30) + 0.24 * cosine(2 * hue) + 0.32 * cosine(3 * hue + 6)
      - 0.20 * cosine(4 * hue - 63)
  }

  private static func blueRotation(chroma: Double, hue: Double) -> Double {
    let distance = (hue - 275) / 25
    let angle = 60 * Elementary.exp(-distance * distance) * Elementary.pi / 180
    return -2 * seventhPowerShare(chroma) * Elementary.sin(angle)
  }
}
