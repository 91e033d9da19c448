internal import EditModel

/// A call of this process that waits at the gate.
struct WaitingCall {
  let ticket: Ticket
  let demand: CallDemand
  let limits: CallLimits
  let tell: @Sendable (Duration) -> Void
  var continuation: CheckedContinuation<Result<Ticket, Problem>, Never>?
  /// What it was told last: when its turn comes, or that it waits for another call to end.
  private var told: Forecast?

  private enum Forecast {
    case turn(Timestamp)
    case anotherEnds
  }

  init(
    ticket: Ticket, demand: CallDemand, limits: CallLimits, tell: @escaping @Sendable (Duration) -> Void
  ) {
    self.ticket = ticket
    self.demand = demand
    self.limits = limits
    self.tell = tell
  }

  /// Says how long it will take, unless that was said before and holds to a second.
  mutating func report(_ rest: Duration, now: Timestamp) {
    let turn = now.moved(by: rest)
    switch told {
    case .anotherEnds where rest <= .zero: return
    case .turn(let said) where rest > .zero && max(turn, said).time(since: min(turn, said)) <= .seconds(1):
      return
    default:
      told = rest > .zero ? .turn(turn) : .anotherEnds
      tell(rest)
    }
  }

  func end(_ result: Result<Ticket, Problem>) {
    continuation?.resume(returning: result)
  }

  /// The ledger's form of it; renewing sets the lease.
  func entry(owner: UInt64) -> LimitLedger.Waiter {
    LimitLedger.Waiter(id: ticket.id, owner: owner, demand: demand, lease: Timestamp(milliseconds: 0))
  }
}
