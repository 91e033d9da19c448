/// Which neighbours a resampled sample is computed from.
enum ResamplingFilter: Sendable {
  /// Lanczos' window of three lobes: sharp, with slight overshoot at hard edges.
  case lanczos3
  /// A triangle: linear interpolation when enlarging; never leaves the range of the samples.
  case triangle

  /// Distance beyond which the filter is zero, in samples of the coarser grid.
  var support: Double { self == .lanczos3 ? 3 : 1 }

  func value(at x: Double) -> Double {
    let distance = abs(x)
    guard distance < support else { return 0 }
    switch self {
    case .triangle: return 1 - distance
    case .lanczos3: return Self.sinc(distance) * Self.sinc(distance / 3)
    }
  }

  private static func sinc(_ x: Double) -> Double {
    x == 0 ? 1 : Elementary.sin(Elementary.pi * x) / (Elementary.pi * x)
  }
}

/// For each sample of a target axis, the source samples and integer weights that make it.
///
/// When shrinking, the filter is as much wider as the target is smaller, so that every source sample counts.
/// Samples outside the source have no weight; the weights of each target sum to exactly `unit`.
struct ResamplingWeights: Sendable {
  /// The sum of each target's weights, 2^20.
  static let unit = 1 << shift
  static let shift = 20

  /// `firsts[i]`: the first source sample of target `i`.
  let firsts: [Int]
  /// `offsets[i]..<offsets[i + 1]`: the weights of target `i`.
  let offsets: [Int]
  let weights: [Int]

  init(from source: Int, to target: Int, filter: ResamplingFilter) {
    let scale = Double(source) / Double(target)
    let stretch = max(scale, 1)
    let reach = filter.support * stretch
    var firsts: [Int] = []
    var offsets = [0]
    var weights: [Int] = []
    for index in 0..<target {
      let centre = (Double(index) + 0.5) * scale
      let first = max(0, Int((centre - reach + 0.5).rounded(.down)))
      let end = min(source, max(first + 1, Int((centre + reach + 0.5).rounded(.down))))
      firsts.append(first)
      weights += Self.normalized(
        (first..<end).map { filter.value(at: (Double($0) + 0.5 - centre) / stretch) })
      offsets.append(weights.count)
    }
    self.firsts = firsts
    self.offsets = offsets
    self.weights = weights
  }

  /// Integers in proportion to `values` that sum to `unit`; what rounding leaves goes to the largest.
  private static func normalized(_ values: [Double]) -> [Int] {
    let sum = values.reduce(0, +)
    var weights = values.map { Int(($0 / sum * Double(unit)).rounded()) }
    let largest = weights.indices.max { weights[$0] < weights[$1] } ?? 0
    weights[largest] += unit - weights.reduce(0, +)
    return weights
  }

  /// The source samples that the targets of a range need.
  func sources(of targets: Range<Int>) -> Range<Int> {
    let last = targets.upperBound - 1
    return firsts[targets.lowerBound]..<firsts[last] + offsets[last + 1] - offsets[last]
  }
}
