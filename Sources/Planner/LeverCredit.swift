public import Billing

/// What one lever saved, at each end of the range by itself, so that credits add up exactly.
///
/// What is uncertain about the dearer way is as uncertain about the cheaper one, so the lower ends are compared
/// with each other and the upper ends too; either difference may be the larger one. An end may be negative,
/// where a lever only pays together with a later one.
public struct LeverCredit: Hashable, Sendable {
  public let lever: Lever
  /// If every call costs the lower end of its range.
  public let low: Money
  /// If every call costs the upper end.
  public let high: Money

  public init(_ lever: Lever, low: Money, high: Money) {
    self.lever = lever
    self.low = low
    self.high = high
  }

  init(_ lever: Lever, from dearer: Estimate, to cheaper: Estimate) {
    self.init(lever, low: dearer.low - cheaper.low, high: dearer.high - cheaper.high)
  }

  var isZero: Bool { low == .zero && high == .zero }

  /// As the journal keeps it: the smaller end first.
  public var saving: LeverSaving {
    LeverSaving(lever, saving: Estimate(between: low, and: high))
  }

  /// The sum for each lever, in the order in which they are credited, without those that saved nothing.
  static func totals(_ credits: some Sequence<LeverCredit>) -> [LeverCredit] {
    var sums: [Lever: LeverCredit] = [:]
    for credit in credits {
      let sum = sums[credit.lever]
      sums[credit.lever] = LeverCredit(
        credit.lever, low: (sum?.low ?? .zero) + credit.low, high: (sum?.high ?? .zero) + credit.high)
    }
    return Lever.allCases.compactMap { sums[$0] }.filter { !$0.isZero }
  }
}

extension Estimate {
  /// The smaller amount first.
  init(between one: Money, and other: Money) { self.init(low: min(one, other), high: max(one, other)) }

  /// What is saved from one price to another: low from low and high from high, the smaller difference first.
  init(from dearer: Estimate, to cheaper: Estimate) {
    self.init(between: dearer.low - cheaper.low, and: dearer.high - cheaper.high)
  }
}
