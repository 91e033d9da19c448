import Billing
import Testing

@Suite struct TokenRuleTests {
  private let square = BilledSize(width: 1_024, height: 1_024)

  private func amount(
    of model: String = "gpt-image-2", _ quality: String = "high", output: BilledSize? = nil,
    inputs: Int = 1, text: TokenRange = .zero, isMasked: Bool = false, variants: Int = 1,
    rule: TokenRule, batch: Bool = false
  ) throws -> Estimate {
    try PriceTable.embedded.estimate(
      model: model, quality: quality, output: output ?? square,
      inputs: Array(repeating: square, count: inputs), text: text, isMasked: isMasked, variants: variants,
      rule: rule, batch: batch
    ).amount
  }

  @Test(arguments: [
    ("measured", TokenRule.measured), ("base64", .base64), ("text-rates", .textRates),
    ("flat:0.04", .flat(Money(nanodollars: 40_000_000))), ("flat:0.00", .flat(.zero)),
    ("flat:0.000000001", .flat(Money(nanodollars: 1))),
    ("flat:12.50", .flat(Money(nanodollars: 12_500_000_000))),
    ("flat:10000.00", .flat(Money(nanodollars: 10_000_000_000_000))),
  ])
  func aNameGivesTheRuleAndTheRuleTheName(name: String, rule: TokenRule) {
    #expect(TokenRule(name: name) == rule)
    #expect(rule.name == name)
  }

  @Test(arguments: [
    "", "Measured", "base-64", "flat", "flat:", "flat:-1", "flat:x", "flat:10000.01", "flat:1e3",
    "flat:0.0000000001",
  ])
  func refusesOtherNames(name: String) {
    #expect(TokenRule(name: name) == nil)
  }

  /// The published account, then in proportion to the pixels with the ends rounded outwards.
  @Test(arguments: [
    (1_024, 1_024, 375_000, 625_000), (2_048, 1_024, 750_000, 1_250_000), (512, 512, 93_750, 156_250),
    (1, 1, 0, 1), (3, 1, 1, 2), (1_000, 1_000, 357_627, 596_047), (1_536, 1_024, 562_500, 937_500),
  ])
  func base64CountsAThirdOfTheBytes(width: Int, height: Int, low: Int, high: Int) {
    #expect(TokenRange.base64(BilledSize(width: width, height: height)) == TokenRange(low: low, high: high))
  }

  @Test func base64StopsGrowingBeforeItOverflows() {
    let limit = BilledSize(width: BilledSize.longestSide, height: BilledSize.longestSide)
    #expect(TokenRange.base64(limit) == TokenRange.base64(BilledSize(width: 100_000, height: 10_000)))
  }

  /// $8 a million in, and 7,024 tokens at $30 a million out.
  @Test func base64ChargesThreeToFiveDollarsForASquare() throws {
    let found = try amount(rule: .base64)
    #expect(found.low.nanodollars == 3_000_000_000 + 210_720_000)
    #expect(found.high.nanodollars == 5_000_000_000 + 210_720_000)
    let masked = try amount(isMasked: true, variants: 2, rule: .base64)
    #expect(masked.low.nanodollars == 2 * 3_210_720_000)
    #expect(masked.high.nanodollars == 2 * 10_210_720_000)
  }

  /// $5 a million in, and at $10 a million out.
  @Test func textRatesPriceMeasuredTokensAsText() throws {
    let found = try amount(text: TokenRange(exactly: 10), rule: .textRates)
    #expect(found.low == found.high)
    #expect(found.high.nanodollars == (10 + 1_024) * 5_000 + 7_024 * 10_000)
    let rows = try PriceTable.embedded.estimate(
      model: "gpt-image-2", quality: "low", output: square, inputs: [square], text: .zero, rule: .textRates
    ).rows
    #expect(rows.map(\.kind) == [.textIn, .textOut])
  }

