internal import EditModel
internal import Providers
internal import Store
internal import Synchronization

/// What all sessions of one process share about paid calls: the limits of each key, the breakers of each
/// route, and how many retries are left.
package final class CallDesk: Sendable {
  private struct State {
    var gates: [String: CallGate] = [:]
    var breakers: [Route: Breaker] = [:]
    var retries = RetryBudget()
  }

  /// One way to one provider; another way may work while this one fails.
  struct Route: Hashable {
    let origin: String
    let kind: CallKind
  }

  private let state = Mutex(State())

  package init() {}

  /// The gate of a key, made when it is first asked for.
  func gate(for key: String, made make: () -> CallGate) -> CallGate {
    state.withLock { state in
      if let gate = state.gates[key] { return gate }
      let gate = make()
      state.gates[key] = gate
      return gate
    }
  }

  func admit(_ route: Route, askedByUser: Bool, now: Duration) -> Breaker.Admission {
    state.withLock { $0.breakers[route, default: Breaker()].admit(askedByUser: askedByUser, now: now) }
  }

  func record(
    _ outcome: Breaker.Outcome, of admission: Breaker.Admission, on route: Route, now: Duration
  ) {
    state.withLock { state in
      state.breakers[route, default: Breaker()].record(outcome, of: admission, now: now)
      if outcome == .worked { state.retries.succeed() }
    }
  }

  func mayRetry(after failure: RetryBudget.Failure) -> Bool {
    state.withLock { $0.retries.spend(after: failure) }
  }
}
