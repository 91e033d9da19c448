import Billing
import EditModel
import Glibc
import Store
import Testing

struct SpendLogTests {
  private static let path = "work/state/pentimento"
  private static let file = "\(path)/spend.log"
  private let disk: SimulatedDisk
  private let log: SpendLog

  init() throws {
    disk = try Workload.preparedDisk()
    log = Self.log(on: disk)
  }

  private static func log(on disk: any Disk) -> SpendLog {
    SpendLog(StateFolder(path, disk: disk, surroundings: fixedSurroundings(), wait: { _ in }))
  }

  private func bytes() throws -> [UInt8] { try #require(disk.tree[Self.file]) }

  private func left(_ scope: BudgetScope, at time: Timestamp = noon) throws -> Money? {
    try log.budgets(at: time).first { $0.scope == scope }?.left
  }

  @Test func readingMakesNothing() throws {
    #expect(try log.budgets(at: noon) == [])
    #expect(try log.openHolds(of: spendHold(.zero).session).isEmpty)
    #expect(disk.tree == ["work/": []])
  }

  @Test func holdsWithoutAnyBudget() throws {
    let line = try log.held(spendHold(cents(900)))
    #expect(try log.budgets(at: noon) == [])
    #expect(try log.openHolds(of: spendHold(.zero).session) == [line: spendHold(cents(900))])
  }

  @Test func countsWhatWasSpentBeforeTheBudgetWasSet() throws {
    let line = try log.held(spendHold(cents(30)))
    try log.settle([line: cents(20)])
    _ = try log.held(spendHold(cents(5)))
    try log.setBudget(.day, cents(100))
    let state = try #require(try log.budgets(at: noon).first)
    #expect(state.scope == .day)
    #expect((state.limit, state.spent, state.held) == (cents(100), cents(20), cents(5)))
  }

  @Test func holdsToTheLastNanodollarAndNoFurther() throws {
    try log.setBudget(.day, cents(10))
    _ = try log.held(spendHold(cents(10) - Money(nanodollars: 1)))
    guard case .over(let state) = try log.hold(spendHold(Money(nanodollars: 2))) else {
      Issue.record("held more than the budget")
      return
    }
    #expect((state.scope, state.left) == (.day, Money(nanodollars: 1)))
    let before = try bytes()
    _ = try log.hold(spendHold(Money(nanodollars: 2)))
    #expect(try bytes() == before)
    _ = try log.held(spendHold(Money(nanodollars: 1)))
    _ = try log.held(spendHold(.zero))
    #expect(try left(.day) == .zero)
  }

  @Test func theMonthsBudgetStopsWhatTheDaysAllows() throws {
    try log.setBudget(.month, cents(50))
    try log.setBudget(.day, cents(40))
    let yesterday = Timestamp(milliseconds: noon.milliseconds - 86_400_000)
    try log.settle([log.held(spendHold(cents(30), at: yesterday)): cents(30)])
    guard case .over(let state) = try log.hold(spendHold(cents(21))) else {
      Issue.record("held more than the month's budget")
      return
    }
    #expect((state.scope, state.left) == (.month, cents(20)))
    #expect(try left(.day) == cents(40))
  }

  @Test func aNewDayAndANewMonthBeginWhole() throws {
    let lastMoment = Timestamp(milliseconds: noon.milliseconds + 12 * 3_600_000 - 1)
    let nextDay = Timestamp(milliseconds: lastMoment.milliseconds + 1)
    let nextMonth = Timestamp(milliseconds: noon.milliseconds + 10 * 86_400_000)
    try log.setBudget(.day, cents(10))
    try log.setBudget(.month, cents(15))
    let late = try log.held(spendHold(cents(10), at: lastMoment))
    #expect(try left(.day, at: lastMoment) == .zero)
    #expect(try left(.day, at: nextDay) == cents(10))
    #expect(try left(.month, at: nextDay) == cents(5))
    #expect(try left(.month, at: nextMonth) == cents(15))
    // However late it is settled, it counts on the day on which it was held.
    try log.settle([late: cents(8)])
    #expect(try left(.day, at: lastMoment) == cents(2))
    #expect(try left(.day, at: nextDay) == cents(10))
  }

  @Test func settlingGivesBackWhatWasNotNeeded() throws {
    try log.setBudget(.day, cents(10))
    let line = try log.held(spendHold(cents(9)))
    try log.settle([line: cents(4)])
    #expect(try left(.day) == cents(6))
    try log.settle([line: cents(1)])
    try log.release([line])
    #expect(try left(.day) == cents(6))
  }

  @Test func releasingGivesAllBack() throws {
    try log.setBudget(.day, cents(10))
    let line = try log.held(spendHold(cents(9)))
    try log.release([line])
    #expect(try left(.day) == cents(10))
    try log.settle([line: cents(9)])
    #expect(try left(.day) == cents(10))
  }

  @Test func aBudgetCanBeReplacedAndTakenAway() throws {
    try log.setBudget(.day, cents(10))
    _ = try log.held(spendHold(cents(9)))
    try log.setBudget(.day, cents(5))
    #expect(try left(.day) == .zero)
    try log.setBudget(.day, nil)
    #expect(try log.budgets(at: noon) == [])
    _ = try log.held(spendHold(cents(900)))
  }

  @Test func tellsTheHoldsOfSessionsApart() throws {
    let first = try log.held(spendHold(cents(1)))
    _ = try log.held(spendHold(cents(2), session: "other"))
    #expect(try Set(log.openHolds(of: spendHold(.zero).session).keys) == [first])
  }

  @Test func cutsATornTailAndGoesOn() throws {
    try log.setBudget(.day, cents(10))
    _ = try log.held(spendHold(cents(4)))
    let whole = try bytes()
    disk.set(Self.file, whole + Array("0123456789abcdef {\"kind\":\"ho".utf8))
    #expect(try left(.day) == cents(6))
    _ = try log.held(spendHold(cents(5)))
    #expect(try bytes().starts(with: whole + Array(whole.prefix(0))))
    #expect(try left(.day) == cents(1))
    #expect(try SpendOracle(bytes()).used("2026-11-21") == cents(9).nanodollars)
  }

  @Test func refusesEveryHoldOverDamage() throws {
    try log.setBudget(.day, cents(10))
    for _ in 0..<3 { _ = try log.held(spendHold(cents(1))) }
    var damaged = try bytes()
    let second = try #require(damaged.firstIndex(of: UInt8(ascii: "\n"))) + 80
    damaged[second] ^= 1
    disk.set(Self.file, damaged)
    for body in [
      { _ = try log.hold(spendHold(cents(1))) }, { _ = try log.budgets(at: noon) },
      { try log.setBudget(.day, cents(99)) },
    ] as [() throws -> Void] {
      let error = #expect(throws: StoreError.self) { try body() }
      #expect(error?.code == .damaged)
      #expect(error?.path == "spend.log")
      #expect(error?.line == 2)
    }
    #expect(try bytes() == damaged)
  }

  /// A line whose hash is right and whose meaning is not: somebody wrote it by hand.
  @Test(arguments: [
    #"{"amount":-5,"attempt":"a1","keyLabel":"default","kind":"hold","place":"/","time":"2026-11-21T12:00:00.000Z""#,
    #"{"kind":"budget","limit":5,"scope":"session","time":"2026-11-21T12:00:00.000Z""#,
    #"{"amount":5,"hold":"HASH","kind":"settle","time":"2026-11-21T12:00:00.000Z""#,
    #"{"kind":"gift","time":"2026-11-21T12:00:00.000Z""#,
  ])
  func refusesAnEntryThatMayNotFollow(json: String) throws {
    _ = try log.held(spendHold(cents(1)))
    let whole = try bytes()
    let previous = String(decoding: whole.prefix(64), as: UTF8.self)
    let digits = String(repeating: "7", count: 64)
    let body = Array(
      "\(json.replacing("HASH", with: digits)),\"prev\":\"\(previous)\",\"session\":\"\(digits)\"}".utf8)
    disk.set(
      Self.file, whole + Array("\(SHA256.digest(of: body).hex) ".utf8) + body + [UInt8(ascii: "\n")])
    expect(.damaged) { _ = try log.hold(spendHold(cents(1))) }
  }

  @Test func nobodyWaitsForeverForTheLock() throws {
    _ = try log.held(spendHold(cents(1)))
    let lock = try disk.openFile("\(Self.file).lock", in: nil, for: .locking)
    #expect(try disk.tryLock(lock))
    expect(.locked) { _ = try log.hold(spendHold(cents(1))) }
    // Readers need none.
    #expect(try log.openHolds(of: spendHold(.zero).session).count == 1)
  }
}
