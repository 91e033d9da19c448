/// Elementary functions of our own, so that the same pixels come out whatever C library a machine has.
///
/// Only operations that IEEE 754 defines to the last bit are used (sums, products, quotients, square roots,
/// rounding), in a fixed order. Relative differences from the C library, over the ranges that the tests
/// sweep, are below `5e-16` for `exp` and `log`, `6e-16` for `atan2` and `1e-15` for `cbrt`; the absolute
/// difference of `sin` and `cos` is below `4e-16` for arguments up to 1e5.
///
/// - Note: Source of the reductions and series: Abramowitz and Stegun, "Handbook of Mathematical Functions",
///   chapter 4.
package enum Elementary {
  package static let pi = 3.141592653589793

  /// ln 2 in two parts; the first has so few bits that its products with exponents are exact.
  private static let ln2High = 0x1.62e42fee00000p-1
  private static let ln2Low = 0x1.a39ef35793c76p-33

  /// e to the power of `x`; infinity above 709.79, 0 below -745.2, NaN for NaN.
  package static func exp(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x > 709.782712893384 { return .infinity }
    if x < -745.1332191019412 { return 0 }
    let exponent = roundedToInteger(x * 1.4426950408889634)
    let high = x - exponent * ln2High
    let low = exponent * ln2Low
    let r = high - low
    let fraction = r + (r * r * polynomial(r, exponentialSeries) - ((r - high) + low))
    return scaled(1 + fraction, by: Int(exponent))
  }

  /// The natural logarithm; -infinity for 0, NaN below 0 and for NaN.
  package static func log(_ x: Double) -> Double {
    if x.isNaN || x < 0 { return .nan }
    if x == 0 { return -.infinity }
    if x == .infinity { return x }
    var exponent = Double(x.exponent)
    var mantissa = x.significand
    if mantissa > 1.4142135623730951 {
      mantissa /= 2
      exponent += 1
    }
    let f = mantissa - 1
    let s = f / (2 + f)
    let tail = s * s * polynomial(s * s, logarithmSeries)
    // log(1 + f) = f - s * (f - tail), with the large term exact.
    return exponent * ln2High + (f - (s * (f - tail) - exponent * ln2Low))
  }

  /// The logarithm to base 10.
  package static func log10(_ x: Double) -> Double {
    log(x) * 0.4342944819032518
  }

  /// `x` to the power of `y`, for `x >= 0`; NaN for negative `x`.
  ///
  /// The relative error grows with `|y log x|`; it is below 1e-14 up to 20.
  package static func pow(_ x: Double, _ y: Double) -> Double {
    if y == 0 || x == 1 { return 1 }
    if x == 0 { return y > 0 ? 0 : .infinity }
    return exp(y * log(x))
  }

  /// The cube root, also of negative numbers.
  package static func cbrt(_ x: Double) -> Double {
    guard x != 0, x.isFinite else { return x }
    let exponent = Int(x.exponent)
    let third = (exponent >= 0 ? exponent : exponent - 2) / 3
    let reduced = scaled(abs(x), by: -3 * third)
    // A first guess within 4 percent on 1..<8, two steps of Halley's, and one of Newton's for the last bits.
    var root = polynomial(reduced, cubeRootGuess)
    for _ in 0..<2 {
      let cube = root * root * root
      root *= (cube + 2 * reduced) / (2 * cube + reduced)
    }
    root -= (root - reduced / (root * root)) / 3
    let result = scaled(root, by: third)
    return x < 0 ? -result : result
  }

  /// The nearest integer, ties to even, for absolute values below 2^51.
  @inline(__always)
  static func roundedToInteger(_ x: Double) -> Double {
    (x + 0x1.8p52) - 0x1.8p52
  }

  /// `c[0] + c[1] x + c[2] x^2 + ...`, by Horner's rule.
  @inline(__always)
  static func polynomial<let count: Int>(_ x: Double, _ c: InlineArray<count, Double>) -> Double {
    var sum = c[count - 1]
    var index = count - 2
    while index >= 0 {
      sum = sum * x + c[index]
      index -= 1
    }
    return sum
  }

  /// `x * 2^exponent` for exponents of `-2044...2046`, in two steps so that tiny results are right too.
  @inline(__always)
  private static func scaled(_ x: Double, by exponent: Int) -> Double {
    let half = exponent >> 1
    return x * powerOfTwo(half) * powerOfTwo(exponent - half)
  }

  @inline(__always)
  private static func powerOfTwo(_ exponent: Int) -> Double {
    Double(bitPattern: UInt64(truncatingIfNeeded: exponent + 1023) << 52)
  }

  /// `1 / 2!`, `1 / 3!`, ... `1 / 13!`.
  private static let exponentialSeries: InlineArray<12, Double> = [
    1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5_040, 1 / 40_320, 1 / 362_880, 1 / 3_628_800,
    1 / 39_916_800, 1 / 479_001_600, 1 / 6_227_020_800,
  ]

  /// `2 / 3`, `2 / 5`, ... `2 / 23`.
  private static let logarithmSeries: InlineArray<11, Double> = [
    2 / 3, 2 / 5, 2 / 7, 2 / 9, 2 / 11, 2 / 13, 2 / 15, 2 / 17, 2 / 19, 2 / 21, 2 / 23,
  ]

  /// The parabola through the cube root at the Chebyshev nodes of `1...8`.
  private static let cubeRootGuess: InlineArray<3, Double> = [0.81379475, 0.23625189, -0.01115875]
}
