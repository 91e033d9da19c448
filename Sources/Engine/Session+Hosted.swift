internal import Billing
internal import EditModel
internal import HTTP
internal import Planner
internal import Providers
internal import Store

extension Session {
  /// Sends a call until it is answered, as often as costs nothing: the one place that repeats anything.
  ///
  /// Each sending is an attempt of its own in the journal. What may have been billed is never repeated.
  ///
  /// - Throws: `Problem`: what the last attempt came to; `overBudget` or `noBudget` before anything is sent;
  ///   `breakerOpen`; `interrupted` when the user ended the waiting.
  func send(_ call: HostedCall, by seat: HostedSeat, in run: inout PaidWork) async throws(Problem) -> SentCall
  {
    var start: Duration?
    var failures = 0
    while true {
      switch try await sendOnce(call, by: seat, in: &run, isFirst: failures == 0) {
      case .success(let sent): return sent
      case .failure(let error):
        failures += 1
        // Counted from the first failure: waiting for room under the limits is no failing.
        let now = configuration.pace.elapsed()
        let elapsed = now - (start ?? now)
        start = start ?? now
        guard let pause = pause(after: error, failures: failures, elapsed: elapsed) else {
          throw Problem(hosted: error, about: call.subject)
        }
        run.progress(.waiting(pause, .retrying(error.code.rawValue)))
        try await wait(pause)
      }
    }
  }

  /// How long to wait before another attempt; `nil` when there is none.
  func pause(after error: ProviderError, failures: Int, elapsed: Duration) -> Duration? {
    guard error.mayRetry,
      let pause = RetryPolicy().pause(
        afterFailure: failures, retryAfter: error.retryAfter,
        random: configuration.pace.uniqueNumber(), elapsed: elapsed,
        deadline: .seconds(Self.retryTime)),
      configuration.desk.mayRetry(after: .answered)
    else { return nil }
    return pause
  }

  /// Seconds in which a call that fails without cost is tried again.
  private static let retryTime = 600

  func wait(_ pause: Duration) async throws(Problem) {
    let surroundings = configuration.pace
    // A pause that was ended early is told by the interruption.
    await interruption.cancelling(at: .sendNothingNew) { try? await surroundings.pause(pause) }
    if interruption.isRaised { throw Problem(.interrupted, "run") }
  }

  /// One attempt: through the breaker and the account's limits, then on its way.
  private func sendOnce(
    _ call: HostedCall, by seat: HostedSeat, in run: inout PaidWork, isFirst: Bool
  ) async throws(Problem) -> Result<SentCall, ProviderError> {
    let route = CallDesk.Route(origin: seat.account.address.origin, kind: call.request.kind)
    let admission = try admission(to: route, askedByUser: isFirst && run.isFirstCall)
    run.isFirstCall = false
    let held = call.reservation.amount ?? .zero
    func record(_ outcome: Breaker.Outcome) {
      configuration.desk.record(outcome, of: admission, on: route, now: configuration.pace.elapsed())
    }
    do throws(Problem) {
      if case .share(let share) = call.reservation, share <= .zero {
        throw Problem(.overBudget, "run", found: "an amount that nobody knows", allowed: [share.description])
      }
      try run.budget.hold(held)
      let result = try await attempt(call, by: seat, in: run)
      record(Breaker.Outcome(result))
      run.settle(result, held: held)
      return result
    } catch {
      record(.unrelated)
      throw error
    }
  }

  private func admission(
    to route: CallDesk.Route, askedByUser: Bool
  ) throws(Problem) -> Breaker.Admission {
    let admission = configuration.desk.admit(
      route, askedByUser: askedByUser, now: configuration.pace.elapsed())
    if case .refused(let pause) = admission {
      throw Problem(
        .breakerOpen, route.origin, found: pause.map { "\(Int($0 / .seconds(1)) + 1) s" })
    }
    return admission
  }

  /// Waits until the account's limits allow the call.
  func pass(
    _ demand: CallDemand, _ seat: HostedSeat, _ progress: @escaping @Sendable (RunEvent) -> Void
  ) async throws(Problem) -> Ticket {
    let (gate, limits) = (seat.gate, seat.limits)
    let result = await interruption.cancelling(at: .sendNothingNew) {
      await Result(catching: { () async throws(Problem) in
        try await gate.enter(demand, limits: limits) { progress(.waiting($0, .limit)) }
      })
    }
    if interruption.isRaised, case .success(let ticket) = result {
      await gate.leave(ticket, .nothingSent)
      throw Problem(.interrupted, "run")
    }
    return try result.get()
  }
}

extension Result {
  /// The outcome of an asynchronous body as a value.
  fileprivate init(catching body: () async throws(Failure) -> Success) async {
    do throws(Failure) {
      self = .success(try await body())
    } catch {
      self = .failure(error)
    }
  }
}

extension Breaker.Outcome {
  fileprivate init(_ result: Result<SentCall, ProviderError>) {
    guard case .failure(let error) = result else {
      self = .worked
      return
    }
    switch error.code {
    case .notConnected, .overloaded, .serverFailed, .noReply, .timedOut: self = .failed
    case .cancelled, .rateLimited, .inputNotReadable, .replyNotWritten, .badAddress: self = .unrelated
    default: self = .worked
    }
  }
}

extension CallEvidence {
  /// What came of an exchange, for the ledger of limits.
  init(_ result: Result<HostedReply, ProviderError>) {
    switch result {
    case .success(let reply):
      self = .answered(LimitReport(reply.facts, tokens: reply.usage?.usage?.total))
    case .failure(let error):
      if error.effect == .notExecuted {
        self = .nothingSent
      } else if let facts = error.facts {
        self = .answered(LimitReport(facts, error: error))
      } else {
        self = .unanswered
      }
    }
  }
}

extension LimitReport {
  fileprivate init(_ facts: ReplyFacts, tokens: Int? = nil, error: ProviderError? = nil) {
    self.init(
      readings: Self.readings(facts.rateLimits),
      processing: facts.processingMilliseconds.map { .milliseconds($0) }, tokens: tokens,
      isOverLimit: error?.code == .rateLimited, retryAfter: error?.retryAfter)
  }

  fileprivate static func readings(_ limits: RateLimits?) -> [LimitKind: Reading] {
    func reading(_ counter: RateLimits.Counter?) -> Reading? {
      counter.map {
        Reading(
          limit: $0.limit, remaining: $0.remaining, reset: $0.resetMilliseconds.map { .milliseconds($0) })
      }
    }
    var readings: [LimitKind: Reading] = [:]
    readings[.requests] = reading(limits?.requests)
    readings[.images] = reading(limits?.images)
    readings[.tokens] = reading(limits?.tokens)
    return readings
  }
}
