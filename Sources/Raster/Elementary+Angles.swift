extension Elementary {
  /// pi/2 in three parts; the first two have so few bits that their products with 17-bit integers are exact.
  private static let halfPiHigh = 0x1.921fb54400000p+0
  private static let halfPiMiddle = 0x1.0b4611a600000p-34
  private static let halfPiLow = 0x1.3198a2e037073p-69

  /// The sine of an angle in radians, for angles up to 1e5; NaN for larger ones.
  package static func sin(_ x: Double) -> Double {
    guard abs(x) <= largestAngle else { return .nan }
    let (quarter, angle) = reduced(x)
    let value = quarter & 1 == 0 ? sineSeries(angle) : cosineSeries(angle)
    return quarter & 2 == 0 ? value : -value
  }

  /// The cosine of an angle in radians, for angles up to 1e5; NaN for larger ones.
  package static func cos(_ x: Double) -> Double {
    guard abs(x) <= largestAngle else { return .nan }
    let (quarter, angle) = reduced(x)
    let value = quarter & 1 == 0 ? cosineSeries(angle) : sineSeries(angle)
    return (quarter + 1) & 2 == 0 ? value : -value
  }

  /// The angle in radians, `-pi...pi`, of the direction `(x, y)`; 0 for `(0, 0)`, NaN for infinities.
  package static func atan2(_ y: Double, _ x: Double) -> Double {
    guard x.isFinite, y.isFinite else { return .nan }
    if y == 0 { return x < 0 ? pi : 0 }
    let steep = abs(y) > abs(x)
    let ratio = steep ? abs(x) / abs(y) : abs(y) / abs(x)
    var angle = arcTangent(ratio)
    if steep { angle = pi / 2 - angle + 6.123233995736766e-17 }
    if x < 0 { angle = pi - angle + 1.2246467991473532e-16 }
    return y < 0 ? -angle : angle
  }

  private static let largestAngle = 1e5

  /// The number of quarter turns and the angle that is left, `-pi/4...pi/4`.
  @inline(__always)
  private static func reduced(_ x: Double) -> (quarter: Int, angle: Double) {
    let turns = roundedToInteger(x * 0.6366197723675814)
    let angle = ((x - turns * halfPiHigh) - turns * halfPiMiddle) - turns * halfPiLow
    return (Int(turns), angle)
  }

  @inline(__always)
  private static func sineSeries(_ x: Double) -> Double {
    let square = x * x
    return x + x * (square * polynomial(square, sineTerms))
  }

  @inline(__always)
  private static func cosineSeries(_ x: Double) -> Double {
    let square = x * x
    return 1 + square * polynomial(square, cosineTerms)
  }

  /// The arc tangent of `ratio`, which lies in `0...1`.
  @inline(__always)
  private static func arcTangent(_ ratio: Double) -> Double {
    let root3 = 1.7320508075688772
    guard ratio > 0.2679491924311227 else { return arcTangentSeries(ratio) }
    return 0.5235987755982989 + arcTangentSeries((root3 * ratio - 1) / (root3 + ratio))
  }

  @inline(__always)
  private static func arcTangentSeries(_ x: Double) -> Double {
    let square = x * x
    return x + x * (square * polynomial(square, arcTangentTerms))
  }

  /// `-1 / 3!`, `1 / 5!`, ... `-1 / 19!`.
  private static let sineTerms: InlineArray<9, Double> = [
    -1 / 6, 1 / 120, -1 / 5_040, 1 / 362_880, -1 / 39_916_800, 1 / 6_227_020_800,
    -1 / 1_307_674_368_000, 1 / 355_687_428_096_000, -1 / 121_645_100_408_832_000,
  ]

  /// `-1 / 2!`, `1 / 4!`, ... `1 / 20!`.
  private static let cosineTerms: InlineArray<10, Double> = [
    -1 / 2, 1 / 24, -1 / 720, 1 / 40_320, -1 / 3_628_800, 1 / 479_001_600, -1 / 87_178_291_200,
    1 / 20_922_789_888_000, -1 / 6_402_373_705_728_000, 1 / 2_432_902_008_176_640_000,
  ]

  /// `-1 / 3`, `1 / 5`, ... `-1 / 27`.
  private static let arcTangentTerms: InlineArray<13, Double> = [
    -1 / 3, 1 / 5, -1 / 7, 1 / 9, -1 / 11, 1 / 13, -1 / 15, 1 / 17, -1 / 19, 1 / 21, -1 / 23, 1 / 25,
    -1 / 27,
  ]
}
