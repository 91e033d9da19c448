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
  /// Coordinates are within 1e-8 of the exact ones.
  ///
  /// - Note: Source: IEC 61966-2-1 (primaries and transfer curve), CIE 15 (L\*a\*b\*). White is the sum of
  ///   the primaries.
  package init(red: UInt8, green: UInt8, blue: UInt8) {
    self.init(red: red, green: green, blue: blue, curve: .standard)
  }

  @inline(__always)
  init(red: UInt8, green: UInt8, blue: UInt8, curve: LightnessCurve) {
    let red = curve.linear[Int(red)]
    let green = curve.linear[Int(green)]
    let blue = curve.linear[Int(blue)]
    let x = curve.compressed(Self.x.red * red + Self.x.green * green + Self.x.blue * blue)
    let y = curve.compressed(Self.y.red * red + Self.y.green * green + Self.y.blue * blue)
    let z = curve.compressed(Self.z.red * red + Self.z.green * green + Self.z.blue * blue)
    self.init(lightness: 116 * y - 16, a: 500 * (x - y), b: 200 * (y - z))
  }

  /// Shares of the primaries in one coordinate of XYZ, relative to white.
  private typealias Shares = (red: Double, green: Double, blue: Double)

  private static let x: Shares = shares(0.4124564, 0.3575761, 0.1804375)
  private static let y: Shares = shares(0.2126729, 0.7151522, 0.0721750)
  private static let z: Shares = shares(0.0193339, 0.1191920, 0.9503041)

  private static func shares(_ red: Double, _ green: Double, _ blue: Double) -> Shares {
    let white = red + green + blue
    return (red / white, green / white, blue / white)
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

/// From intensities to the perceptual scale of L\*a\*b\*: a cube root with a straight foot.
struct LightnessCurve: Sendable {
  static let standard = LightnessCurve()

  let linear = SRGB.linear
  private let roots: CubicTable

  /// Segments of the table of cube roots between each power of two and the next.
  private static let segmentShift: UInt64 = 45
  /// The table begins at 1/128, below the straight foot's end, and ends at 1.
  private static let start = 0x1p-7.bitPattern

  private init() {
    let count = Int((1.0.bitPattern - Self.start) >> Self.segmentShift)
    roots = CubicTable(count: count) { segment, position in
      let part = UInt64((position * 0x1p45).rounded())
      return Elementary.cbrt(
        Double(bitPattern: Self.start + UInt64(segment) << Self.segmentShift + part))
    }
  }

  /// CIE 15's compression of an intensity of `0...1`.
  @inline(__always)
  func compressed(_ t: Double) -> Double {
    guard t > 216.0 / 24_389 else { return (24_389.0 / 27 * t + 16) / 116 }
    // The bits of a floating-point number, as an integer, grow with it along straight lines between powers
    // of two; counted from the table's start they are the position in it.
    return roots.value(at: Double(t.bitPattern &- Self.start) * 0x1p-45)
  }
}
