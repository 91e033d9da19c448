import Billing
import EditModel
import Testing

@Suite struct AuditCheckTests {
  private static let model = "gpt-image-2-2026-04-21"
  private static let usage = Usage(textIn: 60, imageIn: 1_024, imageOut: 1_756)
  private static let actual = PriceTable.embedded.actual(model: model, usage: usage)

  private static func sound(_ number: Int = 1) -> CallRecord {
    CallRecord(
      attempt: AttemptID(number), command: 1, intended: Timestamp(milliseconds: 0), base: .source,
      instructions: [QueueID(.instruction, 1)], masks: [nil], provider: "openai", model: model,
      quality: "medium", estimate: Estimate(low: .zero, high: Money(nanodollars: 70_000_000)),
      reservation: .held(Money(nanodollars: 70_000_000), row: "prices.tsv:1"), priceRows: ["prices.tsv:1"],
      state: .settled, actual: actual, usage: usage)
  }

  private static func findings(
    _ records: [CallRecord], rounds: [RoundRecord] = []
  ) -> [AuditFinding] {
    Audit([AuditSource(session: "hero", path: "/hero", records: records, rounds: rounds)], by: .instruction)
      .findings(prices: .embedded)
  }

  @Test func nothingIsFoundInASoundAccount() {
    let round = RoundRecord(
      id: RoundID(1), kind: .edited, time: Timestamp(milliseconds: 0), attempt: AttemptID(2))
    #expect(Self.findings([Self.sound(1), Self.sound(2)], rounds: [round]).isEmpty)
  }

  /// One thing that is wrong with a record.
  enum Fault: CaseIterable {
    case actualWithoutRow, reservationWithoutRow, estimateWithoutRow, noActual, refunded, otherAmount, noMasks

    func damage(_ record: inout CallRecord) {
      let one = Money(nanodollars: 1)
      switch self {
      case .actualWithoutRow: record.actual = .billed(one, row: "")
      case .reservationWithoutRow: record.reservation = .held(one, row: "")
      case .estimateWithoutRow: record.priceRows = []
      case .noActual: record.actual = nil
      case .refunded: record.state = .refunded
      case .otherAmount:
        guard case .billed(let amount, let row)? = record.actual else { return }
        record.actual = .billed(amount + one, row: row)
      case .noMasks: record.masks = []
      }
    }

    var expected: (code: AuditFinding.Code, found: String?) {
      switch self {
      case .actualWithoutRow: (.noPriceRow, "actual")
      case .reservationWithoutRow: (.noPriceRow, "reservation")
      case .estimateWithoutRow: (.noPriceRow, "estimate")
      case .noActual: (.settledWithoutActual, nil)
      case .refunded: (.refundedYetBilled, "61172000")
      case .otherAmount: (.amountDiffers, "61172000")
      case .noMasks: (.masksDiffer, nil)
      }
    }
  }

  @Test(arguments: Fault.allCases)
  func namesWhatAnAttemptIsAtOddsWith(fault: Fault) {
    var record = Self.sound(2)
    fault.damage(&record)
    let findings = Self.findings([Self.sound(1), record])
    #expect(findings.map(\.code) == [fault.expected.code])
    #expect(findings.map(\.found) == [fault.expected.found])
    #expect(findings.map(\.attempt) == [AttemptID(2)])
    #expect(findings.map(\.session) == ["hero"])
  }

  /// A bill of an older table names other rows, and cannot be compared with this one.
  @Test func aBillByOtherRowsIsNotCompared() {
    var record = Self.sound()
    record.actual = .billed(Money(nanodollars: 1), row: "prices.tsv:9999 \(Self.model) 2025-01-01")
    #expect(Self.findings([record]).isEmpty)
  }

  @Test func namesAttemptsThatAreThereTwiceOrNotAtAll() {
    let round = RoundRecord(
      id: RoundID(1), kind: .edited, time: Timestamp(milliseconds: 0), attempt: AttemptID(9))
    let findings = Self.findings([Self.sound(1), Self.sound(1)], rounds: [round])
    #expect(findings.map(\.code) == [.attemptTwice, .attemptMissing])
    #expect(findings.map(\.attempt) == [AttemptID(1), AttemptID(9)])
    #expect(findings.last?.found == "1")
  }

  @Test(arguments: AuditGrouping.allCases)
  func sumsOfRandomAccountsHold(grouping: AuditGrouping) {
    let findings = Audit(AuditSource.randomSessions(seed: 4), by: grouping).findings(prices: .embedded)
    #expect(!findings.contains { $0.code == .sumDiffers })
  }
}
