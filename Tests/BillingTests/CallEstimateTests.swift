import Billing
import Testing

@Suite struct CallEstimateTests {
  private func estimate(
    of model: String = "gpt-image-2", _ quality: String, _ output: (Int, Int),
    inputs: [(Int, Int)] = [], text: TokenRange, isMasked: Bool = false
  ) throws -> CallEstimate {
    try PriceTable.embedded.estimate(
      model: model, quality: quality, output: BilledSize(width: output.0, height: output.1),
      inputs: inputs.map { BilledSize(width: $0.0, height: $0.1) }, text: text, isMasked: isMasked)
  }

  @Test func matchesTheWorkedExampleOfAGeneration() throws {
    let found = try estimate("high", (1024, 1024), text: TokenRange(exactly: 56))
    #expect(found.amount == Estimate(exactly: 211_000_000))
    #expect(found.amount.high.description == "$0.211")
  }

  @Test func matchesTheWorkedExampleOfAnEdit() throws {
    let found = try estimate(
      "medium", (1024, 1536), inputs: [(1024, 1536)], text: TokenRange(exactly: 67))
    #expect(found.amount == Estimate(exactly: 53_783_000))
    #expect(found.rows.map(\.kind) == [.textIn, .imageIn, .imageOut])
  }

  @Test func matchesTheWorkedExampleOfTheNewerModel() throws {
    let found = try estimate(
      of: "gpt-image-2.5-sunburst", "medium", (1024, 1536), inputs: [(1024, 1536)],
      text: TokenRange(exactly: 67))
    #expect(found.amount == Estimate(exactly: 22_913_000))
  }

  /// Each round sends one picture again, so ten cost ten times as much, about $0.229.
  @Test func tenRoundsInAChainDoNotGrow() throws {
    var sum = Money.zero
    for _ in 1...10 {
      sum += try estimate(
        of: "gpt-image-2.5-sunburst", "medium", (1024, 1536), inputs: [(1024, 1536)],
        text: TokenRange(exactly: 67)
      ).amount.high
    }
    #expect(sum == Money(nanodollars: 229_130_000))
  }

  /// Nothing else was measured of the newest pair.
  @Test(arguments: ["gpt-image-2", "gpt-image-2.5-sunburst", "gpt-image-2.6-sunburst", "gpt-image-2.6-flare"])
  func picturesSentCountAlikeFromTheSecondModelOn(model: String) throws {
    let found = try estimate(of: model, "low", (1024, 1024), inputs: [(2048, 2048), (256, 256)], text: .zero)
    #expect(found.imageIn == TokenRange(exactly: 1_521 + 256))
  }

  @Test func matchesTheWorkedExampleOfFourReferences() throws {
    let references = [(Int, Int)](repeating: (2048, 2048), count: 4)
    let found = try estimate("low", (2048, 2048), inputs: references, text: .zero)
    #expect(found.amount == Estimate(exactly: 60_582_000))
  }

  @Test func aMaskMayCountLikeOneMorePicture() throws {
    let plain = try estimate("low", (1024, 1024), inputs: [(1024, 1024)], text: .zero)
    let masked = try estimate(
      "low", (1024, 1024), inputs: [(1024, 1024)], text: .zero, isMasked: true)
    #expect(masked.amount.low == plain.amount.low)
    #expect(masked.amount.high - plain.amount.high == Money(nanodollars: 1024 * 8_000))
  }

  /// Each variant is counted like a call of its own, with the whole input again.
  @Test(arguments: [1, 2, 10])
  func variantsCostLikeAsManyCalls(count: Int) throws {
    let (one, many) = (try variants(1), try variants(count))
    #expect(many.amount.low == one.amount.low * count && many.amount.high == one.amount.high * count)
    #expect(many.text.high == one.text.high * count)
    #expect(many.imageIn.high == one.imageIn.high * count)
    #expect(many.imageOut.high == one.imageOut.high * count)
  }

  private func variants(_ count: Int) throws -> CallEstimate {
    try PriceTable.embedded.estimate(
      model: "gpt-image-2", quality: "medium", output: BilledSize(width: 1024, height: 1536),
      inputs: [BilledSize(width: 1024, height: 1536)], text: TokenRange(low: 10, high: 67), isMasked: true,
      variants: count, partials: 2)
  }

