/// A smooth function of one variable, as cubic polynomials between equally spaced places.
///
/// Each polynomial goes through the function's values at both ends of its segment and at its thirds.
struct CubicTable: Sendable {
  /// For each segment the coefficients in the position within it, `0...1`.
  private let segments: [SIMD4<Double>]

  /// - Parameter value: The function's value in a segment, at `0...1` from its start to its end.
  init(count: Int, value: (_ segment: Int, _ position: Double) -> Double) {
    segments = (0..<count).map { segment in
      Self.coefficients([0, 1 / 3, 2 / 3, 1].map { value(segment, $0) })
    }
  }

  /// The value at a position counted in segments, kept within the table.
  @inline(__always)
  func value(at position: Double) -> Double {
    let index = min(max(Int(position), 0), segments.count - 1)
    let c = segments[index]
    let x = position - Double(index)
    return ((c[3] * x + c[2]) * x + c[1]) * x + c[0]
  }

  /// The cubic through four values at 0, 1/3, 2/3 and 1.
  private static func coefficients(_ y: [Double]) -> SIMD4<Double> {
    SIMD4(
      y[0], (-11 * y[0] + 18 * y[1] - 9 * y[2] + 2 * y[3]) / 2,
      9 * (2 * y[0] - 5 * y[1] + 4 * y[2] - y[3]) / 2,
      9 * (-y[0] + 3 * y[1] - 3 * y[2] + y[3]) / 2)
  }
}
