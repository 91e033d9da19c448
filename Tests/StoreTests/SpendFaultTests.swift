import Billing
import EditModel
import Glibc
import Store
import Testing

/// Every call of a life of the spend log fails once in every way; what is found afterwards is old or new.
struct SpendFaultTests {
  private static let path = "work/state/pentimento"

  private static func log(on disk: any Disk) -> SpendLog {
    SpendLog(StateFolder(path, disk: disk, surroundings: fixedSurroundings(), wait: { _ in }))
  }

  private struct Snapshot: Hashable {
    let budgets: [BudgetState]
    let open: [Digest: SpendHold]

    init(_ log: SpendLog) throws {
      budgets = try log.budgets(at: noon)
      open = try log.openHolds(of: spendHold(.zero).session)
    }
  }

  /// A log that is about to get its first sum.
  private static func prepared() throws -> SimulatedDisk {
    try present(filled).afterPowerLoss(.everything)
  }

  private static let filled: SimulatedDisk? = try? {
    let disk = try Workload.preparedDisk()
    let log = Self.log(on: disk)
    for number in 1...2 { _ = try log.held(spendHold(cents(1), attempt: number)) }
    for _ in 3...31 { try log.setBudget(.day, cents(100)) }
    return disk
  }()

  private static let steps: [@Sendable (SpendLog) throws -> Void] = [
    { _ = try $0.held(spendHold(cents(20), attempt: 50)) },
    { log in try log.settle([log.line(of: 50): cents(15)]) },
    { try $0.setBudget(.month, cents(500)) },
    { _ = try $0.held(spendHold(cents(3), attempt: 51)) },
    { log in try log.release([log.line(of: 51)]) },
    { log in try log.settle([log.line(of: 1): cents(1), log.line(of: 2): .zero]) },
    { _ = try $0.held(spendHold(cents(2), attempt: 52)) },
  ]

  private static func run(on disk: any Disk) -> (acknowledged: Int, hasFailed: Bool) {
    let log = log(on: disk)
    for (index, step) in steps.enumerated() {
      do { try step(log) } catch { return (index, true) }
    }
    return (steps.count, false)
  }

  private static let snapshots: [Snapshot] = {
    guard let disk = try? prepared(), let first = try? Snapshot(log(on: disk)) else { return [] }
    return [first]
      + steps.compactMap { step in
        try? step(log(on: disk))
        return try? Snapshot(log(on: disk))
      }
  }()

  private static let calls: Int = {
    guard let prepared = try? prepared() else { return 0 }
    let disk = FaultyDisk(prepared)
    _ = run(on: disk)
    return disk.calls
  }()

  @Test(
    arguments: [
      FaultyDisk.Fault.once(EIO), .once(ENOSPC), .stays(ENOSPC), .shortWrite, .stop, .stopHalfway,
    ])
  func showsOldOrNewAfterAnyFailingCall(_ fault: FaultyDisk.Fault) throws {
    try #require(Self.calls > 100)
    try #require(Self.snapshots.count == Self.steps.count + 1)
    for failing in stride(from: 1, through: Self.calls, by: sweepsAll ? 1 : 3) {
      let disk = try Self.prepared()
      let (acknowledged, _) = Self.run(on: FaultyDisk(disk, fault, at: failing))
      try expectWhole(disk.afterKill(), acknowledged, "call \(failing)")
    }
  }

  @Test func losesNothingAcknowledgedInAPowerLoss() throws {
    let seeds: Range<UInt64> = sweepsAll ? 0..<100 : 0..<1
    let losses: [SimulatedDisk.Loss] = [.everything, .nothing] + seeds.map { .some(seed: $0) }
    for failing in stride(from: 1, through: Self.calls + 1, by: sweepsAll ? 1 : 3) {
      let disk = try Self.prepared()
      let (acknowledged, _) = Self.run(on: FaultyDisk(disk, .stopHalfway, at: failing))
      for loss in losses {
        try expectWhole(disk.afterPowerLoss(loss), acknowledged, "call \(failing), \(loss)")
      }
    }
  }

  /// What is found is as after the last acknowledged step or the one after it, with the sum or without it, and
  /// the budget is still kept.
  private func expectWhole(_ disk: SimulatedDisk, _ acknowledged: Int, _ place: Comment) throws {
    let allowed = Self.snapshots[acknowledged...min(acknowledged + 1, Self.steps.count)]
    let log = Self.log(on: disk)
    let found = try Snapshot(log)
    #expect(allowed.contains(found), place)
    let left = try #require(found.budgets.first).left
    _ = try log.held(spendHold(left, attempt: 60))
    #expect(try log.hold(spendHold(Money(nanodollars: 1))) != .held(Digest.zeros), place)
    let bytes = try #require(disk.tree["\(Self.path)/spend.log"])
    #expect(SpendOracle(bytes).used("2026-11-21") == cents(100).nanodollars, place)
  }
}

