/// What several fills of the same hole have in common.
///
/// Fills from different seeds agree where the surroundings determine the content, and differ where they
/// do not; the mean is then the better guess, and the spread tells how far to believe it.
///
/// - Note: Source: the mean of samples as the least-squares estimate, and its spread as its error; any
///   textbook of estimation.
struct PatchConsensus: Sendable {
  /// The spread, in sample values, at which a fill is believed by half.
  static let halfBelievedSpread: Float = 1.6

  let width: Int
  let height: Int

  /// Mean colour of the fills in lanes 0, 1 and 2, and how far to believe it, `0...1`, in the fourth.
  ///
  /// Known pixels are believed fully.
  let estimates: [SIMD4<Float>]

  /// - Parameter misfits: The mean patch distance of each fill; a fill that fits worse than the best counts
  ///   less, by the fourth power of the ratio.
  /// - Precondition: `fills` is not empty, and all have one size and one hole.
  init(_ fills: [PatchLevel], misfits: [Float]) {
    let first = fills[0]
    width = first.width
    height = first.height
    let shares = Self.shares(misfits)
    var means = first.pixels
    var squares = [SIMD4<Float>](repeating: .zero, count: first.count)
    for index in 0..<first.count where first.unknown[index] {
      means[index] = zip(fills, shares).reduce(SIMD4<Float>.zero) { $0 + $1.0.pixels[index] * $1.1 }
      for (fill, share) in zip(fills, shares) {
        let difference = fill.pixels[index] - means[index]
        squares[index] += difference * difference * share
      }
    }
    let all = [Bool](repeating: true, count: first.count)
    let near = LocalMean(width: width, height: height, radius: 2)
    let variances = near.of(squares, where: all)
    for index in 0..<first.count {
      let variance = ((variances[index][0] + variances[index][1]) + variances[index][2]) / 3
      let half = Self.halfBelievedSpread * Self.halfBelievedSpread
      means[index][3] = first.unknown[index] ? half / (half + variance) : 1
    }
    estimates = means
  }

  private static func shares(_ misfits: [Float]) -> [SIMD4<Float>] {
    let least = misfits.min() ?? 0
    let ratios = misfits.map { (least + 1) / ($0 + 1) }
    let weights = ratios.map { ($0 * $0) * ($0 * $0) }
    let total = weights.reduce(0, +)
    return weights.map { SIMD4(repeating: $0 / total) }
  }
}

/// A layer and the one of twice its scale.
enum ScaleStep {
  /// The layer at `width` x `height`, twice the scale of `layer`, linear between the pixels' centres.
  static func doubled(_ layer: [SIMD4<Float>], width: Int, height: Int) -> [SIMD4<Float>] {
    let (halfWidth, halfHeight) = ((width + 1) / 2, (height + 1) / 2)
    let near = SIMD4<Float>(repeating: 0.75)
    let far = SIMD4<Float>(repeating: 0.25)
    var result = [SIMD4<Float>](repeating: .zero, count: width * height)
    for y in 0..<height {
      let row = (y / 2) * halfWidth
      let otherRow = neighbour(of: y, count: halfHeight) * halfWidth
      for x in 0..<width {
        let column = x / 2
        let other = neighbour(of: x, count: halfWidth)
        let here = layer[row + column] * near + layer[row + other] * far
        let there = layer[otherRow + column] * near + layer[otherRow + other] * far
        result[y * width + x] = here * near + there * far
      }
    }
    return result
  }

  /// The second nearest coarse pixel of a fine one, along one axis.
  private static func neighbour(of fine: Int, count: Int) -> Int {
    min(max(fine % 2 == 0 ? fine / 2 - 1 : fine / 2 + 1, 0), count - 1)
  }
}
