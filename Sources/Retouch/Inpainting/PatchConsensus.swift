/// What several fills of the same hole have in common.
///
/// Fills from different seeds agree where the surroundings determine the content, and differ where they
/// do not; the median is then the better guess, and the spread tells how far to believe it.
///
/// - Note: Source: the median of samples as the estimate of least absolute error, and their spread as its
///   error; any textbook of estimation.
struct PatchConsensus: Sendable {
  /// How many times larger than the fills' spread the contrast of their median is, both squared, where
  /// they are believed by half. Tuned on the holes of `fixtures/holes.tsv`.
  static let doubt: Float = 200

  /// The fills' spread, in sample values, at which they have half of full agreement. Tuned on the same holes.
  static let evenSpread: Float = 3

  /// Median colour of the fills in lanes 0, 1 and 2, and how far to believe it, `0...1`, in the fourth.
  ///
  /// Known pixels are believed fully.
  let estimates: [SIMD4<Float>]

  /// How nearly the fills have one colour, `0...1`, whatever the contrast.
  let agreements: [Float]

  /// - Precondition: `fills` is not empty, and all have one size and one hole.
  init(_ fills: [PatchLevel]) {
    let first = fills[0]
    var medians = first.pixels
    var squares = [SIMD4<Float>](repeating: .zero, count: first.count)
    for index in 0..<first.count where first.unknown[index] {
      let sorted = Self.sorted(fills.map { $0.pixels[index] })
      medians[index] = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
      for value in sorted {
        let difference = value - medians[index]
        squares[index] += difference * difference / SIMD4(repeating: Float(sorted.count))
      }
    }
    let near = LocalMean(width: first.width, height: first.height, radius: 2)
    let all = [Bool](repeating: true, count: first.count)
    let spreads = near.of(squares, where: all).map { (($0[0] + $0[1]) + $0[2]) / 3 }
    let beliefs = zip(spreads, near.variances(medians, where: all)).map(Self.belief)
    for index in 0..<first.count { medians[index][3] = first.unknown[index] ? beliefs[index] : 1 }
    estimates = medians
    let even = Self.evenSpread * Self.evenSpread
    agreements = spreads.map { even / (even + $0) }
  }

  /// Each lane sorted for itself, by exchanging neighbours.
  private static func sorted(_ values: [SIMD4<Float>]) -> [SIMD4<Float>] {
    var values = values
    for end in (1..<values.count).reversed() {
      for index in 0..<end {
        let (first, second) = (values[index], values[index + 1])
        values[index] = pointwiseMin(first, second)
        values[index + 1] = pointwiseMax(first, second)
      }
    }
    return values
  }

  /// How far to believe fills of this spread and this contrast of their median, both squared.
  private static func belief(spread: Float, contrast: Float) -> Float {
    let allowed = contrast / doubt
    let share = allowed / (allowed + spread + 0.01)
    return share * share * (3 - 2 * share)
  }
}
