package import EditModel

extension LimitLedger {
  /// What becomes of a call that asks to be let go.
  package enum Decision: Hashable, Sendable {
    case go(Ticket)
    /// It waits in its pool's order; the time is an estimate, and supposes that places under way come free.
    case wait(Ticket, Duration)
    /// Alone it exceeds a limit, and no waiting changes that.
    case never(Ticket, LimitKind, limit: Int)

    package var ticket: Ticket {
      switch self {
      case .go(let ticket), .wait(let ticket, _), .never(let ticket, _, _): ticket
      }
    }
  }

  /// Asks for a new call, which is let go at once or joins the end of its pool's order.
  ///
  /// - Parameter owner: Who asks: a number of one process, under which it renews what it holds.
  package mutating func reserve(
    _ demand: CallDemand, limits: CallLimits, owner: UInt64, now: Timestamp
  ) -> Decision {
    upkeep(now: now)
    let waiter = Waiter(
      id: nextID, owner: owner, demand: demand, lease: now.moved(by: timing.waiterLease))
    waiters.append(waiter)
    nextID += 1
    let openings = openings(of: demand.pool, limits: limits, now: now)
    return admit(at: waiters.endIndex - 1, limits: limits, opening: openings[waiter.id] ?? now, now: now)
  }

  /// Asks again for calls that wait, in the order of their tickets.
  ///
  /// - Returns: What becomes of each that the ledger knows as waiting.
  package mutating func admit(
    _ held: [(ticket: Ticket, limits: CallLimits)], now: Timestamp
  ) -> [Decision] {
    upkeep(now: now)
    var forecasts: [String: [Int64: Timestamp]] = [:]
    return held.compactMap { ticket, limits in
      guard let index = waiters.firstIndex(where: { $0.id == ticket.id }) else { return nil }
      let pool = waiters[index].demand.pool
      let openings = forecasts[pool] ?? openings(of: pool, limits: limits, now: now)
      let decision = admit(at: index, limits: limits, opening: openings[ticket.id] ?? now, now: now)
      // Only a call that goes on waiting leaves the others' forecasts as they were.
      if case .wait = decision { forecasts[pool] = openings } else { forecasts[pool] = nil }
      return decision
    }
  }

  private mutating func admit(
    at index: Int, limits: CallLimits, opening: Timestamp, now: Timestamp
  ) -> Decision {
    let waiter = waiters[index]
    let ticket = Ticket(id: waiter.id)
    if let (kind, limit) = excess(of: waiter.demand, over: limits) {
      waiters.remove(at: index)
      return .never(ticket, kind, limit: limit)
    }
    let isFirst = !waiters[..<index].contains { $0.demand.pool == waiter.demand.pool }
    guard isFirst, opening <= now, underWayCount < max(1, limits.parallel) else {
      return .wait(ticket, opening.time(since: now))
    }
    waiters.remove(at: index)
    insert(
      Call(
        id: waiter.id, owner: waiter.owner, demand: waiter.demand, admitted: now, arrival: nil,
        lease: now.moved(by: timing.callLease)))
    return .go(ticket)
  }

  /// Takes a call that waits out of the order.
  package mutating func withdraw(_ ticket: Ticket) {
    waiters.removeAll { $0.id == ticket.id }
  }

  mutating func insert(_ call: Call) {
    calls.insert(call, at: calls.firstIndex { $0.id > call.id } ?? calls.endIndex)
  }

  private func excess(of demand: CallDemand, over limits: CallLimits) -> (LimitKind, Int)? {
    for kind in LimitKind.allCases {
      if let limit = limit(kind, of: demand.pool, limits), demand.amount(kind) > limit {
        return (kind, limit)
      }
    }
    return nil
  }
}

extension LimitLedger {
  /// Something that takes room until a moment.
  private struct Occupancy {
    let amounts: [Int]
    let until: Timestamp
  }

  /// When each waiter's turn comes and its demand fits, as far as can be foreseen: each goes as soon as it
  /// can, and none before those that asked earlier.
  func openings(of pool: String, limits: CallLimits, now: Timestamp) -> [Int64: Timestamp] {
    let limitsOfPool = LimitKind.allCases.map { limit($0, of: pool, limits) ?? .max / 2 }
    var occupancies = occupancies(of: pool, now: now)
    var moment = max(now, closed[pool] ?? now, allClosed ?? now)
    var openings: [Int64: Timestamp] = [:]
    for waiter in waiters where waiter.demand.pool == pool {
      let amounts = LimitKind.allCases.map(waiter.demand.amount)
      moment = Self.opening(for: amounts, among: &occupancies, limits: limitsOfPool, from: moment)
      openings[waiter.id] = moment
      let end = moment.moved(by: timing.window + timing.allowance)
      occupancies.append(Occupancy(amounts: amounts, until: end))
    }
    return openings
  }

  private func occupancies(of pool: String, now: Timestamp) -> [Occupancy] {
    var found = calls.filter { $0.demand.pool == pool }.map { call in
      Occupancy(amounts: LimitKind.allCases.map(call.demand.amount), until: end(of: call, now: now))
    }
    for use in foreign where use.pool == pool {
      found.append(
        Occupancy(amounts: LimitKind.allCases.map { $0 == use.kind ? use.amount : 0 }, until: use.until))
    }
    return found
  }

  /// The first moment, not before `start`, at which the amounts fit; what has ended by then is taken out.
  private static func opening(
    for amounts: [Int], among occupancies: inout [Occupancy], limits: [Int], from start: Timestamp
  ) -> Timestamp {
    occupancies.removeAll { $0.until <= start }
    occupancies.sort { $0.until < $1.until }
    var used = occupancies.reduce(into: amounts) { sum, item in
      for kind in sum.indices { sum[kind] += item.amounts[kind] }
    }
    var ended = 0
    var moment = start
    while ended < occupancies.count, zip(used, limits).contains(where: { $0 > $1 }) {
      moment = occupancies[ended].until
      for kind in used.indices { used[kind] -= occupancies[ended].amounts[kind] }
      ended += 1
    }
    occupancies.removeFirst(ended)
    return moment
  }
}
