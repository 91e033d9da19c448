import Billing
import EditModel
import Glibc
import Store
import TestSupport
import Testing

/// The records that accounts read, against a fold of the journal's entries that knows nothing of tables.
struct RecordTests {
  private static let folder = "work/hero.session/derived"

  /// Random journals, seen by their writer, by readers with any checkpoint and by readers without.
  @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6])
  func sayTheSameAsTheJournalsEntries(_ seed: UInt64) throws {
    var life = try JournalLife(seed: seed)
    for _ in 0..<20 {
      for _ in 0..<life.number(below: 8) { try life.step() }
      let expected = life.expectedCalls
      #expect(life.session.callRecords == expected)
      if life.number(below: 2) == 0 { life.session.endWriting() }
      let reopened = try Workload.open(life.disk)
      #expect(reopened.callRecords == expected)
      #expect(reopened.budgets == life.budgets)
      #expect(reopened.roundRecords == life.expectedRounds)
      let bare = life.disk.afterKill()
      bare.set(Self.folder, nil)
      #expect(try Workload.open(bare).callRecords == expected)
      if life.number(below: 3) == 0 { try life.changeWriter(to: reopened) }
    }
    #expect(life.expectedCalls.count > 5)
  }

  @Test(arguments: [UInt64(7), 8])
  func findAnAttemptsRoundsAndTheirPaths(_ seed: UInt64) throws {
    var life = try JournalLife(seed: seed)
    for _ in 0..<200 { try life.step() }
    life.session.endWriting()
    for session in [life.session, try Workload.open(life.disk)] {
      let rounds = session.roundRecords
      #expect(rounds.count > 10)
      for number in 0...session.nextAttempt.number {
        let attempt = AttemptID(number)
        let made = rounds.filter { $0.attempt == attempt && $0.answeredFrom == nil }.map(\.id)
        #expect(session.rounds(madeBy: attempt) == made)
        #expect(session.callRecord(attempt) == session.callRecords.first { $0.attempt == attempt })
      }
      for round in rounds {
        #expect(session.roundRecord(round.id) == round)
        var path = [round.id]
        while let parent = rounds.first(where: { $0.id == path.last })?.parent { path.append(parent) }
        #expect(session.path(to: round.id) == path)
      }
      for id in [RoundID(1000), RoundID(-1), RoundID(1, variant: "z"), RoundID(Int.max)] {
        #expect(session.roundRecord(id) == nil)
        #expect(session.path(to: id).isEmpty)
      }
    }
  }

  @Test func arriveWithTheLinesOfAnotherProcess() throws {
    var life = try JournalLife(seed: 9)
    for _ in 0..<30 { try life.step() }
    let reader = try Workload.open(life.disk)
    // Asked before, so that what is found by request and by attempt is there to be kept up to date.
    _ = reader.timesAsked(JournalLife.request(0))
    _ = reader.rounds(madeBy: AttemptID(1))
    for _ in 0..<60 { try life.step() }
    try reader.refresh()
    #expect(reader.callRecords == life.expectedCalls)
    #expect(reader.roundRecords == life.expectedRounds)
    for kind in 0..<3 {
      let request = JournalLife.request(kind)
      #expect(reader.timesAsked(request) == (try Workload.open(life.disk).timesAsked(request)))
    }
    for attempt in life.expectedCalls.map(\.attempt) {
      let made = life.expectedRounds.filter { $0.attempt == attempt && $0.answeredFrom == nil }
      #expect(reader.rounds(madeBy: attempt) == made.map(\.id))
    }
  }

  @Test func ofTheFrozenSessionAreReadFromItsLogs() throws {
    let session = try SessionFolder(
      opening: Fixtures.path("sessions/v1/small.session"), disk: ReadOnlyDisk(SystemDisk(), EROFS),
      surroundings: fixedSurroundings())
    let attempts = try session.attempts()
    #expect(!attempts.isEmpty)
    #expect(session.callRecords.map(\.attempt) == attempts.map(\.id))
    for (record, attempt) in zip(session.callRecords, attempts) {
      #expect(record.provider == "local")
      #expect(record.reservation == .free)
      #expect(record.actual == attempt.replied?.actual)
      #expect(record.state == .settled)
      #expect(record.estimate == nil && record.label == nil && record.savings.isEmpty)
      #expect(record.instructions == attempt.intended.instructions.map(\.id))
    }
    #expect(session.roundRecords.map(\.id) == session.rounds)
    for record in session.roundRecords {
      let round = try #require(try session.round(record.id))
      #expect((record.parent, record.kind, record.time) == (round.parent, round.kind, round.time))
      #expect(record.verdict == round.verification?.verdict)
    }
    #expect(session.budgets.isEmpty)
  }

  /// A field that is added to a record must also get its place in the tables.
  @Test func haveAPlaceForEveryField() throws {
    var life = try JournalLife(seed: 10)
    for _ in 0..<40 { try life.step() }
    let call = try #require(life.session.callRecords.first)
    let round = try #require(life.session.roundRecords.first)
    #expect(Mirror(reflecting: call).children.count == 27)
    #expect(Mirror(reflecting: round).children.count == 8)
  }

  /// Tables that prove themselves and are none that this program wrote.
  @Test func forgedTablesTrapNothing() throws {
    var life = try JournalLife(seed: 11)
    for _ in 0..<60 { try life.step() }
    life.session.endWriting()
    let file = "\(Self.folder)/checkpoint"
    let bytes = try #require(life.disk.tree[file])
    let end = try #require(bytes.firstIndex(of: UInt8(ascii: "\n")))
    let tables = Array(bytes[(end + 1)...])
    let digest = SHA256.digest(of: tables).hex
    let head = String(decoding: bytes[65..<end], as: UTF8.self)
    let parts = head.split(separator: digest, omittingEmptySubsequences: false)
    try #require(parts.count == 2)
    func forge(_ tables: [UInt8]) {
      let json = Array("\(parts[0])\(SHA256.digest(of: tables).hex)\(parts[1])".utf8)
      let line = Array("\(SHA256.digest(of: json).hex) ".utf8) + json + [UInt8(ascii: "\n")]
      life.disk.set(file, line + tables)
    }
    forge(tables)
    let before = life.disk.bytesRead("calls.log")
    #expect(try Workload.open(life.disk).callRecords == life.expectedCalls)
    #expect(life.disk.bytesRead("calls.log") - before < 2000, "what was forged truly was believed")
    for place in stride(from: 0, to: tables.count, by: sweepsAll ? 1 : 61) {
      for value in [UInt8(0xff), tables[place] ^ 1] {
        var changed = tables
        changed[place] = value
        forge(changed)
        let session = try Workload.open(life.disk)
        _ = session.timesAsked(JournalLife.request(0))
        for id in session.rounds { _ = session.path(to: id) }
        _ = session.rounds(madeBy: AttemptID(1))
        // A line that is not where a table says is damage, and none is longer than its log.
        _ = try? session.attempts()
        _ = try? session.operation(1)
      }
    }
    for count in stride(from: 0, to: tables.count, by: sweepsAll ? 1 : 97) {
      forge(Array(tables.prefix(count)))
      #expect(try Workload.open(life.disk).callRecords == life.expectedCalls)
    }
  }
}
