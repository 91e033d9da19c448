import EditModel
import Engine
import Raster
import Testing

/// Random commands against a model that is nothing but the views before and after each.
struct HistoryModelTests {
  static let seeds: Range<UInt64> = Workbench.sweeps ? 0..<200 : 0..<5

  @Test(arguments: seeds)
  func everyCommandCanBeUndoneRedoneAndRestored(_ seed: UInt64) async throws {
    let bench = try Workbench()
    let session = try await bench.session(Scene.noise(width: 10, height: 8))
    var walk = try await Walk(session, seed: seed)
    for _ in 0..<60 { try await walk.step() }
    await session.close()
    #expect(try await Shown(try bench.open()) == walk.now)
    #expect(walk.kinds.count > 6)
  }
}

/// A session under random commands, and the model of its views.
private struct Walk {
  let session: Session
  private(set) var now: Shown
  private var past: [Shown] = []
  private var future: [Shown] = []
  /// The views after operations that were the last of their command.
  private var views: [Int: Shown] = [:]
  private var random: SplitMix64
  private var newestRound = RoundID.source
  private var newestIDs: [QueueID.Kind: Int] = [:]
  private(set) var kinds: Set<Int> = []

  init(_ session: Session, seed: UInt64) async throws {
    self.session = session
    random = SplitMix64(seed: seed)
    now = try await Shown(session)
    views[1] = now
  }

  mutating func step() async throws {
    let kind = random.next(below: 24)
    switch kind {
    case 0, 1: try await undo(1 + random.next(below: 3))
    case 2: try await undo(1)
    case 3, 4: try await redo(1 + random.next(below: 3))
    case 5: try await restore()
    default:
      if try await changed(by: { walk in try await walk.command(kind) }) { kinds.insert(kind) }
    }
    try await checkNumbers()
  }

  /// Does a command, and takes over into the model that it was done; true when it changed anything.
  private mutating func changed(by command: (inout Walk) async throws -> Void) async throws -> Bool {
    let number = try await lastOperation()
    do {
      try await command(&self)
    } catch is Problem {
      #expect(try await Shown(session) == now)
      #expect(try await lastOperation() == number)
      return false
    }
    let after = try await Shown(session)
    guard after != now else {
      #expect(try await lastOperation() == number)
      return false
    }
    past.append(now)
    future = []
    try await arrive(at: after)
    return true
  }

  private mutating func undo(_ count: Int) async throws {
    guard !past.isEmpty else {
      let found = try await problem { try await session.undo(count) }
      return #expect(found.code == .nothingToUndo)
    }
    try await session.undo(count)
    for _ in 0..<min(count, past.count) {
      future.append(now)
      now = past.removeLast()
    }
    #expect(try await Shown(session) == now)
    try await arrive(at: now)
  }

  private mutating func redo(_ count: Int) async throws {
    guard !future.isEmpty else {
      let found = try await problem { try await session.redo(count) }
      return #expect(found.code == .nothingToRedo)
    }
    try await session.redo(count)
    for _ in 0..<min(count, future.count) {
      past.append(now)
      now = future.removeLast()
    }
    #expect(try await Shown(session) == now)
    try await arrive(at: now)
  }

  private mutating func restore() async throws {
    let numbers = views.keys.sorted()
    let target = numbers[random.next(below: numbers.count)]
    let wanted = views[target]
    _ = try await changed { walk in try await walk.session.restore(operation: target) }
    #expect(now == wanted)
  }

  private mutating func arrive(at view: Shown) async throws {
    now = view
    views[try await lastOperation()] = view
  }

  private func lastOperation() async throws -> Int {
    try #require(try await session.operations(last: 1).first).number
  }

  /// Rounds and queue numbers only grow, whatever was undone.
  private mutating func checkNumbers() async throws {
    let rounds = try await session.log().map(\.round.id)
    #expect(rounds == rounds.sorted() && Set(rounds).count == rounds.count)
    newestRound = try #require(rounds.last)
  }

  private mutating func isNew(_ id: QueueID) {
    #expect(id.number > newestIDs[id.kind] ?? 0)
    newestIDs[id.kind] = id.number
  }

  private mutating func command(_ kind: Int) async throws {
    let ids = now.queue.map(\.id)
    let names = ["a", "b", "c"]
    let name = names[random.next(below: names.count)]
    switch kind {
    case 6...9: try await edit()
    case 10: isNew(try await session.fence())
    case 11, 12: try await session.makeMask(name, shape())
    case 13: try await session.changeMask(name, [.invert, .grow(1), .union("a")][random.next(below: 3)])
    case 14: try await session.useMask(random.next(below: 3) == 0 ? nil : name)
    case 15: try await session.removeMask(name)
    case 16: try await session.removeFromQueue([pick(ids)])
    case 17: try await session.moveInQueue(pick(ids), to: random.next(below: 6))
    case 18: try await session.setHeld(random.next(below: 2) == 0, [pick(ids)])
    case 19: _ = try await session.tag(name)
    case 20: try await session.go(try await anyRound())
    case 21: try await session.set("merge-max", to: "\(1 + random.next(below: 4))")
    case 22: _ = try await session.judge(.accepted, reason: "seen")
    default: try await run()
    }
  }

  private mutating func edit() async throws {
    let texts = ["invert", "make it brighter by 20 %", "blur it by 2 px", "fill with #0000ff", "sepia"]
    let queued = try await session.edit(
      texts[random.next(below: texts.count)])
    isNew(queued.instruction.id)
  }

  private mutating func run() async throws {
    let report = try await session.run(RunOptions(calls: 1 + random.next(below: 2)))
    for round in report.rounds { #expect(round.id > newestRound) }
  }

  private mutating func shape() -> MaskShape {
    .rectangle(
      x: Double(random.next(below: 6)), y: Double(random.next(below: 4)),
      width: Double(1 + random.next(below: 4)), height: Double(1 + random.next(below: 4)))
  }

  private mutating func anyRound() async throws -> Selector {
    let rounds = try await session.log().map(\.round.id)
    return rounds[random.next(below: rounds.count)].selector
  }

  private mutating func pick(_ ids: [QueueID]) -> QueueID {
    ids.isEmpty ? e(1) : ids[random.next(below: ids.count)]
  }
}
