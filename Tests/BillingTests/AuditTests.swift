import Billing
import EditModel
import Testing

@Suite struct AuditTests {
  private static let row = "prices.tsv:1"

  private static func money(_ nanodollars: Int64) -> Money { Money(nanodollars: nanodollars) }

  /// A call that was paid for.
  private static func paid(
    _ number: Int, _ nanodollars: Int64, instructions: [Int] = [1], masks: [String?] = [nil],
    at milliseconds: Int64 = 0, state: CallRecord.State = .settled
  ) -> CallRecord {
    CallRecord(
      attempt: AttemptID(number), command: number, intended: Timestamp(milliseconds: milliseconds),
      base: .source,
      instructions: instructions.map { QueueID(.instruction, $0) }, masks: masks, provider: "openai",
      model: "m", reservation: .held(money(nanodollars), row: row), state: state,
      actual: .billed(money(nanodollars), row: row))
  }

  private static func source(
    _ records: [CallRecord], rounds: [RoundRecord] = [], path: String = "/hero"
  ) -> AuditSource {
    AuditSource(session: "hero", path: path, records: records, rounds: rounds)
  }

  @Test func sharesAMergedCallAmongItsInstructionsAndGivesTheRestToTheFirst() {
    let audit = Audit([Self.source([Self.paid(1, 100, instructions: [7, 8, 9])])], by: .instruction)
    #expect(audit.rows.map(\.key) == ["e7", "e8", "e9"])
    #expect(audit.rows.map(\.billed.nanodollars) == [34, 33, 33])
    #expect(audit.rows.map(\.attempts) == [1, 1, 1])
    #expect(audit.total.attempts == 1)
    #expect(audit.total.billed.nanodollars == 100)
  }

  @Test func sharesAMergedCallAmongItsMasks() {
    let record = Self.paid(1, 101, instructions: [1, 2, 3], masks: ["sky", nil, "sky"])
    let rows = Audit([Self.source([record])], by: .mask).rows
    #expect(rows.map(\.key) == ["sky", nil])
    #expect(rows.map(\.billed.nanodollars) == [35 + 33, 33])
    #expect(rows.map(\.attempts) == [1, 1])
  }

  /// A record may be damaged so that it names fewer masks than instructions.
  @Test func takesAMissingMaskForNone() {
    let record = Self.paid(1, 90, instructions: [1, 2, 3], masks: ["sky"])
    #expect(Audit([Self.source([record])], by: .mask).rows.map(\.billed.nanodollars) == [30, 60])
  }

  @Test(arguments: [
    (Int64(-1), "1969-12-31"), (0, "1970-01-01"), (86_399_999, "1970-01-01"), (86_400_000, "1970-01-02"),
    (1_795_219_199_999, "2026-11-20"), (1_795_219_200_000, "2026-11-21"),
  ])
  func daysAreInUTC(milliseconds: Int64, day: String) {
    let audit = Audit([Self.source([Self.paid(1, 1, at: milliseconds)])], by: .day)
    #expect(audit.rows.map(\.key) == [day])
  }

  @Test func countsFromTheFirstMomentUpToTheLast() {
    let source = Self.source((0..<5).map { Self.paid($0 + 1, 1 << Int64($0), at: Int64($0)) })
    let audit = Audit([source], since: Timestamp(milliseconds: 1), until: Timestamp(milliseconds: 3))
    #expect(audit.total.billed.nanodollars == 2 + 4)
    #expect(audit.rows.isEmpty)
  }

  @Test func sharesACallAmongItsVariants() {
    let rounds = ["b", "a", "c"].map { (letter: Character) in
      RoundRecord(
        id: RoundID(3, variant: letter), kind: .edited, time: Timestamp(milliseconds: 9),
        attempt: AttemptID(1))
    }
    let rows = Audit([Self.source([Self.paid(1, 11)], rounds: rounds)], by: .round).rows
    #expect(rows.map(\.key) == ["3a", "3b", "3c"])
    #expect(rows.map(\.billed.nanodollars) == [5, 3, 3])
    #expect(rows.map(\.rounds) == [1, 1, 1])
  }

  @Test func severalAttemptsAtTheSameAreOneCallNamedByTheFirst() {
    var records = [Self.paid(1, 0, state: .refunded), Self.paid(2, 0), Self.paid(3, 5), Self.paid(4, 7)]
    for place in 0..<3 { records[place].command = 1 }
    records[1].instructions = [QueueID(.instruction, 2)]
    let audit = Audit([Self.source(records)], by: .call)
    #expect(audit.rows.map(\.key) == ["a1", "a2", "a4"])
    #expect(audit.rows.map(\.attempts) == [2, 1, 1])
    #expect(audit.rows.map(\.billed.nanodollars) == [5, 0, 7])
    #expect(audit.total.calls == 3)
  }

  @Test func anAnswerFromTheStoreSavesWhatItsRoundHadCost() {
    let made = ["a", "b"].map { (letter: Character) in
      RoundRecord(
        id: RoundID(1, variant: letter), kind: .edited, time: Timestamp(milliseconds: 0),
        attempt: AttemptID(1))
    }
    let again = RoundRecord(
      id: RoundID(2), kind: .edited, time: Timestamp(milliseconds: 0),
      instructions: [QueueID(.instruction, 5)], attempt: AttemptID(1), answeredFrom: RoundID(1, variant: "b"))
    let elsewhere = RoundRecord(id: RoundID(3), kind: .edited, time: Timestamp(milliseconds: 0))
    let frame = RoundRecord(id: RoundID(4), kind: .canvas, time: Timestamp(milliseconds: 0))
    let source = Self.source([Self.paid(1, 101)], rounds: made + [again, elsewhere, frame])
    let audit = Audit([source], by: .round)
    #expect(audit.rows.map(\.key) == ["1a", "1b", "2", "3"])
    #expect(audit.rows.map(\.billed.nanodollars) == [51, 50, 0, 0])
    #expect(audit.rows.map(\.answeredFromStore) == [0, 0, 1, 1])
    #expect(audit.rows.map { $0[.stored].low.nanodollars } == [0, 0, 50, 0])
    #expect(audit.total.answeredFromStore == 2)
    #expect(audit.total.saved.high.nanodollars == 50)
    #expect(audit.total.rounds == 2)
  }