extension Digest {
  fileprivate static let zeros = SHA256.digest(of: [])
}

extension SpendLog {
  /// The open hold of an attempt of the sample session.
  fileprivate func line(of attempt: Int) throws -> Digest {
    let holds = try openHolds(of: spendHold(.zero).session)
    return try present(holds.first { $0.value.attempt.number == attempt }?.key)
  }
}

/// The file that says what the log amounts to.
struct SpendSumTests {
  private static let path = "work/state/pentimento"
  private static let sum = "\(path)/spend.sum"

  private func log(on disk: any Disk) -> SpendLog {
    SpendLog(StateFolder(Self.path, disk: disk, surroundings: fixedSurroundings(), wait: { _ in }))
  }

  /// 200 entries: holds on several days, two of three settled, with all limits.
  private func filledDisk() throws -> SimulatedDisk {
    let disk = try Workload.preparedDisk()
    let log = log(on: disk)
    try log.setBudget(.day, cents(10_000))
    try log.setBudget(.month, cents(100_000))
    for number in 1...118 {
      let time = Timestamp(milliseconds: noon.milliseconds - Int64(number % 40) * 86_400_000)
      let line = try log.held(spendHold(cents(Int64(number)), at: time, attempt: number))
      if number % 3 != 0 { try log.settle([line: cents(Int64(number / 2))]) }
    }
    return disk
  }

  @Test func saysWhatTheLogSays() throws {
    let disk = try filledDisk()
    let oracle = try SpendOracle(#require(disk.tree["\(Self.path)/spend.log"]))
    let states = try log(on: disk).budgets(at: noon)
    #expect(disk.tree[Self.sum] != nil)
    let used = states.map { $0.spent + $0.held }
    #expect(used.map(\.nanodollars) == [oracle.used("2026-11-21"), oracle.used("2026-11")])
    disk.set(Self.sum, nil)
    #expect(try log(on: disk).budgets(at: noon) == states)
    #expect(try log(on: disk).openHolds(of: spendHold(.zero).session).count == 118 / 3)
  }

  @Test func leavesLittleToRead() throws {
    let disk = try filledDisk()
    let size = try #require(disk.tree["\(Self.path)/spend.log"]).count
    let before = disk.bytesRead("spend.log")
    _ = try log(on: disk).budgets(at: noon)
    #expect((disk.bytesRead("spend.log")) - before < size / 3)
  }

  /// Damaged, of another log, longer than the log, or made up: the log alone counts.
  @Test func isNotBelievedWithoutTheLog() throws {
    let disk = try filledDisk()
    let states = try log(on: disk).budgets(at: noon)
    let sum = try #require(disk.tree[Self.sum])
    for index in stride(from: 0, to: sum.count, by: 997) {
      var damaged = sum
      damaged[index] ^= 0x10
      disk.set(Self.sum, damaged)
      #expect(try log(on: disk).budgets(at: noon) == states, "byte \(index)")
    }
    for length in [0, 1, 64, 65, sum.count - 1] {
      disk.set(Self.sum, Array(sum.prefix(length)))
      #expect(try log(on: disk).budgets(at: noon) == states, "length \(length)")
    }
    disk.set(Self.sum, sum)
    let lines = try #require(disk.tree["\(Self.path)/spend.log"])
    let shorter = try #require(lines.firstIndex(of: UInt8(ascii: "\n"))) + 1
    disk.set("\(Self.path)/spend.log", Array(lines.prefix(shorter)))
    #expect(try log(on: disk).budgets(at: noon).map(\.limit) == [cents(10_000)])
    _ = try log(on: disk).held(spendHold(cents(10_000)))
  }

  @Test func isNoHindranceWhereItCannotBeWritten() throws {
    let disk = try Workload.preparedDisk()
    let log = log(on: disk)
    _ = try log.held(spendHold(cents(1)))
    try disk.makeFolder("spend.sum.new", in: disk.openFolder(Self.path, in: nil))
    for _ in 0..<40 { _ = try log.held(spendHold(cents(1))) }
    #expect(try log.openHolds(of: spendHold(.zero).session).count == 41)
  }
}
