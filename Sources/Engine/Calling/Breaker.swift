/// Stops calls to a provider's route that keeps failing, until the user asks for a trial.
///
/// Closed, it keeps the outcomes of the last 20 calls and opens when at least 5 are known and half of them
/// failed. Open, it refuses for 60 s. Then it is half open: one call that the user asked for goes through as
/// a trial and all others are refused; its success closes the breaker, its failure opens it again.
/// The value is pure: `now` comes from the caller, from any clock that never goes back.
///
/// - Note: Source: Nygard, "Release It!", 2007; window and share follow Resilience4j, made smaller because
///   every trial may cost money.
package struct Breaker: Hashable, Sendable {
  /// What a call told about the service's health.
  package enum Outcome: Hashable, Sendable {
    /// Any answer that shows the service at work: a picture, a refused prompt, a setting it does not take.
    case worked
    /// Not executed, overloaded, a server's error, no reply.
    case failed
    /// Nothing about the service: cancelled, a rate limit, a fault of ours.
    case unrelated
  }

  package enum Admission: Hashable, Sendable {
    case go
    /// The one call that decides whether the breaker closes.
    case trial
    /// - `trialIn`: Time until a trial is possible; `nil` when one may be asked for now or is under way.
    case refused(trialIn: Duration?)
  }

  private enum State: Hashable {
    case closed
    case open(since: Duration)
    case trying
  }

  package static let windowLength = 20
  package static let minimumCalls = 5
  package static let openTime: Duration = .seconds(60)

  private var state = State.closed
  /// True for a failure, the oldest first.
  private var outcomes: [Bool] = []

  package init() {}

  package var isClosed: Bool { state == .closed }

  /// Asks whether a call may be made.
  ///
  /// A call that may must be reported with `record`, whatever becomes of it: a trial that is forgotten keeps
  /// the breaker half open.
  ///
  /// - Parameter askedByUser: True for the first call of a command that the user gave; false for retries and
  ///   for calls that follow by themselves, which are never the trial.
  package mutating func admit(askedByUser: Bool, now: Duration) -> Admission {
    switch state {
    case .closed: return .go
    case .trying: return .refused(trialIn: nil)
    case .open(let since):
      let rest = since + Self.openTime - now
      guard rest <= .zero else { return .refused(trialIn: rest) }
      guard askedByUser else { return .refused(trialIn: nil) }
      state = .trying
      return .trial
    }
  }

  /// Notes what became of an admitted call.
  ///
  /// Calls that were admitted before the breaker opened tell nothing new when they end while it is open.
  ///
  /// - Parameter admission: What `admit` said about the call; a refused one counts as nothing.
  package mutating func record(_ outcome: Outcome, of admission: Admission, now: Duration) {
    switch (admission, state) {
    case (.trial, .trying): recordTrial(outcome, now: now)
    case (.go, .closed): recordCall(outcome, now: now)
    default: break
    }
  }

  private mutating func recordTrial(_ outcome: Outcome, now: Duration) {
    switch outcome {
    case .worked:
      state = .closed
      outcomes = []
    case .failed: state = .open(since: now)
    // The question is still open, and may be asked again at once.
    case .unrelated: state = .open(since: now - Self.openTime)
    }
  }

  private mutating func recordCall(_ outcome: Outcome, now: Duration) {
    guard outcome != .unrelated else { return }
    outcomes.append(outcome == .failed)
    if outcomes.count > Self.windowLength { outcomes.removeFirst() }
    let failures = outcomes.count { $0 }
    if outcomes.count >= Self.minimumCalls, failures * 2 >= outcomes.count { state = .open(since: now) }
  }
}
