import Raster
import Retouch
import Testing

/// Adjustments of single pixels against the formulas of their documentation, written again in `Double`;
/// results may differ by one level.
@Suite struct ToneTests {
  static let scene = Scenes.noise(width: 61, height: 47, opaque: false)

  private func result(_ text: String) throws -> Bitmap {
    try LocalInstruction.parse(text).applied(to: Self.scene, mask: nil, seed: 0)
  }

  private func expect(_ text: String, _ formula: (Exact) -> Exact) throws {
    let result = try result(text)
    var worst = 0.0
    for (old, new) in zip(Scenes.pixels(of: Self.scene), Scenes.pixels(of: result)) {
      worst = max(worst, formula(Exact(old)).distance(to: new))
      if old.alpha != new.alpha { worst = .infinity }
    }
    #expect(worst <= 1, "\(text)")
  }

  /// The weighted mean luma, as contrast and recolouring use it.
  private var meanLuma: Double {
    let pixels = Scenes.pixels(of: Self.scene)
    let sum = pixels.reduce(0.0) { $0 + Double($1.alpha) * Exact($1).luma }
    return sum / pixels.reduce(0.0) { $0 + Double($1.alpha) }
  }

  private static func shoulder(_ value: Double, _ share: Double) -> Double {
    (1 + share) * value / (1 + share * value * value)
  }

  @Test(arguments: [0.1, 0.2, 0.5, 1.0]) func brightensWithAShoulder(_ share: Double) throws {
    try expect("brighten by \(Int(share * 100))%") { colour in
      guard colour.luma > 0 else { return colour }
      let luma = 255 * Self.shoulder(colour.luma / 255, share)
      return colour.map { $0 * luma / colour.luma }.set(luma: luma)
    }
  }

  @Test func darkensInProportion() throws {
    try expect("darker by half") { $0.map { $0 / 2 } }
    try expect("completely darken it") { _ in Exact(0, 0, 0) }
  }

  @Test func lowersContrastTowardsTheMean() throws {
    let pivot = meanLuma
    try expect("contrast -40%") { $0.map { pivot + ($0 - pivot) * 0.6 } }
  }

  @Test func raisesContrastAroundTheMean() throws {
    let pivot = meanLuma
    try expect("contrast +50%") { colour in
      guard colour.luma > 0 else { return colour }
      let luma =
        colour.luma >= pivot
        ? pivot + (255 - pivot) * Self.shoulder((colour.luma - pivot) / (255 - pivot), 0.5)
        : pivot - pivot * Self.shoulder((pivot - colour.luma) / pivot, 0.5)
      return colour.map { $0 * luma / colour.luma }.set(luma: luma)
    }
  }

  @Test(arguments: [-100, -35, 30, 100]) func saturatesAroundLuma(_ percent: Int) throws {
    try expect("saturation \(percent < 0 ? "" : "+")\(percent)%") { colour in
      let luma = colour.luma
      return colour.map { luma + ($0 - luma) * (1 + Double(percent) / 100) }.set(luma: luma)
    }
  }

  @Test(arguments: [-50, -20, 20, 100]) func warmsAtTheSameLumaWhereThereIsRoom(_ percent: Int) throws {
    let share = Double(percent) / 100
    try expect("warmth \(percent < 0 ? "" : "+")\(percent)%") { colour in
      let lit = Exact(colour.red * (1 + share / 4), colour.green, colour.blue * (1 - 0.4 * share))
      guard lit.luma > 0 else { return lit }
      let highest = max(lit.red, lit.green, lit.blue)
      return lit.map { $0 * min(colour.luma / lit.luma, 255 / highest) }
    }
  }

  @Test func grayscaleIsLumaInEveryChannel() throws {
    try expect("grayscale") { Exact($0.luma, $0.luma, $0.luma) }
    let pixels = Scenes.pixels(of: try result("black and white"))
    #expect(pixels.allSatisfy { $0.red == $0.green && $0.green == $0.blue })
  }

  @Test func sepiaKeepsLuma() throws {
    let pairs = zip(Scenes.pixels(of: Self.scene), Scenes.pixels(of: try result("sepia")))
    #expect(pairs.allSatisfy { abs(Exact($0).luma - Exact($1).luma) <= 1 })
    #expect(pairs.allSatisfy { $1.red >= $1.green && $1.green >= $1.blue })
  }

  @Test func invertingTwiceChangesNothing() throws {
    try expect("invert") { $0.map { 255 - $0 } }
    #expect(try result("invert, invert") == Self.scene)
  }

  /// Hue by the hexagon of HSV, luma by W3C's SetLum.
  private static func turned(_ colour: Exact, _ degrees: Double) -> Exact {
    let highest = max(colour.red, colour.green, colour.blue)
    let range = highest - min(colour.red, colour.green, colour.blue)
    guard range > 0 else { return colour }
    let hue =
      highest == colour.red
      ? (colour.green - colour.blue) / range
      : highest == colour.green
        ? 2 + (colour.blue - colour.red) / range : 4 + (colour.red - colour.green) / range
    var turned = (hue + degrees / 60).truncatingRemainder(dividingBy: 6)
    if turned < 0 { turned += 6 }
    let middle = range * (1 - abs(turned.truncatingRemainder(dividingBy: 2) - 1))
    let corners: [Exact] = [
      Exact(range, middle, 0), Exact(middle, range, 0), Exact(0, range, middle), Exact(0, middle, range),
      Exact(middle, 0, range), Exact(range, 0, middle),
    ]
    let low = highest - range
    return corners[Int(turned) % 6].map { $0 + low }.set(luma: colour.luma)
  }

  @Test(arguments: [-360, -77, 40, 120, 240, 360]) func turnsHueAtTheSameLuma(_ degrees: Int) throws {
    try expect("shift hue by \(degrees) degrees") { Self.turned($0, Double(degrees)) }
    if abs(degrees) == 360 { try expect("shift hue by \(degrees)") { $0 } }
  }

  @Test(arguments: ["brighten by 0%", "contrast +0%", "saturation +0%", "warmth +0%", "hue +0°"])
  func zeroChangesNothing(_ text: String) throws {
    try expect(text) { $0 }
  }

  @Test(arguments: ["teal", "black", "white", "yellow", "dark blue", "#0a6"])
  func recoloursOnARampThroughTheColour(_ name: String) throws {
    let target = Exact(try filled(name)[0, 0])
    let mean = meanLuma
    let wanted = mean + (target.luma - mean) * 0.75
    let odds = min(max(wanted * (255 - mean) / (mean * (255 - wanted)), 1.0 / 16), 16)
    try expect("turn it \(name)") { colour in
      let luma = 255 * odds * colour.luma / (odds * colour.luma + 255 - colour.luma)
      if luma <= target.luma {
        return target.luma == 0 ? Exact(0, 0, 0) : target.map { $0 * luma / target.luma }
      }
      return target.map { $0 + (255 - $0) * (luma - target.luma) / (255 - target.luma) }
    }
  }

  private func filled(_ name: String) throws -> Bitmap {
    try LocalInstruction.parse("fill with \(name)").applied(to: Self.scene, mask: nil, seed: 0)
  }
}
