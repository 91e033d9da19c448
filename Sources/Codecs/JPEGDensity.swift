/// The density of a JFIF segment: sixteen bits, per inch or centimetre, or a mere ratio. Source: JFIF 1.02.
enum JFIFDensity {
  /// - Returns: `nil` when nothing is said: square pixels without a unit, zero, or an unknown unit.
  static func density(unit: Int, horizontal: Int, vertical: Int) -> PixelDensity? {
    guard horizontal > 0, vertical > 0 else { return nil }
    switch unit {
    case 0 where horizontal != vertical:
      return PixelDensity(horizontal: horizontal, vertical: vertical, isRatioOnly: true)
    case 1: return PixelDensity(horizontal: perMetre(horizontal), vertical: perMetre(vertical))
    case 2: return PixelDensity(horizontal: 100 * horizontal, vertical: 100 * vertical)
    default: return nil
    }
  }

  /// Unit and numbers that state a density best: inches where they give it back, otherwise whole centimetres,
  /// otherwise the nearest in inches.
  ///
  /// - Returns: `nil` when the numbers do not fit.
  static func fields(of density: PixelDensity) -> (unit: UInt8, horizontal: UInt16, vertical: UInt16)? {
    let (x, y) = (density.horizontal, density.vertical)
    // The bound keeps what follows far from overflow, and is above what sixteen bits can state.
    guard (1...10_000_000).contains(x), (1...10_000_000).contains(y) else { return nil }
    let inches = (perInch(x), perInch(y))
    let fields: (UInt8, Int, Int)
    if density.isRatioOnly {
      fields = (0, x, y)
    } else if (perMetre(inches.0), perMetre(inches.1)) != (x, y), x % 100 == 0, y % 100 == 0 {
      fields = (2, x / 100, y / 100)
    } else {
      fields = (1, inches.0, inches.1)
    }
    guard let horizontal = UInt16(exactly: fields.1), let vertical = UInt16(exactly: fields.2),
      horizontal > 0, vertical > 0
    else { return nil }
    return (fields.0, horizontal, vertical)
  }

  private static func perMetre(_ perInch: Int) -> Int { (perInch * 10_000 + 127) / 254 }
  private static func perInch(_ perMetre: Int) -> Int { (perMetre * 254 + 5_000) / 10_000 }
}
