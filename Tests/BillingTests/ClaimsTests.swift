import Billing
import TestSupport
import Testing

@Suite struct ClaimsTests {
  private let results = Claims.embedded.results(prices: .embedded, models: .embedded)

  @Test func everyVerdictIsTheReviewedOne() {
    for result in results {
      #expect(result.verdict == result.claim.expected, "\(result.claim.id): \(result.ours)")
    }
  }

  @Test func theProgramHoldsTheTableOfTheFixtures() throws {
    #expect(try Claims(reading: Fixtures.bytes("claims.tsv")) == .embedded)
  }

  /// By hand from the published rates and readings: $8 in and $30 out a million, 1,024 tokens for a square.
  @Test(arguments: [
    ("edit-input-tokens", "1,024 tokens (gpt-image-2 1024x1024 sent); by base64 375,000 to 625,000 tokens"),
    ("edit-input-price", "$0.00819 (gpt-image-2 1024x1024 sent); by base64 $3.00 to $5.00"),
    ("ten-rounds-tokens-in", "10,240 tokens (10 × gpt-image-2 1024x1024 sent)"),
    ("ten-rounds-expected", "$0.4798 to $0.6776 (10 × gpt-image-2.6-sunburst medium 1024x1024, uncertain)"),
    ("tokens-total", "$70.00 (gpt-image-2)"), ("rate-image-in", "$8.00 per million (gpt-image-2 image-in)"),
    ("standard", "$0.04 (dall-e-3 standard 1024x1024, not called any more)"),
    ("hd", "$0.08 (dall-e-3 hd 1024x1024, not called any more)"),
    ("low-square", "$0.00588 (gpt-image-2 low 1024x1024)"),
    ("medium-square", "$0.0527 (gpt-image-2 medium 1024x1024)"),
    ("high-square", "$0.2107 (gpt-image-2 high 1024x1024)"),
    ("low-portrait", "$0.00474 (gpt-image-2 low 1024x1536)"),
    ("medium-portrait", "$0.0412 (gpt-image-2 medium 1024x1536)"),
    ("high-portrait", "$0.1646 (gpt-image-2 high 1024x1536)"),
    ("high-2048-cents", "$0.0963 to $0.1338 (gpt-image-2.6-sunburst high 2048x2048, uncertain)"),
    ("rate-text-model-out", "$10.00 per million (gpt-5, by copies of the service's price list, 2026-11-21)"),
    ("hundred-thousand", "$5268.00 (100,000 × gpt-image-2 medium 1024x1024)"),
    ("failed-hd-retries", "$0.36 (3 × dall-e-3 hd 1024x1792, not called any more)"),
    ("batch-half", "0.5 times (gpt-image-2 text-in)"), ("first-tier-7", "5 a minute (gpt-image-2 tier 1)"),
    ("tier-4-250", "150 a minute (gpt-image-2 tier 4)"),
    ("rate-cached-image-in", "$2.00 per million (gpt-image-2 cached-image-in)"),
  ])
  func ourFigureStandsBesideTheClaim(id: String, ours: String) throws {
    let result = try #require(results.first { $0.claim.id == id })
    #expect(result.ours.hasPrefix(ours))
  }

  @Test func namesTheRowsBehindAPrice() {
    for result in results {
      let isOfMoney = [.dollars, .dollarsPerMillion].contains(result.claim.kind.unit)
      let isRead = result.claim.parameters[.kind] == "text-model-out"
      #expect(!isOfMoney || isRead || !result.rows.isEmpty, "\(result.claim.id)")
    }
    let square = results.first { $0.claim.id == "high-square" }
    #expect(square.map { PriceRow.summary(of: $0.rows) } == "prices.tsv:18 gpt-image-2-2026-04-21 2026-11-20")
  }

