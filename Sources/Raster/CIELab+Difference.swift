extension CIELab {
  /// The CIEDE2000 difference of two colours, with all weighting factors 1.
  ///
  /// 1 is about the smallest difference that is seen side by side. Differences are within 1e-7 of the
  /// formula's.
  ///
  /// - Note: Source: Sharma, Wu, Dalal, "The CIEDE2000 Color-Difference Formula: Implementation Notes,
  ///   Supplementary Test Data, and Mathematical Observations", 2005. Hues are never computed: the mean hue is
  ///   the direction between both colours', and what depends on it comes from a table by direction.
  package static func deltaE2000(_ first: CIELab, _ second: CIELab) -> Double {
    deltaE2000(first, second, hues: .standard)
  }

  @inline(__always)
  static func deltaE2000(_ first: CIELab, _ second: CIELab, hues: HueTable) -> Double {
    let pair = HuePair(first, second, stretch: stretch(first, second))
    return DifferenceParts(first, second, pair: pair).difference(hues: hues)
  }

  /// How much longer the axis from green to red counts, which is more near grey.
  @inline(__always)
  static func stretch(_ first: CIELab, _ second: CIELab) -> Double {
    let chroma = (hypotenuse(first.a, first.b) + hypotenuse(second.a, second.b)) / 2
    return 1.5 - 0.5 * seventhPowerShare(chroma)
  }
}

/// What the difference of two colours is computed from, once hues have been compared.
struct DifferenceParts {
  private let lightnessStep: Double
  private let meanLightness: Double
  private let chromaStep: Double
  private let meanChroma: Double
  private let hueStep: Double
  /// The position of the mean hue in the table.
  private let position: Double

  @inline(__always)
  init(_ first: CIELab, _ second: CIELab, pair: HuePair) {
    lightnessStep = second.lightness - first.lightness
    meanLightness = (first.lightness + second.lightness) / 2
    chromaStep = pair.secondChroma - pair.firstChroma
    meanChroma = (pair.firstChroma + pair.secondChroma) / 2
    hueStep = pair.distance
    let mean = pair.meanDirection
    position = HueTable.position(x: mean.x, y: mean.y)
  }

  @inline(__always)
  func difference(hues: HueTable) -> Double {
    let deviation = meanLightness - 50
    let square = deviation * deviation
    let lightnessScale = 1 + 0.015 * square / (20 + square).squareRoot()
    let chromaScale = 1 + 0.045 * meanChroma
    let hueScale = 1 + 0.015 * meanChroma * hues.weights.value(at: position)

    let lightness = lightnessStep / lightnessScale
    let chroma = chromaStep / chromaScale
    let hue = hueStep / hueScale
    let rotation = -2 * seventhPowerShare(meanChroma) * hues.rotations.value(at: position)
    let sum = lightness * lightness + chroma * chroma + hue * hue
    return max(sum + rotation * chroma * hue, 0).squareRoot()
  }
}

/// The square root of `c^7 / (c^7 + 25^7)`.
@inline(__always)
private func seventhPowerShare(_ chroma: Double) -> Double {
  let square = chroma * chroma
  let seventh = square * square * square * chroma
  return (seventh / (seventh + 6_103_515_625)).squareRoot()
}

@inline(__always)
private func hypotenuse(_ a: Double, _ b: Double) -> Double {
  (a * a + b * b).squareRoot()
}

/// Two colours as vectors of `a` and `b`, whose directions are their hues.
struct HuePair {
  private let first: (a: Double, b: Double)
  private let second: (a: Double, b: Double)
  let firstChroma: Double
  let secondChroma: Double

  @inline(__always)
  init(_ first: CIELab, _ second: CIELab, stretch: Double) {
    self.first = (first.a * stretch, first.b)
    self.second = (second.a * stretch, second.b)
    firstChroma = hypotenuse(self.first.a, self.first.b)
    secondChroma = hypotenuse(self.second.a, self.second.b)
  }

  /// The direction of the mean hue, of any length.
  ///
  /// It halves the smaller angle between both. Of two opposite hues it is the one between 90 and 270 degrees;
  /// beside a grey, which has no hue, it is the other colour's.
  @inline(__always)
  var meanDirection: (x: Double, y: Double) {
    guard product > 0 else { return (first.a + second.a, first.b + second.b) }
    let (a1, b1) = (first.a * secondChroma, first.b * secondChroma)
    let (a2, b2) = (second.a * firstChroma, second.b * firstChroma)
    if dot >= 0 { return (a1 + a2, b1 + b2) }
    // The sum of almost opposite directions has no digits left; it stands upright on their difference.
    return turnsLeft ? (b2 - b1, a1 - a2) : (b1 - b2, a2 - a1)
  }

  /// `2 sqrt(C1 C2) sin((h2 - h1) / 2)`, from products of the vectors.
  @inline(__always)
  var distance: Double {
    guard product > 0 else { return 0 }
    // Each of the two forms loses its digits where the other is good.
    if dot >= 0 { return cross / ((product + dot) / 2).squareRoot() }
    let size = (2 * (product - dot)).squareRoot()
    return turnsLeft ? size : -size
  }

  private var product: Double { firstChroma * secondChroma }
  private var dot: Double { first.a * second.a + first.b * second.b }
  private var cross: Double { first.a * second.b - first.b * second.a }

  /// Whether the smaller angle from the first to the second is positive; for half a turn, whether the first
  /// hue is the smaller number.
  private var turnsLeft: Bool {
    if abs(cross) > 1e-15 * product { return cross > 0 }
    return first.b > 0 || (first.b == 0 && first.a > 0)
  }
}
