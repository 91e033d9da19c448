import Raster

/// Red, green and blue in 1/256 of a level, `0...65280`: room for what integer arithmetic rounds away.
struct FixedColour: Equatable, Sendable {
  /// White; 255 levels.
  static let full = 255 << 8

  var red: Int
  var green: Int
  var blue: Int

  init(red: Int, green: Int, blue: Int) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  init(_ colour: Colour) {
    self.init(red: Int(colour.red) << 8, green: Int(colour.green) << 8, blue: Int(colour.blue) << 8)
  }

  init(grey: Int) {
    self.init(red: grey, green: grey, blue: grey)
  }

  /// Luma of gamma-coded samples, `0...65280`.
  ///
  /// - Note: Source: Recommendation ITU-R BT.601, section 2.5.1, weights 0.299, 0.587, 0.114 in 1/65536.
  var luma: Int { (19_595 * red + 38_470 * green + 7_471 * blue + 32_768) >> 16 }

  /// The nearest 8-bit colour, ties up.
  func colour(alpha: UInt8) -> Colour {
    Colour(red: Self.level(red), green: Self.level(green), blue: Self.level(blue), alpha: alpha)
  }

  static func level(_ value: Int) -> UInt8 { UInt8(clamping: (value + 128) >> 8) }

  func map(_ transform: (Int) -> Int) -> FixedColour {
    FixedColour(red: transform(red), green: transform(green), blue: transform(blue))
  }

  /// This colour with another luma and its distance from grey multiplied by `numerator / denominator`.
  ///
  /// A colour that leaves the cube is drawn towards the grey of its luma until it touches the cube, so that
  /// luma and hue are kept and nothing clips.
  ///
  /// - Note: Source of the fit: W3C, "Compositing and Blending Level 1", section 10.2, `ClipColor`.
  func with(luma: Int, chroma numerator: Int, over denominator: Int) -> FixedColour {
    let own = self.luma
    let chroma = map { ($0 - own) * numerator / denominator }
    return Self.fitted(luma: luma, chroma: chroma)
  }

  private static func fitted(luma: Int, chroma: FixedColour) -> FixedColour {
    let lowest = min(chroma.red, chroma.green, chroma.blue)
    let highest = max(chroma.red, chroma.green, chroma.blue)
    // The share that fits is `room / reach`, the smaller of the two sides.
    var room = 1
    var reach = 1
    if luma + lowest < 0 { (room, reach) = (luma, -lowest) }
    if luma + highest > full, (full - luma) * reach < room * highest {
      (room, reach) = (full - luma, highest)
    }
    return chroma.map { luma + $0 * room / reach }
  }
}

/// A ramp from black through one colour to white on which every luma occurs once.
///
/// Below the colour's luma the colour is shaded, above it is tinted: as a surface of that colour looks in
/// shade and in highlights.
struct ShadeRamp: Sendable {
  private let colour: FixedColour
  private let luma: Int

  init(through colour: Colour) {
    self.colour = FixedColour(colour)
    luma = self.colour.luma
  }

  var lumaOfColour: Int { luma }

  /// The colour of the ramp with this luma, `0...65280`.
  func colour(luma wanted: Int) -> FixedColour {
    if wanted <= luma {
      return luma == 0 ? FixedColour(grey: 0) : colour.map { $0 * wanted / luma }
    }
    let rest = FixedColour.full - luma
    return colour.map { $0 + (FixedColour.full - $0) * (wanted - luma) / rest }
  }
}
