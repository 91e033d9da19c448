/// How many retries all calls of a process may make together, so that a service in trouble is not asked
/// three times for everything.
///
/// A bucket that begins full with 500: a retry takes 5, one after a time-out 10, each call that succeeds
/// puts 1 back. During an outage at most 100 retries are made, however many calls there are; in the long run
/// retries are at most a fifth of the successes.
///
/// - Note: Source: the standard retry mode of botocore (capacity 500, costs 5 and 10, return 1). It also
///   gives back what a retry took when that retry succeeds; here it does not, so that a service that fails
///   every second time is not asked twice for ever.
package struct RetryBudget: Hashable, Sendable {
  /// What the failed attempt died of.
  package enum Failure: Hashable, Sendable {
    case answered
    case timedOut
  }

  package static let capacity = 500

  package private(set) var tokens: Int

  /// - Parameter tokens: What the bucket begins with, clamped to `0...capacity`.
  package init(tokens: Int = RetryBudget.capacity) {
    self.tokens = min(max(tokens, 0), Self.capacity)
  }

  /// Takes what a retry costs; false, and nothing is taken, when there is too little.
  package mutating func spend(after failure: Failure) -> Bool {
    let cost = failure == .timedOut ? 10 : 5
    guard tokens >= cost else { return false }
    tokens -= cost
    return true
  }

  /// Notes a call that succeeded.
  package mutating func succeed() {
    tokens = min(tokens + 1, Self.capacity)
  }
}
