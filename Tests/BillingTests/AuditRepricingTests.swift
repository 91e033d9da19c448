import Billing
import EditModel
import Testing

@Suite struct AuditRepricingTests {
  private static let prices = PriceTable.embedded
  private static let model = "gpt-image-2-2026-04-21"

  /// An edit of one picture of 1024x1024 with a prompt of 60 tokens, as the service would bill it.
  private static func edit(
    _ number: Int = 1, usage: Usage? = Usage(textIn: 60, imageIn: 1_024, imageOut: 1_756),
    model: String = model, quality: String? = "medium", size: String? = "1024x1024", variants: Int = 1
  ) -> CallRecord {
    CallRecord(
      attempt: AttemptID(number), command: number, intended: Timestamp(milliseconds: 0), base: .source,
      instructions: [QueueID(.instruction, number)], masks: [nil], provider: "openai", model: model,
      quality: quality, size: size, variants: variants, reservation: .free, state: .settled,
      actual: prices.actual(model: model, usage: usage), usage: usage)
  }

  private static func audit(_ records: [CallRecord], by grouping: AuditGrouping? = nil) -> Audit {
    Audit([AuditSource(session: "hero", path: "/hero", records: records)], by: grouping)
  }

  private static func total(
    _ records: [CallRecord], _ whatIf: AuditWhatIf
  ) throws -> (low: Int64, high: Int64) {
    let repricing = try audit(records).repriced(as: whatIf, prices: prices)
    #expect(repricing.unconverted.isEmpty)
    return (repricing.total.repriced.low.nanodollars, repricing.total.repriced.high.nanodollars)
  }

  private static func reason(
    _ record: CallRecord, _ whatIf: AuditWhatIf
  ) throws -> [AuditRepricing.Reason] {
    let repricing = try audit([record]).repriced(as: whatIf, prices: prices)
    #expect(repricing.total.attempts == 0)
    #expect(repricing.total.unconverted == repricing.unconverted.count)
    #expect(repricing.total.kept == record.actual?.amount ?? .zero)
    return repricing.unconverted.map(\.reason)
  }

  /// Whatever was counted, partial pictures and words of the model's own included.
  @Test func theSameWayCostsTheSame() throws {
    var random = AuditRandom(seed: 5)
    let records = (1...100).map { number in
      func tokens() -> Int { Int.random(in: 0...9_999, using: &random) }
      let usage = Usage(textIn: tokens(), imageIn: tokens(), imageOut: tokens() + 1, textOut: tokens())
      return Self.edit(number, usage: usage, size: number % 2 == 0 ? nil : "auto", variants: number % 10 + 1)
    }
    for whatIf in [AuditWhatIf(), AuditWhatIf(model: "gpt-image-2"), AuditWhatIf(quality: "medium")] {
      let repricing = try Self.audit(records).repriced(as: whatIf, prices: Self.prices)
      #expect(repricing.total.attempts == 100)
      #expect(repricing.total.repriced.low == repricing.total.billed)
      #expect(repricing.total.repriced.high == repricing.total.billed)
      #expect(repricing.priceRows.map(\.kind) == [.textIn, .imageIn, .imageOut, .textOut])
    }
  }

  /// Published counts of 1024x1024: low 196, medium 1,756, high 7,024 tokens; on 2.5 medium is 439.
  @Test(
    arguments: [
      ("low", nil, 196), ("medium", nil, 1_756), ("high", nil, 7_024), ("medium", "gpt-image-2.5-flare", 439),
      (nil, "gpt-image-2.5-flare", 439),
    ] as [(String?, String?, Int64)])
  func anotherQualityOrModelIsReckonedFromTheSize(quality: String?, model: String?, tokens: Int64) throws {
    let input: Int64 = 60 * 5_000 + 1_024 * 8_000
    let repriced = try Self.total([Self.edit()], AuditWhatIf(model: model, quality: quality))
    #expect(repriced == (input + tokens * 30_000, input + tokens * 30_000))
    var two = Self.edit(variants: 2)
    two.usage = Usage(textIn: 120, imageIn: 2_048, imageOut: 3_512)
    let both = try Self.total([two], AuditWhatIf(model: model, quality: quality))
    #expect(both == (2 * (input + tokens * 30_000), 2 * (input + tokens * 30_000)))
  }

  @Test func aBatchCostsHalf() throws {
    let record = Self.edit()
    let half = (record.actual?.amount?.nanodollars ?? 0) / 2
    #expect(try Self.total([record], AuditWhatIf(batch: true)) == (half, half))
  }

  /// The published account of a 1024x1024 PNG as 375,000 to 625,000 tokens.
  @Test func base64CountsThePictureSentByItsBytes() throws {
    let rest: Int64 = 60 * 5_000 + 1_756 * 30_000
    let repriced = try Self.total([Self.edit()], AuditWhatIf(rule: .base64))
    #expect(repriced == (rest + 375_000 * 8_000, rest + 625_000 * 8_000))
  }

