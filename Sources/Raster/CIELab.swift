/// A colour in CIE 1976 L\*a\*b\* under illuminant D65.
package struct CIELab: Hashable, Sendable {
  /// Lightness, `0...100`.
  package var lightness: Double
  /// From green (negative) to red.
  package var a: Double
  /// From blue (negative) to yellow.
  package var b: Double

  package init(lightness: Double, a: Double, b: Double) {
    self.lightness = lightness
    self.a = a
    self.b = b
  }

  /// The colour of sRGB-coded samples; greys have `a` and `b` of 0.
  ///
  /// - Note: Source: IEC 61966-2-1 (primaries and transfer curve), CIE 15 (L\*a\*b\*). White is the sum of
  ///   the primaries.
  package init(red: UInt8, green: UInt8, blue: UInt8) {
    let red = SRGB.linear[Int(red)]
    let green = SRGB.linear[Int(green)]
    let blue = SRGB.linear[Int(blue)]
    let x = Self.compressed(
      (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / (0.4124564 + 0.3575761 + 0.1804375))
    let y = Self.compressed(
      (0.2126729 * red + 0.7151522 * green + 0.0721750 * blue) / (0.2126729 + 0.7151522 + 0.0721750))
    let z = Self.compressed(
      (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / (0.0193339 + 0.1191920 + 0.9503041))
    self.init(lightness: 116 * y - 16, a: 500 * (x - y), b: 200 * (y - z))
  }

  private static func compressed(_ t: Double) -> Double {
    t > 216.0 / 24_389 ? Elementary.cbrt(t) : (24_389.0 / 27 * t + 16) / 116
  }
}

/// The transfer curve of sRGB.
package enum SRGB {
  /// The linear intensity, `0...1`, of each 8-bit sample.
  ///
  /// - Note: Source: IEC 61966-2-1.
  package static let linear: [Double] = (0...255).map { sample in
    let coded = Double(sample) / 255
    return coded <= 0.04045 ? coded / 12.92 : Elementary.pow((coded + 0.055) / 1.055, 2.4)
  }
}