  /// 100 output tokens each; fewer may come.
  @Test(arguments: 0...3, [1, 4])
  func partialPicturesRaiseTheUpperEnd(partials: Int, variants: Int) throws {
    let found = try PriceTable.embedded.estimate(
      model: "gpt-image-2", quality: "low", output: BilledSize(width: 1024, height: 1024), inputs: [],
      text: .zero, variants: variants, partials: partials)
    let plain = Int64(196 * variants) * 30_000
    #expect(found.amount.low.nanodollars == plain)
    #expect(found.amount.high.nanodollars == plain + Int64(partials * variants * 100) * 30_000)
  }

  @Test func aGenerationSendsNoPictureAndHasItsOwnOverhead() throws {
    let model = try #require(PriceTable.embedded.model(named: "gpt-image-2"))
    let pricing = try CallPricing(
      model: model, quality: "high", output: BilledSize(width: 1024, height: 1024), inputs: [])
    #expect(pricing.imageIn == .zero)
    #expect(pricing.text(of: TextMeasure("a red fox")) == TokenRange(low: 3 + 6, high: 9 + 6))
    let edit = pricing.sending([BilledSize(width: 1024, height: 1024)])
    #expect(edit.text(of: TextMeasure("a red fox")) == TokenRange(low: 3 + 6, high: 9 + 7))
    #expect(edit.imageIn == TokenRange(exactly: 1024))
  }

  /// Readings of a gateway: output tokens at a quality and size, and those of the rule of the 2.5 pair.
  @Test(arguments: [
    ("low", 1536, 1024, 664), ("high", 1536, 1024, 1_353), ("high", 3840, 2160, 3_337),
    ("low", 1024, 1024, 3 * 196), ("low", 1024, 1024, 4 * 196), ("medium", 1024, 1024, 3 * 439),
    ("medium", 1024, 1024, 4 * 439), ("max", 2048, 2048, 14_272),
  ])
  func theNewestPairIsAWideRange(quality: String, width: Int, height: Int, tokens: Int) throws {
    for model in ["gpt-image-2.6-sunburst", "gpt-image-2.6-flare"] {
      let found = try estimate(of: model, quality, (width, height), text: .zero)
      #expect(found.imageOut.contains(tokens) && found.imageOut.low < found.imageOut.high)
      #expect(found.uncertainty?.contains("gateway") == true)
    }
    let known = try estimate(of: "gpt-image-2.5-flare", quality, (width, height), text: .zero)
    #expect(known.uncertainty == nil)
  }

  @Test func aBudgetHoldsTheUpperEndAndNamesTheRows() throws {
    let found = try variants(1)
    let row = "prices.tsv:16,17,18 gpt-image-2-2026-04-21 2026-11-20"
    #expect(found.reservation == .held(found.amount.high, row: row))
  }

  @Test(arguments: [
    ("gpt-image-9", "low", 1024, BillingError.Code.unknownModel),
    ("gpt-image-2", "max", 1024, .unknownQuality), ("gpt-image-2", "low", 800, .illegalSize),
    ("gpt-image-2", "low", 1030, .illegalSize), ("gpt-image-2", "low", 2896, .illegalSize),
  ])
  func refusesWhatHasNoPrice(model: String, quality: String, side: Int, code: BillingError.Code) {
    let error = #expect(throws: BillingError.self) {
      try estimate(of: model, quality, (side, side), text: .zero)
    }
    #expect(error?.code == code)
  }

  @Test(arguments: [
    (1024, 640, true), (1024, 576, false), (1920, 1080, false), (1920, 1088, true),
    (2880, 2880, true), (3840, 2160, true), (3840, 1280, true), (3840, 1264, false),
    (3856, 2144, false), (1008, 672, true),
  ])
  func priceIsKnownForLegalSizesOnly(width: Int, height: Int, isLegal: Bool) {
    let found = try? estimate("low", (width, height), text: .zero)
    #expect((found != nil) == isLegal)
  }
}

extension Estimate {
  fileprivate init(exactly nanodollars: Int64) {
    self.init(low: Money(nanodollars: nanodollars), high: Money(nanodollars: nanodollars))
  }
}
