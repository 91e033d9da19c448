package import Billing
package import EditModel

extension SessionFolder {
  package var nextAttempt: AttemptID { callIndex.nextAttempt }

  /// The attempt of this number, or `nil` when there is none.
  ///
  /// - Throws: `StoreError` with code `damaged` when one of its lines is no longer what was written.
  package func attempt(_ id: AttemptID) throws(StoreError) -> Attempt? {
    var attempt: Attempt?
    for span in callIndex.spans(of: id.number) {
      let line = try callsLog.line(at: span)
      if case .intended(let step) = line.body { attempt = Attempt(intended: step) }
      attempt?.add(line)
      guard line.body.attempt == id, attempt != nil else {
        throw StoreError(.damaged, callsLog.name, offset: span.offset)
      }
    }
    return attempt
  }

  /// All attempts, oldest first.
  package func attempts() throws(StoreError) -> [Attempt] {
    try attempts(1..<callIndex.nextAttempt.number)
  }

  /// The attempts that were not closed, oldest first.
  package func openAttempts() throws(StoreError) -> [Attempt] { try attempts(callIndex.open) }

  /// The attempts whose stored reply answers this request, oldest first.
  package func attempts(answering request: Digest) throws(StoreError) -> [Attempt] {
    try attempts(callIndex.answered(request))
  }

  /// The attempts that were closed as of unknown outcome and not resolved since, oldest first.
  package func unresolvedAttempts() throws(StoreError) -> [Attempt] {
    try attempts(callIndex.unresolved)
  }

  /// What the session and each of its rounds may cost, by scope; those that were lifted are left out.
  package var budgets: [String: Money] { callIndex.budgets }

  /// How often this request was asked, not counting what was closed before anything was sent.
  package func timesAsked(_ request: Digest) -> Int { callIndex.timesAsked(request) }

  private func attempts(_ numbers: some Sequence<Int>) throws(StoreError) -> [Attempt] {
    var attempts: [Attempt] = []
    for number in numbers {
      if let attempt = try attempt(AttemptID(number)) { attempts.append(attempt) }
    }
    return attempts
  }
}

extension Attempt {
  fileprivate mutating func add(_ line: LogLine<CallEntry>) {
    switch line.body {
    case .intended: break
    case .sent(let step): sent = step
    case .accepted(let step): accepted = step
    case .replied(let step):
      replied = step
      repliedLine = line.hash
    case .closed(let step): closed = step
    case .budget: break
    }
  }
}
