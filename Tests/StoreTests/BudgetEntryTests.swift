import Billing
import EditModel
import Store
import Testing

/// Budgets of a session as entries of its call journal, and what an entry says of money beside them.
struct BudgetEntryTests {
  private let disk: SimulatedDisk
  private let session: SessionFolder

  init() throws {
    disk = try Workload.preparedDisk()
    session = try SessionFolder.create(
      at: Workload.path, disk: disk, surroundings: fixedSurroundings())
    _ = try session.beginWriting()
  }

  private var lastLine: String {
    let log = disk.tree["work/hero.session/calls.log"] ?? []
    return String(decoding: log, as: UTF8.self).split(separator: "\n").last.map(String.init) ?? ""
  }

  private func set(_ scope: String, _ dollars: Int64?) throws {
    let limit = dollars.map { Money(nanodollars: $0 * 1_000_000_000) }
    _ = try session.append(.budget(.init(scope: scope, limit: limit, time: someTime)))
  }

  @Test func theLatestOfEachScopeHolds() throws {
    #expect(session.budgets.isEmpty)
    try set("session", 5)
    try set("round", 1)
    try set("session", 7)
    let expected = ["session": Money(nanodollars: 7_000_000_000), "round": Money(nanodollars: 1_000_000_000)]
    #expect(session.budgets == expected)
    #expect(try Workload.open(disk).budgets == expected)
    session.endWriting()
    #expect(try Workload.open(disk).budgets == expected)
    _ = try session.beginWriting()
    try set("session", nil)
    #expect(session.budgets == ["round": Money(nanodollars: 1_000_000_000)])
    session.endWriting()
    #expect(try Workload.open(disk).budgets == ["round": Money(nanodollars: 1_000_000_000)])
  }

  @Test func noUndoTouchesThem() throws {
    try set("session", 5)
    let setting = session.operation(setting: [(.set("merge"), .text("loose"))])
    _ = try session.commit([setting])
    let undo = Operation(
      number: session.nextOperation, command: session.nextCommand, text: "undo",
      step: .undid(setting.command), time: someTime,
      changes: try session.changesUndoing(command: setting.command))
    _ = try session.commit([undo])
    #expect(session.budgets == ["session": Money(nanodollars: 5_000_000_000)])
    #expect(session.nextAttempt == AttemptID(1))
  }

  @Test func theyMayComeBetweenTheStepsOfAnAttempt() throws {
    _ = try session.append(session.intended(SHA256.digest(of: [1])))
    try set("round", 1)
    _ = try session.append(sent(AttemptID(1)))
    try set("round", 2)
    session.endWriting()
    for folder in [session, try Workload.open(disk)] {
      #expect(try folder.attempt(AttemptID(1))?.state == .sent)
      #expect(folder.callRecords.map(\.state) == [.open])
      #expect(try folder.openAttempts().count == 1)
    }
  }

  @Test func areWrittenInThisForm() throws {
    try set("session", 5)
    #expect(
      lastLine.dropFirst(65)
        == "{\"kind\":\"budget\",\"limit\":5000000000,\"prev\":\"\(String(repeating: "0", count: 64))\","
        + "\"scope\":\"session\",\"time\":\"2026-09-21T14:13:20.000Z\"}")
    try set("round", nil)
    #expect(lastLine.dropFirst(65).hasPrefix("{\"kind\":\"budget\",\"prev\":"))
  }

  @Test func whatACallWasPlannedToCostIsWrittenInThisForm() throws {
    let (low, high) = (Money(nanodollars: 50), Money(nanodollars: 70))
    let saving = Estimate(low: Money(nanodollars: -3), high: Money(nanodollars: 9))
    let entry = CallEntry.intended(
      CallEntry.Intended(
        attempt: AttemptID(1), command: 1, text: "run", base: .source, instructions: [],
        provider: "openai", model: "gpt-image-2", request: SHA256.digest(of: [1]), repetition: 0,
        reservation: .held(high, row: "row"), estimate: Estimate(low: low, high: high),
        savings: [LeverSaving(.canvas, saving: saving)], label: "client=ACME", time: someTime))
    _ = try session.append(entry)
    for part in [
      "\"estimate\":{\"high\":70,\"low\":50}", "\"label\":\"client=ACME\"",
      "\"savings\":[{\"lever\":\"canvas\",\"saving\":{\"high\":9,\"low\":-3}}]",
    ] {
      #expect(lastLine.contains(part), "\(part)")
    }
    session.endWriting()
    let record = try #require(try Workload.open(disk).callRecords.first)
    #expect(record.savings == [LeverSaving(.canvas, saving: saving)])
    #expect(try Workload.open(disk).attempt(AttemptID(1)).map { .intended($0.intended) } == entry)
  }

  @Test func anEstimateThatEndsBelowItsStartIsDamage() throws {
    _ = try session.append(
      .intended(
        CallEntry.Intended(
          attempt: AttemptID(1), command: 1, text: "run", base: .source, instructions: [],
          provider: "p", model: "m", request: SHA256.digest(of: [1]), repetition: 0, reservation: .free,
          estimate: Estimate(low: Money(nanodollars: 50), high: Money(nanodollars: 70)), time: someTime)))
    session.endWriting()
    let json = lastLine.dropFirst(65).replacing("\"low\":50", with: "\"low\":90")
    disk.set("work/hero.session/derived", nil)
    disk.set(
      "work/hero.session/calls.log", Array("\(SHA256.digest(of: Array(json.utf8)).hex) \(json)\n".utf8))
    #expect(try Workload.open(disk).damage?.code == .damaged)
  }
}
