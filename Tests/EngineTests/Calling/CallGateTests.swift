import EditModel
import Engine
import Synchronization
import Testing

/// The state that gates share, in memory, with a fault to be switched on.
private final class SharedMemory: Sendable {
  private let held: Mutex<(text: [UInt8], failure: Problem?)>

  init(_ text: String = "") {
    held = Mutex((Array(text.utf8), nil))
  }

  var text: String { held.withLock { String(decoding: $0.text, as: UTF8.self) } }

  func clear() { held.withLock { $0.text = [] } }

  func fail(with problem: Problem?) { held.withLock { $0.failure = problem } }

  var state: CallGate.SharedState {
    { change throws(Problem) in
      let failure = self.held.withLock { held in
        if held.failure == nil, let changed = change(held.text) { held.text = changed }
        return held.failure
      }
      if let failure { throw failure }
    }
  }
}

/// A service that counts calls at the moment it gets them, and how many are under way.
private final class GuardedService: Sendable {
  private let counting: Mutex<CountingService>
  private let underWay = Mutex((now: 0, most: 0))
  private let now: @Sendable () -> Timestamp

  init(_ model: ServiceModel, limit: Int, now: @escaping @Sendable () -> Timestamp) {
    counting = Mutex(CountingService(model, limit: limit))
    self.now = now
  }

  var refusals: Int { counting.withLock { $0.refusals } }
  var counted: Int { counting.withLock { $0.countedTimes.count } }
  var mostUnderWay: Int { underWay.withLock { $0.most } }

  func begin() {
    counting.withLock { _ = $0.count(1, at: Int(now().milliseconds)) }
    underWay.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
  }

  func end() { underWay.withLock { $0.now -= 1 } }
}

@Suite(.timeLimit(.minutes(1)))
struct CallGateTests {
  /// Five hundred times faster than this machine's clock; what is asserted holds however late things happen.
  private static let surroundings: Surroundings = {
    let start = ContinuousClock.now
    let elapsed: @Sendable () -> Duration = { start.duration(to: .now) * 500 }
    return Surroundings(
      now: { Timestamp(milliseconds: 1_000_000 + Int64(elapsed() / .milliseconds(1))) }, elapsed: elapsed,
      uniqueNumber: { .random(in: .min ... .max) }, pause: { try await Task.sleep(for: $0 / 500) })
  }()

  private let edit = CallDemand(pool: "m", images: 1, tokens: 1_000)

  private func gate(_ memory: SharedMemory = SharedMemory()) -> CallGate {
    // Leases long enough for a machine that stands still for a while.
    let timing = LimitLedger.Timing(callLease: .seconds(50_000), waiterLease: .seconds(50_000))
    return CallGate(surroundings: Self.surroundings, timing: timing, state: memory.state)
  }

  private func edit(
    _ times: Int, through gate: CallGate, _ limits: CallLimits, at service: GuardedService
  ) async throws {
    for _ in 0..<times {
      let ticket = try await gate.enter(edit, limits: limits)
      try await Self.surroundings.pause(.milliseconds(.random(in: 0...2_000)))
      service.begin()
      gate.arrived(ticket)
      try await Self.surroundings.pause(.seconds(.random(in: 5...30)))
      service.end()
      await gate.leave(ticket, .answered(LimitReport()))
    }
  }

