package import EditModel

extension LimitLedger {
  /// Says again that an owner's calls wait, so that they keep their places.
  package mutating func renew(
    waiting: [(ticket: Ticket, demand: CallDemand)], owner: UInt64, now: Timestamp
  ) {
    let waiters = waiting.map { Waiter(id: $0.ticket.id, owner: owner, demand: $0.demand, lease: now) }
    renew(waiters: waiters, calls: [], now: now)
  }

  /// Says again what an owner holds, so that its leases do not run out, and puts back what others dropped
  /// because they did.
  mutating func renew(waiters held: [Waiter], calls own: [Call], now: Timestamp) {
    let waiterLease = now.moved(by: timing.waiterLease)
    for var waiter in held {
      waiter.lease = waiterLease
      if let index = waiters.firstIndex(where: { $0.id == waiter.id }) {
        waiters[index] = waiter
      } else {
        waiters.insert(waiter, at: waiters.firstIndex { $0.id > waiter.id } ?? waiters.endIndex)
      }
    }
    for var call in own {
      call.lease = now.moved(by: timing.callLease)
      calls.removeAll { $0.id == call.id }
      insert(call)
    }
    nextID = max(nextID, ((held.map(\.id) + own.map(\.id)).max() ?? 0) + 1)
  }

  /// Drops what no longer matters, and bounds what a clock that went back would prolong.
  mutating func upkeep(now: Timestamp) {
    boundTimes(now: now)
    endLapsedCalls(now: now)
    waiters.removeAll { $0.lease < now }
    closed = closed.filter { $0.value > now }
    if let end = allClosed, end <= now { allClosed = nil }
    foreign.removeAll { $0.until <= now }
    stated.removeAll { $0.until <= now }
    dropEndedCalls(now: now)
  }

  private mutating func boundTimes(now: Timestamp) {
    let arrival = now.moved(by: timing.allowance * 2)
    let lease = now.moved(by: timing.callLease)
    for index in calls.indices {
      calls[index].admitted = min(calls[index].admitted, now)
      calls[index].arrival = calls[index].arrival.map { min($0, arrival) }
      calls[index].lease = calls[index].lease.map { min($0, lease) }
    }
    for index in waiters.indices {
      waiters[index].lease = min(waiters[index].lease, now.moved(by: timing.waiterLease))
    }
    closed = closed.mapValues { min($0, now.moved(by: Self.longestClosing)) }
    allClosed = allClosed.map { min($0, now.moved(by: timing.window + timing.allowance)) }
    for index in foreign.indices {
      foreign[index].until = min(foreign[index].until, now.moved(by: timing.window))
    }
    for index in stated.indices {
      stated[index].until = min(stated[index].until, now.moved(by: Self.statementLife))
    }
  }

  /// A call whose process no longer speaks for it ended, for all we know, when its lease did.
  private mutating func endLapsedCalls(now: Timestamp) {
    for index in calls.indices {
      guard let lease = calls[index].lease, lease < now else { continue }
      calls[index].lease = nil
      calls[index].arrival = calls[index].arrival ?? lease.moved(by: timing.allowance)
    }
  }

  /// Ended calls stay as long as a call under way may still bring a reply that counts them.
  private mutating func dropEndedCalls(now: Timestamp) {
    var earliest: [String: Timestamp] = [:]
    for call in calls where call.lease != nil {
      earliest[call.demand.pool] = min(call.admitted, earliest[call.demand.pool] ?? call.admitted)
    }
    calls = calls.filter { call in
      call.lease != nil || end(of: call, now: now) > min(now, earliest[call.demand.pool] ?? now)
    }
  }
}