  /// A small table: one model that is called, two that are not.
  private func verdict(
    _ kind: String, _ parameters: String, _ low: String, _ high: String, decimals: Int, unit: String
  ) throws -> ClaimVerdict {
    let line = [
      "claim", "x", "x", kind, parameters, low, high, "\(decimals)", unit, "holds", "2026-11-21", "x",
    ]
    let claims = try Claims(reading: Array(line.joined(separator: "\t").utf8))
    return try #require(claims.results(prices: .embedded, models: .embedded).first).verdict
  }

  /// $0.05268 on gpt-image-2, $0.042 on gpt-image-1, which is shut down, at 1024x1024 and medium.
  @Test(arguments: [
    ("model=gpt-image-2", "0.053", 3, ClaimVerdict.holds), ("model=gpt-image-2", "0.05", 2, .holds),
    ("model=gpt-image-2", "0.0527", 4, .holds), ("model=gpt-image-2", "0.0526", 4, .wrong),
    ("model=gpt-image-2", "0.052", 3, .wrong), ("model=gpt-image-2", "0.1", 1, .holds),
    ("model=gpt-image-1", "0.042", 3, .heldOnce), ("model=gpt-image-1", "0.043", 3, .wrong),
    ("model=gpt-image-9", "0.053", 3, .unknown), ("model=gpt-image-2 quality=hd", "0.053", 3, .unknown),
  ])
  func aFigureIsRoundedToTheDigitsOfTheClaim(
    model: String, price: String, decimals: Int, verdict expected: ClaimVerdict
  ) throws {
    let parameters = (model.contains("quality") ? "" : "quality=medium ") + "size=1024x1024 " + model
    let found = try verdict("pictures", parameters, price, price, decimals: decimals, unit: "dollars")
    #expect(found == expected)
  }

  /// $0.0176 to $0.0265 on gpt-image-2.6-flare, low.
  @Test(arguments: [
    ("0.01", "0.017", 3, ClaimVerdict.wrong), ("0.01", "0.018", 3, .holds), ("0.02", "0.02", 2, .holds),
    ("0.026", "0.9", 3, .holds), ("0.027", "0.9", 3, .wrong), ("0.03", "0.03", 2, .holds),
  ])
  func aRangeHoldsWhereItOverlaps(
    low: String, high: String, decimals: Int, verdict expected: ClaimVerdict
  ) throws {
    let parameters = "quality=low size=1024x1024 model=gpt-image-2.6-flare"
    let found = try verdict("pictures", parameters, low, high, decimals: decimals, unit: "dollars")
    #expect(found == expected)
  }

  /// 7,024 tokens at high.
  @Test(arguments: [
    ("7000", -3, ClaimVerdict.holds), ("8000", -3, .wrong), ("7020", -1, .holds), ("7024", 0, .holds),
  ])
  func roundNumbersAreComparedAsRound(tokens: String, decimals: Int, verdict expected: ClaimVerdict) throws {
    let parameters = "quality=high size=1024x1024 model=gpt-image-2"
    let found = try verdict("output-tokens", parameters, tokens, tokens, decimals: decimals, unit: "tokens")
    #expect(found == expected)
  }

  @Test(arguments: [
    ("picture", "-", "1", "1", 0, "dollars"), ("pictures", "colour=red", "1", "1", 0, "dollars"),
    ("pictures", "size", "1", "1", 0, "dollars"), ("pictures", "size=1x1 size=1x1", "1", "1", 0, "dollars"),
    ("pictures", "-", "2", "1", 0, "dollars"), ("pictures", "-", "-1", "1", 0, "dollars"),
    ("pictures", "-", "1", "1", 10, "dollars"), ("pictures", "-", "1", "1", -7, "dollars"),
    ("pictures", "-", "1", "1", 0, "tokens"),
  ])
  func refusesADamagedTable(
    kind: String, parameters: String, low: String, high: String, decimals: Int, unit: String
  ) {
    #expect(throws: BillingError.self) {
      try verdict(kind, parameters, low, high, decimals: decimals, unit: unit)
    }
  }
}