  @Test func textRatesNeedAPriceOfTextOut() {
    let error = #expect(throws: BillingError.self) {
      try amount(of: "gpt-image-1-mini", "low", rule: .textRates)
    }
    #expect(error?.code == .missingPrice && error?.found == "text-out")
  }

  @Test(arguments: [1, 3, 10], [0, 4])
  func aFlatPriceIsOfPicturesAskedFor(variants: Int, inputs: Int) throws {
    let rule = TokenRule.flat(Money(nanodollars: 40_000_000))
    for batch in [false, true] {
      let found = try amount(
        inputs: inputs, text: TokenRange(exactly: 900), isMasked: inputs > 0, variants: variants, rule: rule,
        batch: batch)
      #expect(found.low == found.high)
      #expect(found.high.nanodollars == Int64(variants) * 40_000_000)
    }
  }

  @Test func aFlatPriceNamesTheRuleAsItsRow() throws {
    let found = try PriceTable.embedded.estimate(
      model: "gpt-image-2", quality: "high", output: square, inputs: [square], text: TokenRange(exactly: 9),
      rule: .flat(Money(nanodollars: 40_000_000)))
    #expect(
      found.reservation == .held(Money(nanodollars: 40_000_000), row: "flat:0.04 gpt-image-2-2026-04-21"))
    #expect(found.rows.map(\.description) == ["flat:0.04 image gpt-image-2-2026-04-21"])
    #expect(found.imageIn == TokenRange(exactly: 1_024) && found.imageOut == TokenRange(exactly: 7_024))
  }

  /// Every size that is tried for a canvas costs what a pricing made for it says.
  @Test(arguments: [TokenRule.measured, .base64, .textRates, .flat(Money(nanodollars: 7))])
  func canvasesCostWhatTheirOwnPricingSays(rule: TokenRule) throws {
    for name in ["gpt-image-2", "gpt-image-2.6-flare", "gpt-image-1.5", "dall-e-3"] {
      let model = try #require(PriceTable.embedded.model(named: name))
      let quality = try #require(model.qualities.last).name
      for batch in [false, true] where !(batch && rule == .textRates) && !(batch && name == "dall-e-3") {
        let one = try CallPricing(
          model: model, quality: quality, output: square, inputs: [], rule: rule, batch: batch,
          fidelity: .high)
        for (width, height) in Self.canvases {
          let size = BilledSize(width: width, height: height)
          for isMasked in [false, true] {
            let own = try? CallPricing(
              model: model, quality: quality, output: size, inputs: [size], isMasked: isMasked, rule: rule,
              batch: batch, fidelity: .high)
            #expect(one.amount(ofCanvas: size, isMasked: isMasked) == own?.amount(text: .zero))
          }
        }
      }
    }
  }

  private static let canvases = [
    (1_024, 1_024), (1_536, 1_024), (1_024, 1_536), (1_792, 1_024), (3_840, 1_280), (2_048, 2_048),
    (816, 816), (1_000, 1_000), (16, 16), (4_096, 4_096), (2_000, 1_040), (1_280, 3_840),
  ]

  /// A plan prices the same shape of call with many pictures: both ways to it give the same.
  @Test(arguments: [TokenRule.measured, .base64, .textRates, .flat(Money(nanodollars: 7))], [false, true])
  func sendingOtherPicturesKeepsTheRule(rule: TokenRule, batch: Bool) throws {
    let model = try #require(PriceTable.embedded.model(named: "gpt-image-1.5"))
    let pictures = [square, BilledSize(width: 300, height: 900)]
    let plain = try CallPricing(
      model: model, quality: "medium", output: square, inputs: [], rule: rule, batch: batch, fidelity: .high)
    let direct = try CallPricing(
      model: model, quality: "medium", output: square, inputs: pictures, isMasked: true, variants: 3,
      partials: 2, rule: rule, batch: batch, fidelity: .high)
    #expect(plain.sending(pictures, isMasked: true, variants: 3, partials: 2) == direct)
    #expect(direct.rule == rule && direct.isBatch == batch && direct.pictures == 2)
    #expect(
      direct.estimate(text: TokenRange(exactly: 9)).amount == direct.amount(text: TokenRange(exactly: 9)))
  }
}

@Suite struct BatchPriceTests {
  /// Half the usual price, whatever the call.
  @Test func costsHalfAtEveryModelAndQuality() throws {
    for model in PriceTable.embedded.models where !model.isPricedPerPicture {
      for quality in model.qualities {
        let output = BilledSize(width: 1_536, height: 1_024)
        let usual = try CallPricing(
          model: model, quality: quality.name, output: output, inputs: [output], isMasked: true, partials: 1)
        let batch = try CallPricing(
          model: model, quality: quality.name, output: output, inputs: [output], isMasked: true, partials: 1,
          batch: true)
        let text = TokenRange(low: 7, high: 31)
        #expect(batch.amount(text: text).low * 2 == usual.amount(text: text).low)
        #expect(batch.amount(text: text).high * 2 == usual.amount(text: text).high)
        #expect(batch.rows.allSatisfy(\.isBatch) && usual.rows.allSatisfy { !$0.isBatch })
      }
    }
  }

  @Test func aModelWithoutBatchPricesHasNone() throws {
    for model in ["dall-e-3", "dall-e-2"] {
      let error = #expect(throws: BillingError.self) {
        try PriceTable.embedded.estimate(
          model: model, quality: "standard", output: BilledSize(width: 1_024, height: 1_024), inputs: [],
          text: .zero, batch: true)
      }
      #expect(error?.code == .missingPrice)
    }
  }

  @Test func anActualOfABatchTakesItsRows() {
    let usage = Usage(textIn: 19, imageIn: 352, imageOut: 439)
    let found = PriceTable.embedded.actual(model: "gpt-image-2.5-flare", usage: usage, batch: true)
    #expect(found.amount == Money(nanodollars: 16_081_000 / 2))
    let words = Usage(textIn: 1, imageIn: 1, imageOut: 1, textOut: 1)
    #expect(PriceTable.embedded.actual(model: "gpt-image-2", usage: words, batch: true) == .unpriced)
  }
}
