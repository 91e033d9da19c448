/// Counts one limit of so many units a minute.
///
/// Times are those of a clock that never jumps, in whole nanoseconds, so that a client that waits exactly as
/// long as it was told is let in.
package struct LimitMeter: Sendable {
  /// How a minute is counted; the real service does not say which it uses.
  package enum Counting: String, Sendable, CaseIterable {
    /// A bucket that holds a minute's units and refills evenly: 12 s for a unit at five a minute, as the real
    /// service's messages have it.
    case bucket
    /// Whatever was taken in the last 60 s counts.
    case sliding
  }

  private static let minute = 60_000_000_000

  package let limit: Int
  private let counting: Counting
  /// What was taken in the last minute, in the order of its times.
  private var taken: [(time: Int, amount: Int)] = []
  /// What of all that was taken before a bucket had not regained at a time, in unit-nanoseconds.
  private var earlier = (time: 0, debt: 0)

  package init(limit: Int, counting: Counting) {
    self.limit = limit
    self.counting = counting
  }

  /// Units that are free now, never negative.
  package func remaining(at now: Duration) -> Int {
    let used: Int
    switch counting {
    case .bucket: used = (debt(at: nanoseconds(now)) + Self.minute - 1) / Self.minute
    case .sliding:
      used = taken.filter { $0.time > nanoseconds(now) - Self.minute }.reduce(0) { $0 + $1.amount }
    }
    return max(0, limit - used)
  }

  /// How long until so many units are free: zero when they are, `nil` when they never will be.
  package func wait(for amount: Int, at now: Duration) -> Duration? {
    guard amount <= limit else { return nil }
    let time = nanoseconds(now)
    switch counting {
    case .bucket:
      let excess = debt(at: time) + amount * Self.minute - limit * Self.minute
      return excess <= 0 ? .zero : .nanoseconds((excess + limit - 1) / limit)
    case .sliding:
      var used = taken.filter { $0.time > time - Self.minute }.reduce(0) { $0 + $1.amount }
      for entry in taken where entry.time > time - Self.minute && used + amount > limit {
        used -= entry.amount
        if used + amount <= limit { return .nanoseconds(entry.time + Self.minute - time) }
      }
      return .zero
    }
  }

  /// Takes units, also beyond the limit; a time up to a minute before that of other calls may come after it.
  package mutating func take(_ amount: Int, at now: Duration) {
    let time = nanoseconds(now)
    taken.insert((time, amount), at: (taken.lastIndex { $0.time <= time } ?? -1) + 1)
    let latest = taken.last?.time ?? time
    let ended = taken.prefix { $0.time <= latest - Self.minute }
    for entry in ended { earlier = bucket(earlier, taking: entry) }
    taken.removeFirst(ended.count)
  }

  /// How long until nothing is taken any more.
  package func reset(at now: Duration) -> Duration {
    let time = nanoseconds(now)
    switch counting {
    case .bucket: return .nanoseconds((debt(at: time) + limit - 1) / max(1, limit))
    case .sliding: return .nanoseconds(max(0, (taken.last?.time ?? time - Self.minute) + Self.minute - time))
    }
  }

  private func debt(at time: Int) -> Int {
    bucket(taken.reduce(earlier, bucket), taking: (time, 0)).debt
  }

  /// A bucket that regains until a time and then takes units; it never owes more than it holds.
  private func bucket(
    _ bucket: (time: Int, debt: Int), taking entry: (time: Int, amount: Int)
  ) -> (time: Int, debt: Int) {
    let regained = min(max(0, entry.time - bucket.time), Self.minute) * limit
    let debt = max(0, bucket.debt - regained) + entry.amount * Self.minute
    return (max(bucket.time, entry.time), min(debt, limit * Self.minute))
  }

  private func nanoseconds(_ time: Duration) -> Int {
    let (seconds, fraction) = time.components
    return Int(seconds) * 1_000_000_000 + Int(fraction / 1_000_000_000)
  }
}