  @Test func otherRulesArePricedByTheirNames() throws {
    let textual: Int64 = (60 + 1_024) * 5_000 + 1_756 * 10_000
    #expect(try Self.total([Self.edit()], AuditWhatIf(rule: .textRates)) == (textual, textual))
    let flat = try #require(TokenRule(name: "flat:0.04"))
    #expect(try Self.total([Self.edit(variants: 3)], AuditWhatIf(rule: flat)) == (120_000_000, 120_000_000))
  }

  /// 1024x1024 is 194 tokens in and 1,056 out at medium; prompts get 15 to 81 tokens instead of 6 to 7.
  @Test func anOlderFamilyCountsItsTiles() throws {
    let fixed: Int64 = 194 * 8_000 + 1_056 * 32_000
    let repriced = try Self.total([Self.edit()], AuditWhatIf(model: "gpt-image-1.5"))
    #expect(repriced == (fixed + (60 - 7 + 15) * 5_000, fixed + (60 - 6 + 81) * 5_000))
  }

  @Test func namesWhyAnAttemptCannotBeConverted() throws {
    let other = AuditWhatIf(model: "gpt-image-1.5")
    let references = Usage(textIn: 60, imageIn: 2_048, imageOut: 1_756)
    #expect(try Self.reason(Self.edit(usage: references), other) == [.unknownInputs])
    #expect(try Self.reason(Self.edit(usage: references), AuditWhatIf(rule: .base64)) == [.unknownInputs])
    #expect(try Self.reason(Self.edit(size: "2048x2048"), other) == [.illegalSize])
    #expect(try Self.reason(Self.edit(size: "auto"), AuditWhatIf(quality: "low")) == [.unknownSize])
    #expect(try Self.reason(Self.edit(size: "1x"), AuditWhatIf(quality: "low")) == [.unknownSize])
    #expect(try Self.reason(Self.edit(), AuditWhatIf(quality: "max")) == [.unknownQuality])
    #expect(
      try Self.reason(Self.edit(quality: nil), AuditWhatIf(model: "gpt-image-2.5-flare")) == [.unknownQuality]
    )
    #expect(try Self.reason(Self.edit(usage: nil), AuditWhatIf()) == [.unpriced])
    #expect(try Self.reason(Self.edit(size: "1024x1024", variants: 0), AuditWhatIf()) == [.noUsage])
    #expect(try Self.reason(Self.edit(), AuditWhatIf(batch: true, rule: .textRates)) == [.noPrice])
  }

  @Test func namesAttemptsOfUnknownOutcomeAndLeavesOutWhatCostNothing() throws {
    var unknown = Self.edit(1)
    (unknown.state, unknown.actual, unknown.possible) = (.unknown, nil, Money(nanodollars: 5))
    var failed = Self.edit(2)
    (failed.state, failed.actual) = (.refunded, nil)
    var free = Self.edit(3)
    free.actual = .free
    let repricing = try Self.audit([unknown, failed, free]).repriced(as: AuditWhatIf(), prices: Self.prices)
    #expect(repricing.unconverted.map(\.attempt) == [AttemptID(1)])
    #expect(repricing.unconverted.map(\.reason) == [.unknownOutcome])
    #expect(repricing.total.attempts == 0)
  }

  @Test func aBillOfAnUnknownModelHasNoPrice() throws {
    var record = Self.edit()
    record.model = "house-model"
    #expect(try Self.reason(record, AuditWhatIf()) == [.noPrice])
    let error = #expect(throws: BillingError.self) {
      try Self.audit([record]).repriced(as: AuditWhatIf(model: "house-model"), prices: Self.prices)
    }
    #expect(error?.code == .unknownModel)
  }

  @Test func tokensThatNoServiceCountsAreNoUsage() throws {
    var record = Self.edit()
    record.usage = Usage(textIn: .max, imageIn: 0, imageOut: 0)
    #expect(try Self.reason(record, AuditWhatIf()) == [.noUsage])
  }

  @Test(arguments: AuditGrouping.allCases)
  func rowsAddUpToTheTotal(grouping: AuditGrouping) throws {
    var source = AuditSource.random(60, path: "/a", seed: 3)
    for place in source.records.indices {
      let odd = Self.edit(size: place % 3 == 0 ? "2048x2048" : "1024x1024")
      (source.records[place].model, source.records[place].size) = (odd.model, odd.size)
      source.records[place].quality = "medium"
    }
    let audit = Audit([source], by: grouping)
    let repricing = try audit.repriced(as: AuditWhatIf(model: "gpt-image-1-mini"), prices: Self.prices)
    #expect(repricing.rows.map(\.key) == audit.rows.map(\.key))
    func sum(_ amount: (AuditRepricing.Row) -> Money) -> Int64 {
      repricing.rows.reduce(0) { $0 + amount($1).nanodollars }
    }
    #expect(sum(\.billed) == repricing.total.billed.nanodollars)
    #expect(sum(\.kept) == repricing.total.kept.nanodollars)
    #expect(sum(\.repriced.low) == repricing.total.repriced.low.nanodollars)
    #expect(sum(\.repriced.high) == repricing.total.repriced.high.nanodollars)
    #expect(repricing.total.billed + repricing.total.kept == audit.total.billed)
    for (row, repriced) in zip(audit.rows, repricing.rows) {
      #expect(repriced.billed + repriced.kept == row.billed)
    }
  }
}
