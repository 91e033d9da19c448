internal import EditModel

/// What a gate holds and has to say, to be put into the shared ledger with each change.
struct GateHolding: Sendable {
  enum Note: Sendable {
    case left(LimitLedger.Call, CallEvidence, Timestamp)
    case withdrawn(Ticket)
  }

  let waiters: [LimitLedger.Waiter]
  let calls: [LimitLedger.Call]
  let notes: [Note]

  /// Changes the ledger in a state, with everything that is held renewed in it.
  ///
  /// A damaged text is replaced by a ledger that lets nothing go for one window.
  ///
  /// - Throws: `Problem` with code `laterFormat`, and what the state throws; nothing is written then.
  func change<Outcome>(
    _ state: @escaping CallGate.SharedState, _ clock: @Sendable () -> Timestamp, _ timing: LimitLedger.Timing,
    _ body: (inout LimitLedger, Timestamp) -> Outcome
  ) throws(Problem) -> Outcome {
    var outcome: Outcome?
    var isLater = false
    try state { text in
      // Asked here, because the state may have been waited for.
      let now = clock()
      guard var ledger = Self.ledger(reading: text, timing, now: now) else {
        isLater = true
        return nil
      }
      apply(to: &ledger, now: now)
      outcome = body(&ledger, now)
      let changed = ledger.text
      return changed == text ? nil : changed
    }
    if isLater { throw Problem(.laterFormat, "limits") }
    guard let outcome else { throw Problem(.bug, "limits", underlying: "the state was not read") }
    return outcome
  }

  /// The ledger in a text, or `nil` when a later version wrote it.
  private static func ledger(
    reading text: [UInt8], _ timing: LimitLedger.Timing, now: Timestamp
  ) -> LimitLedger? {
    do {
      return try LimitLedger(reading: text, timing: timing)
    } catch {
      return error == .laterFormat ? nil : LimitLedger(afterLossAt: now, timing: timing)
    }
  }

  private func apply(to ledger: inout LimitLedger, now: Timestamp) {
    ledger.renew(waiters: waiters, calls: calls, now: now)
    for note in notes {
      switch note {
      case .left(let call, let evidence, let moment):
        // Put back first: another process may have dropped what was not renewed in time.
        ledger.renew(waiters: [], calls: [call], now: now)
        ledger.leave(Ticket(id: call.id), evidence, at: moment)
      case .withdrawn(let ticket): ledger.withdraw(ticket)
      }
    }
  }
}
