/// When, and whether, a call that surely cost nothing is made again.
///
/// The policy only says how long to wait. Whether the evidence allows another attempt at all is the
/// provider's statement (`mayRetry`), and whether the service can bear it is `RetryBudget`'s.
///
/// - Note: Source: "full jitter" of the AWS Architecture Blog's "Exponential Backoff And Jitter" (2015): a
///   uniform draw from zero to the bound; the base of 0.5 s and the 120 s above which a stated time is not
///   waited for are those of the official Python client; the cap of 20 s is botocore's.
package struct RetryPolicy: Hashable, Sendable {
  /// Most attempts of one call, the first included.
  package var attempts: Int
  /// The bound of the first pause; it doubles with each failure.
  package var base: Duration
  /// The greatest bound of a pause that the service did not ask for.
  package var cap: Duration
  /// The longest time asked for by the service that is waited for.
  package var longestStated: Duration

  package init(
    attempts: Int = 3, base: Duration = .milliseconds(500), cap: Duration = .seconds(20),
    longestStated: Duration = .seconds(120)
  ) {
    self.attempts = attempts
    self.base = base
    self.cap = cap
    self.longestStated = longestStated
  }

  /// How long to wait before the next attempt, or `nil` when there is none.
  ///
  /// The pause is uniform from zero to the lesser of `cap` and `base`·2^(failures − 1), and never shorter
  /// than what the service asked for.
  ///
  /// - Parameters:
  ///   - failures: How many attempts of the call have failed, 1 or more.
  ///   - retryAfter: What the service asked for; above `longestStated` there is no other attempt.
  ///   - random: Any 64 bits, all equally likely.
  ///   - elapsed: Time since the call was first tried.
  ///   - deadline: Time that all attempts and pauses may take; a pause that would reach it is refused.
  package func pause(
    afterFailure failures: Int, retryAfter: Duration?, random: UInt64, elapsed: Duration, deadline: Duration
  ) -> Duration? {
    let stated = retryAfter ?? .zero
    guard failures < attempts, stated <= longestStated else { return nil }
    let pause = max(stated, draw(from: random, below: bound(afterFailure: failures)))
    return elapsed + pause < deadline ? pause : nil
  }

  /// The bound doubled by repeated addition, which stops at the cap and so cannot overflow.
  private func bound(afterFailure failures: Int) -> Duration {
    var bound = min(base, cap)
    for _ in 1..<max(failures, 1) where bound < cap { bound = min(bound + bound, cap) }
    return bound
  }

  private func draw(from random: UInt64, below bound: Duration) -> Duration {
    let nanoseconds = UInt64(max(0, min(bound / .nanoseconds(1), 1e15)))
    return .nanoseconds(Int64(random.multipliedFullWidth(by: nanoseconds + 1).high))
  }
}