  @Test func savingsCountOnlyWhereAPictureCame() {
    let saving = LeverSaving(.merge, saving: Estimate(low: Self.money(10), high: Self.money(20)))
    var records = CallRecord.State.allCases.enumerated().map { place, state in
      var record = Self.paid(place + 1, 1, state: state)
      record.savings = [saving]
      return record
    }
    records.append(records[1])
    records[records.count - 1].problem = "providerFailed"
    let total = Audit([Self.source(records)]).total
    #expect(total.savings.map(\.lever) == [.merge])
    #expect(total.saved.low.nanodollars == 10)
    #expect(total.saved.high.nanodollars == 20)
  }

  @Test(arguments: [
    (CallRecord.State.open, false, nil, AuditState.open), (.open, true, nil, .open),
    (.settled, false, nil, .done), (.settled, false, "undecodable", .failed), (.settled, true, nil, .refused),
    (.refunded, false, nil, .failed), (.refunded, true, "contentRefused", .refused),
    (.unknown, false, nil, .unknown), (.billedWithoutResult, false, "undecodable", .billedWithoutResult),
    (.abandoned, false, nil, .abandoned),
  ])
  func everyAttemptStandsInOneState(
    state: CallRecord.State, isRefusal: Bool, problem: String?, expected: AuditState
  ) {
    var record = Self.paid(1, 3, state: state)
    (record.isRefusal, record.problem, record.possible) = (isRefusal, problem, Self.money(4))
    let audit = Audit([Self.source([record])], by: .state)
    #expect(audit.rows.map(\.key) == [expected.rawValue])
    #expect(audit.total.states.map(\.state) == [expected])
    #expect(audit.total[expected].billed.nanodollars == 3)
    #expect(audit.total[expected].possible.nanodollars == 4)
    #expect(audit.total.errors == (expected.isError ? 1 : 0))
    #expect(audit.total.errorShare == (expected == .open ? nil : expected.isError ? 1 : 0))
  }

  @Test(arguments: [
    ([Verification.Verdict.fail, .fail], AuditState.rejected), ([.fail, .warn], .done), ([], .done),
  ])
  func picturesThatAllFailedTheirVerificationAreRejected(
    verdicts: [Verification.Verdict], expected: AuditState
  ) {
    let rounds = verdicts.enumerated().map { place, verdict in
      RoundRecord(
        id: RoundID(place + 1), kind: .edited, time: Timestamp(milliseconds: 0), attempt: AttemptID(1),
        verdict: verdict)
    }
    let total = Audit([Self.source([Self.paid(1, 3)], rounds: rounds)]).total
    #expect(total.states.map(\.state) == [expected])
    #expect(total.roundsFailed == verdicts.count { $0 == .fail })
  }

  @Test func comparesEstimatesWithBillsWhereBothAreKnown() {
    var records = [5, 10, 15, 20, 25].enumerated().map { Self.paid($0.offset + 1, $0.element) }
    for place in 0..<4 {
      records[place].estimate = Estimate(low: Self.money(10), high: Self.money(15))
    }
    records[2].actual = .unpriced
    let comparison = Audit([Self.source(records)]).total.comparison
    #expect(comparison.attempts == 3)
    #expect(comparison.estimate == Estimate(low: Self.money(30), high: Self.money(45)))
    #expect(comparison.billed.nanodollars == 35)
    #expect(comparison.below == 1)
    #expect(comparison.above == 1)
  }

  @Test func sessionsOfOneNameStayApartAndAPathCountsOnce() {
    let sources = [
      Self.source([Self.paid(1, 1)], path: "/b"), Self.source([Self.paid(1, 2)], path: "/a"),
      Self.source([Self.paid(1, 4)], path: "/b"),
    ]
    for grouping in [AuditGrouping.instruction, .call, .session, .mask, .round] {
      let rows = Audit(sources, by: grouping).rows
      #expect(rows.map(\.path) == ["/b", "/a"])
      #expect(rows.map(\.billed.nanodollars) == [1, 2])
    }
    let rows = Audit(sources, by: .model).rows
    #expect(rows.map(\.session) == [nil])
    #expect(rows.map(\.billed.nanodollars) == [3])
  }

  @Test func amountsThatLeave64BitsAreMarkedAndStopNothing() {
    var records = (1...12).map { Self.paid($0, 900_000_000_000_000_000) }
    records[0].usage = Usage(textIn: .max, imageIn: .max, imageOut: .max)
    records[1].usage = Usage(textIn: 1, imageIn: 1, imageOut: 1)
    let audit = Audit([Self.source(records)], by: .instruction)
    #expect(audit.total.billed.nanodollars == .max)
    #expect(!audit.total.isExact)
    #expect(audit.findings(prices: .embedded).contains { $0.code == .sumDiffers })
  }

  @Test func nothingComesOfNothing() {
    let audit = Audit([], by: .day)
    #expect(audit.rows.isEmpty)
    #expect(audit.total.billed == .zero)
    #expect(audit.total.latency == nil)
    #expect(audit.total.errorShare == nil)
    #expect(audit.findings(prices: .embedded).isEmpty)
  }
}
