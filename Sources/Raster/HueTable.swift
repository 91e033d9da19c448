/// What of the formula depends on the mean hue alone, by direction.
///
/// A direction's place is `y / (|x| + |y|)`, continued around the circle: as good as an angle, and one division.
struct HueTable: Sendable {
  static let standard = HueTable()

  /// The weight T of the hue's scale.
  let weights: CubicTable
  /// The sine of the angle by which the ellipse of blues is turned, `sin(60 exp(-((h - 275) / 25)^2))`.
  let rotations: CubicTable

  private static let segmentsPerQuarter = 256

  private init() {
    let count = 4 * Self.segmentsPerQuarter
    weights = CubicTable(count: count) { Self.weight(hue: Self.hue(segment: $0, position: $1)) }
    rotations = CubicTable(count: count) { Self.rotation(hue: Self.hue(segment: $0, position: $1)) }
  }

  /// The position of a direction in the tables, which begin at 270 degrees.
  @inline(__always)
  static func position(x: Double, y: Double) -> Double {
    let length = abs(x) + abs(y)
    guard length > 0 else { return Double(segmentsPerQuarter) }
    let share = y / length
    return Double(segmentsPerQuarter) * (x >= 0 ? share + 1 : 3 - share)
  }

  /// The hue in degrees; it jumps from 360 to 0 between the first and the second quarter.
  private static func hue(segment: Int, position: Double) -> Double {
    let quarters = (Double(segment) + position) / Double(segmentsPerQuarter)
    let share = quarters <= 2 ? quarters - 1 : 3 - quarters
    let x = quarters <= 2 ? 1 - abs(share) : abs(share) - 1
    let degrees = Elementary.atan2(share, x) * 180 / Elementary.pi
    if segment < segmentsPerQuarter { return degrees + 360 }
    return degrees < 0 ? degrees + 360 : degrees
  }

  private static func weight(hue: Double) -> Double {
    func cosine(_ degrees: Double) -> Double { Elementary.cos(degrees * Elementary.pi / 180) }
    return 1 - 0.17 * cosine(hue - 30) + 0.24 * cosine(2 * hue) + 0.32 * cosine(3 * hue + 6)
      - 0.20 * cosine(4 * hue - 63)
  }

  private static func rotation(hue: Double) -> Double {
    let distance = (hue - 275) / 25
    return Elementary.sin(60 * Elementary.exp(-distance * distance) * Elementary.pi / 180)
  }
}
