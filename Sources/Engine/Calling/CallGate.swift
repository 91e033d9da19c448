package import EditModel
internal import Synchronization

/// The one gate through which all calls with a key pass: sessions of this process by sharing the gate,
/// processes by sharing its state.
///
/// ```swift
/// let ticket = try await gate.enter(demand, limits: limits) { show(waiting: $0) }
/// // send; when the upload's last byte is out:
/// gate.arrived(ticket)
/// // when the call ended, however it did:
/// await gate.leave(ticket, .answered(report))
/// ```
///
/// Calls of a pool are let go in the order in which they asked, in this process and across processes;
/// `LimitLedger` says what is let go and what that guards against. Each ticket must be given back, also when
/// the call is cancelled. What a process that dies held comes free when its leases run out.
package actor CallGate {
  /// Reads a state's bytes and writes those that the change gives back, if it gives any, with nobody else in
  /// between; no state yet is no bytes.
  package typealias SharedState =
    @Sendable (_ change: ([UInt8]) -> [UInt8]?) throws(Problem) -> Void

  private let executor: SessionExecutor
  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private let surroundings: Surroundings
  private let timing: LimitLedger.Timing
  private let state: SharedState
  /// The number under which this gate renews what it holds.
  private let owner: UInt64
  private var waiting: [WaitingCall] = []
  private var underWay: [Int64: LimitLedger.Call] = [:]
  /// What is not in the shared state yet.
  private var notes: [GateHolding.Note] = []
  /// When the ledger must be looked at again, at the latest.
  private var nextLook: Timestamp
  private var isTending = false
  private var sleeper: Task<Void, Never>?

  /// - Parameters:
  ///   - surroundings: Its `now` and `pause`: all gates of one state need the same `now`, and a `pause` that
  ///     passes at its rate.
  ///   - state: Must not wait long, and never calls the gate.
  package init(
    surroundings: Surroundings, timing: LimitLedger.Timing = LimitLedger.Timing(),
    state: @escaping SharedState
  ) {
    executor = SessionExecutor(label: "call gate")
    self.surroundings = surroundings
    self.timing = timing
    self.state = state
    owner = surroundings.uniqueNumber()
    nextLook = surroundings.now()
  }

  /// A state that only this process sees.
  package static func privateState() -> SharedState {
    let memory = PrivateState()
    return { change in memory.update(change) }
  }

  /// Waits until a call may be made.
  ///
  /// - Parameter tell: Told how long it will probably take, when the call must wait, and again when that
  ///   changes by more than a second; zero means that it waits for another call to end. On the gate's
  ///   executor.
  /// - Throws: `Problem` with code `overLimit` when the call alone exceeds a limit, `interrupted` when the
  ///   task is cancelled meanwhile, `laterFormat` when a later version wrote the state, and what the state
  ///   throws.
  package func enter(
    _ demand: CallDemand, limits: CallLimits, waiting tell: @escaping @Sendable (Duration) -> Void = { _ in }
  ) async throws(Problem) -> Ticket {
    guard !Task.isCancelled else { throw Problem(.interrupted, demand.pool) }
    let decision = try change { ledger, now in
      ledger.reserve(demand, limits: limits, owner: owner, now: now)
    }
    switch decision {
    case .go(let ticket):
      begin(ticket, demand)
      return ticket
    case .never(_, let kind, let limit): throw .overLimit(kind, demand, limit: limit)
    case .wait(let ticket, let rest):
      var call = WaitingCall(ticket: ticket, demand: demand, limits: limits, tell: tell)
      call.report(rest, now: surroundings.now())
      lookAgain(after: rest)
      return try await turn(of: call).get()
    }
  }

  /// Notes that the last byte of a call's upload is out. May be called from any thread, and returns at once.
  package nonisolated func arrived(_ ticket: Ticket) {
    let moment = surroundings.now()
    Task { await uploaded(ticket, at: moment) }
  }

  /// Gives the ticket back with what became of its call; a second time does nothing.
  ///
  /// What happened is in the shared state when this returns; if that could not be written, it goes with the
  /// next change.
  package func leave(_ ticket: Ticket, _ evidence: CallEvidence) {
    guard let call = underWay.removeValue(forKey: ticket.id) else { return }
    notes.append(.left(call, evidence, surroundings.now()))
    step()
  }

  // MARK: Turns

  private func turn(of call: WaitingCall) async -> Result<Ticket, Problem> {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        var call = call
        call.continuation = continuation
        waiting.append(call)
        tend()
      }
    } onCancel: {
      Task { await giveUp(call.ticket) }
    }
  }

  private func giveUp(_ ticket: Ticket) {
    guard let index = waiting.firstIndex(where: { $0.ticket == ticket }) else { return }
    let call = waiting.remove(at: index)
    call.end(.failure(Problem(.interrupted, call.demand.pool)))
    notes.append(.withdrawn(ticket))
    step()
  }

  private func begin(_ ticket: Ticket, _ demand: CallDemand) {
    let now = surroundings.now()
    underWay[ticket.id] = LimitLedger.Call(
      id: ticket.id, owner: owner, demand: demand, admitted: now, arrival: nil, lease: now)
    tend()
  }

  private func uploaded(_ ticket: Ticket, at moment: Timestamp) {
    underWay[ticket.id]?.upload(endedAt: moment, allowance: timing.allowance)
    step()
  }

  /// Lets go what may go, and tells the others how long it will take.
  private func step() {
    nextLook = surroundings.now().moved(by: Self.longestRest)
    do {
      let held = waiting.map { (ticket: $0.ticket, limits: $0.limits) }
      let decisions = try change { ledger, now in ledger.admit(held, now: now) }
      for decision in decisions { settle(decision) }
    } catch {
      for call in waiting {
        notes.append(.withdrawn(call.ticket))
        call.end(.failure(error))
      }
      waiting = []
    }
    sleeper?.cancel()
  }

  private func settle(_ decision: LimitLedger.Decision) {
    guard let index = waiting.firstIndex(where: { $0.ticket == decision.ticket }) else { return }
    switch decision {
    case .wait(_, let rest):
      waiting[index].report(rest, now: surroundings.now())
      lookAgain(after: rest)
    case .go(let ticket):
      let call = waiting.remove(at: index)
      begin(ticket, call.demand)
      call.end(.success(ticket))
    case .never(_, let kind, let limit):
      let call = waiting.remove(at: index)
      call.end(.failure(.overLimit(kind, call.demand, limit: limit)))
    }
  }

  // MARK: Time

  /// How often the state is looked at while calls wait: others may have let go or left meanwhile, and the
  /// leases of waiting calls must not run out.
  private static let longestWait: Duration = .seconds(5)
  /// How often while calls are only under way, whose leases are longer.
  private static let longestRest: Duration = .seconds(30)
  /// How often for a place that another process may have freed.
  private static let shortestUnknown: Duration = .seconds(1)

  private func lookAgain(after rest: Duration) {
    let pause = rest > .zero ? min(rest, Self.longestWait) : Self.shortestUnknown
    let look = surroundings.now().moved(by: pause)
    guard look < nextLook else { return }
    nextLook = look
    sleeper?.cancel()
  }

  /// Keeps one task looking at the ledger for as long as anything is held.
  private func tend() {
    guard !isTending else { return }
    isTending = true
    Task { await keepLooking() }
  }

  private func keepLooking() async {
    while !waiting.isEmpty || !underWay.isEmpty {
      let rest = nextLook.time(since: surroundings.now())
      if rest > .zero { await sleep(for: rest) } else { step() }
    }
    isTending = false
  }

  /// Sleeps, or until the next step, which may have set another time.
  private func sleep(for rest: Duration) async {
    let pause = surroundings.pause
    // A pause that was cut short is followed by a look at the clock like any other.
    let task = Task { _ = try? await pause(rest) }
    sleeper = task
    await task.value
    sleeper = nil
  }

  // MARK: State

  /// Changes the shared ledger, with this gate's notes and renewals in it.
  private func change<Outcome: Sendable>(
    _ body: (inout LimitLedger, Timestamp) -> Outcome
  ) throws(Problem) -> Outcome {
    let holding = GateHolding(
      waiters: waiting.map { $0.entry(owner: owner) }, calls: Array(underWay.values), notes: notes)
    let outcome = try holding.change(state, surroundings.now, timing, body)
    notes = []
    return outcome
  }
}

extension Problem {
  fileprivate static func overLimit(_ kind: LimitKind, _ demand: CallDemand, limit: Int) -> Problem {
    Problem(
      .overLimit, kind.rawValue, found: "\(demand.amount(kind))", allowed: ["at most \(limit) a minute"])
  }
}

/// Bytes in memory, changed by one at a time.
private final class PrivateState: Sendable {
  private let bytes = Mutex<[UInt8]>([])

  func update(_ change: ([UInt8]) -> [UInt8]?) {
    bytes.withLock { bytes in
      if let changed = change(bytes) { bytes = changed }
    }
  }
}