  @Test(arguments: ServiceModel.allCases, [1, 2])
  func sessionsOfAllGatesTogetherKeepTheLimit(model: ServiceModel, gates: Int) async throws {
    let memory = SharedMemory()
    let shared = (0..<gates).map { _ in gate(memory) }
    let service = GuardedService(model, limit: 5, now: Self.surroundings.now)
    let limits = CallLimits(images: 5, tokens: 100_000, parallel: 3)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for session in 0..<8 {
        group.addTask { try await edit(2, through: shared[session % gates], limits, at: service) }
      }
      try await group.waitForAll()
    }
    #expect(service.refusals == 0)
    #expect(service.counted == 16)
    #expect(service.mostUnderWay <= 3)
    let ledger = try LimitLedger(reading: Array(memory.text.utf8))
    #expect(ledger.underWayCount == 0)
    #expect(ledger.waiterCount == 0)
  }

  /// A clock that stands still but for the pauses that are made.
  private static func standing() -> Surroundings {
    let moment = Mutex<Int64>(1_000_000_000)
    return Surroundings(
      now: { Timestamp(milliseconds: moment.withLock { $0 }) }, elapsed: { .zero }, uniqueNumber: { 7 },
      pause: { duration in moment.withLock { $0 += Int64(duration / .milliseconds(1)) + 1 } })
  }

  @Test func waitingCallIsToldHowLong() async throws {
    let gate = CallGate(surroundings: Self.standing(), state: CallGate.privateState())
    let limits = CallLimits(images: 1, parallel: 8)
    let first = try await gate.enter(edit, limits: limits)
    gate.arrived(first)
    await gate.leave(first, .unanswered)
    let told = Mutex<[Duration]>([])
    let second = try await gate.enter(edit, limits: limits) { rest in told.withLock { $0.append(rest) } }
    #expect(second.id > first.id)
    let said = told.withLock { $0 }
    #expect(said.first.map { $0 > .zero && $0 <= .seconds(62) } == true)
    await gate.leave(second, .nothingSent)
  }

  @Test func cancelledCallGivesUpItsPlace() async throws {
    let memory = SharedMemory()
    let gate = gate(memory)
    let limits = CallLimits(parallel: 1)
    let first = try await gate.enter(edit, limits: limits)
    let isWaiting = AsyncStream<Void>.makeStream()
    let waiting = Task { try await gate.enter(edit, limits: limits) { _ in isWaiting.continuation.yield() } }
    for await _ in isWaiting.stream { break }
    waiting.cancel()
    let outcome = await waiting.result
    #expect(throws: Problem(.interrupted, "m")) { try outcome.get() }
    await gate.leave(first, .nothingSent)
    let third = try await gate.enter(edit, limits: limits)
    #expect(try LimitLedger(reading: Array(memory.text.utf8)).waiterCount == 0)
    await gate.leave(third, .nothingSent)
  }

  @Test func refusesWhatAloneIsTooMuch() async throws {
    let large = CallDemand(pool: "m", images: 6, tokens: 0)
    await #expect(throws: Problem(.overLimit, "images", found: "6", allowed: ["at most 5 a minute"])) {
      try await gate().enter(large, limits: CallLimits(images: 5, parallel: 1))
    }
  }

  @Test func leavesTheStateOfALaterVersionAlone() async throws {
    let memory = SharedMemory("pentimento-limits 2\n")
    await #expect(throws: Problem(.laterFormat, "limits")) {
      try await gate(memory).enter(edit, limits: CallLimits(parallel: 1))
    }
    #expect(memory.text == "pentimento-limits 2\n")
  }

  @Test func damagedStateCountsAsAFullWindow() async throws {
    let memory = SharedMemory("nonsense\n")
    let told = Mutex<[Duration]>([])
    let gate = gate(memory)
    let ticket = try await gate.enter(edit, limits: CallLimits(parallel: 1)) { rest in
      told.withLock { $0.append(rest) }
    }
    #expect(told.withLock { $0.first } == .seconds(62))
    await gate.leave(ticket, .nothingSent)
  }

  @Test func failingStateEndsTheWaitAndLosesNoNote() async throws {
    let memory = SharedMemory()
    let gate = gate(memory)
    let limits = CallLimits(images: 5, parallel: 1)
    let first = try await gate.enter(edit, limits: limits)
    let isWaiting = AsyncStream<Void>.makeStream()
    let waiting = Task { try await gate.enter(edit, limits: limits) { _ in isWaiting.continuation.yield() } }
    for await _ in isWaiting.stream { break }
    memory.fail(with: Problem(.ioFailed, "limits"))
    await gate.leave(first, .unanswered)
    let outcome = await waiting.result
    #expect(throws: Problem(.ioFailed, "limits")) { try outcome.get() }
    memory.fail(with: nil)
    let next = try await gate.enter(edit, limits: limits)
    #expect(try LimitLedger(reading: Array(memory.text.utf8)).underWayCount == 1)
    await gate.leave(next, .nothingSent)
  }

  @Test func lostStateIsPutBackByThoseWhoHoldSomething() async throws {
    let memory = SharedMemory()
    let standing = Self.standing()
    let gate = CallGate(surroundings: standing, state: memory.state)
    let limits = CallLimits(images: 2, parallel: 4)
    let first = try await gate.enter(edit, limits: limits)
    let second = try await gate.enter(edit, limits: limits)
    memory.clear()
    await gate.leave(first, .unanswered)
    var ledger = try LimitLedger(reading: Array(memory.text.utf8))
    #expect(ledger.underWayCount == 1)
    #expect(try ledger.ask(edit, limits, standing.now()).wait > .seconds(30))
    await gate.leave(second, .nothingSent)
  }
}
