import Billing
import EditModel
import Testing

/// gpt-image-1, 1.5, mini and chatgpt-image-latest: tiles, a table of sizes, their own prices.
@Suite struct OlderModelTests {
  private static let models = [
    "gpt-image-1", "gpt-image-1.5-2025-12-16", "gpt-image-1-mini", "chatgpt-image-latest",
  ]

  private func model(_ name: String) throws -> PricedModel {
    try #require(PriceTable.embedded.model(named: name))
  }

  private func pricing(
    _ name: String, _ quality: String, _ output: (Int, Int), inputs: [(Int, Int)] = [],
    fidelity: InputFidelity = .low
  ) throws -> CallPricing {
    try CallPricing(
      model: try model(name), quality: quality, output: BilledSize(width: output.0, height: output.1),
      inputs: inputs.map { BilledSize(width: $0.0, height: $0.1) }, fidelity: fidelity)
  }

  /// 65 and 129 for each tile of a picture whose short side is scaled to 512.
  @Test(arguments: [
    (1_024, 1_024, 194), (1_024, 1_536, 323), (1_536, 1_024, 323), (512, 512, 194), (100, 100, 194),
    (512, 513, 323), (2_000, 1_000, 323), (2_001, 1_000, 452), (1, 1_000_000, 129_000_065),
  ])
  func countsTiles(width: Int, height: Int, tokens: Int) {
    let size = BilledSize(width: width, height: height)
    #expect(TokenRange.tiles(size) == TokenRange(exactly: tokens))
  }

  /// The guide's numbers and those of the announcement.
  @Test(arguments: [
    (1_024, 1_024, 194 + 4_096, 194 + 4_160), (1_024, 1_536, 323 + 6_144, 323 + 6_240),
    (1_536, 1_024, 323 + 6_144, 323 + 6_240), (700, 700, 194 + 4_096, 194 + 4_160),
  ])
  func highFidelityAddsToEachPicture(width: Int, height: Int, low: Int, high: Int) throws {
    let size = BilledSize(width: width, height: height)
    #expect(TokenRange.tiles(size, fidelity: .high) == TokenRange(low: low, high: high))
    let two = try pricing(
      "gpt-image-1.5", "low", (1_024, 1_024), inputs: [(width, height), (width, height)], fidelity: .high)
    #expect(two.imageIn == TokenRange(low: 2 * low, high: 2 * high))
  }

  @Test(arguments: models)
  func matchesThePublishedOutputTable(name: String) throws {
    let table = [
      ("low", [272, 408, 400]), ("medium", [1_056, 1_584, 1_568]), ("high", [4_160, 6_240, 6_208]),
    ]
    for (quality, tokens) in table {
      let found = try [(1_024, 1_024), (1_024, 1_536), (1_536, 1_024)].map {
        try pricing(name, quality, $0).imageOut
      }
      #expect(found == tokens.map { TokenRange(exactly: $0) })
    }
  }

  /// What the service published per picture, rounded to its digits.
  @Test(arguments: [
    ("gpt-image-1.5", 1_024, 1_024, [9, 34, 133]), ("gpt-image-1.5", 1_536, 1_024, [13, 50, 199]),
    ("gpt-image-1.5", 1_024, 1_536, [13, 51, 200]), ("gpt-image-2", 1_024, 1_024, [6, 53, 211]),
    ("gpt-image-2", 1_024, 1_536, [5, 41, 165]), ("gpt-image-2", 1_536, 1_024, [5, 41, 165]),
  ])
  func matchesThePublishedPricesOfPictures(name: String, width: Int, height: Int, thousandths: [Int64]) throws
  {
    let found = try ["low", "medium", "high"].map { quality in
      let amount = try pricing(name, quality, (width, height)).amount(text: .zero)
      #expect(amount.low == amount.high)
      return (amount.high.nanodollars + 500_000) / 1_000_000
    }
    #expect(found == thousandths)
  }

  @Test(arguments: models)
  func rendersThreeSizesOnly(name: String) throws {
    let legal = ["1024x1024", "1024x1536", "1536x1024"]
    #expect(try model(name).listedSizes.map(\.description) == legal)
    for size in [(512, 512), (1_024, 1_040), (2_048, 2_048)] {
      let error = #expect(throws: BillingError.self) { try pricing(name, "low", size) }
      #expect(error?.code == .illegalSize && error?.allowed == legal)
    }
    let error = #expect(throws: BillingError.self) { try pricing(name, "max", (1_024, 1_024)) }
    #expect(error?.code == .unknownQuality)
  }

  /// Six beside the words of a generation; on edits as measured.
  @Test(arguments: [
    ("gpt-image-1", 32, 32), ("gpt-image-1.5", 15, 81), ("chatgpt-image-latest", 15, 81),
    ("gpt-image-2", 6, 7), ("gpt-image-2.5-flare", 6, 7),
  ])
  func addsTheirOverheadToThePrompt(name: String, low: Int, high: Int) throws {
    let prompt = TextMeasure("a red fox")
    let made = try pricing(name, "low", (1_024, 1_024))
    #expect(made.text(of: prompt) == TokenRange(low: 3 + 6, high: 9 + 6))
    let edit = try pricing(name, "low", (1_024, 1_024), inputs: [(1_024, 1_024)])
    #expect(edit.text(of: prompt) == TokenRange(low: 3 + low, high: 9 + high))
  }

  /// Dollars for a million tokens: text in, cached text, image in, cached image, image out, text out.
  @Test(arguments: [
    ("gpt-image-1", [5, 1.25, 10, 2.5, 40]), ("gpt-image-1-mini", [2, 0.2, 2.5, 0.25, 8]),
    ("gpt-image-1.5", [5, 1.25, 8, 2, 32, 10]), ("chatgpt-image-latest", [5, 1.25, 8, 2, 32, 10]),
    ("gpt-image-2", [5, 1.25, 8, 2, 30, 10]), ("gpt-image-2.5-sunburst", [5, 1.25, 8, 2, 30, 10]),
    ("gpt-image-2.5-flare", [5, 1.25, 8, 2, 30, 10]), ("gpt-image-2.6-sunburst", [5, 1.25, 8, 2, 30, 10]),
    ("gpt-image-2.6-flare", [5, 1.25, 8, 2, 30, 10]),
  ])
  func matchesThePriceList(name: String, dollars: [Double]) throws {
    let kinds: [PriceKind] = [.textIn, .cachedTextIn, .imageIn, .cachedImageIn, .imageOut, .textOut]
    let model = try model(name)
    let found = kinds.compactMap { model.price(of: $0)?.rate.nanodollars }
    #expect(found == dollars.map { Int64(($0 * 1_000).rounded()) })
  }

  /// Dollars for a million tokens in a batch: text in, cached text, image in, cached image, image out.
  @Test(arguments: ["gpt-image-2", "gpt-image-2.5-sunburst", "gpt-image-2.5-flare", "gpt-image-2.6-flare"])
  func matchesThePriceListOfBatches(name: String) throws {
    let model = try model(name)
    let kinds: [PriceKind] = [.textIn, .cachedTextIn, .imageIn, .cachedImageIn, .imageOut]
    let found = kinds.map { model.price(of: $0, isBatch: true)?.rate.nanodollars }
    #expect(found == [2_500, 625, 4_000, 1_000, 15_000])
  }

  @Test(arguments: [
    ("gpt-image-1", "2026-10-23"), ("gpt-image-1-mini", "2026-12-01"), ("gpt-image-1.5", "2026-12-01"),
    ("chatgpt-image-latest", "2026-12-01"), ("dall-e-3", "2026-05-12"), ("dall-e-2", "2026-05-12"),
  ])
  func theEndIsMarkedAndPastBillsKeepTheirPrice(name: String, day: String) throws {
    let model = try model(name)
    #expect(model.ends == day)
    #expect(model.isShutDown(at: try #require(Timestamp("\(day)T00:00:00.000Z"))))
    #expect(!model.isShutDown(at: try #require(Timestamp("2026-05-11T23:59:59.999Z"))))
    let usage = Usage(textIn: 32, imageIn: 194, imageOut: 1_056)
    let pictures = RenderedPictures(quality: "standard", size: BilledSize(width: 1_024, height: 1_024))
    let actual = PriceTable.embedded.actual(model: name, usage: usage, pictures: pictures)
    #expect(actual.amount.map { $0 > .zero } == true)
  }

  /// 32 words and 194 tokens in, 1,056 out, at $5, $10 and $40 a million.
  @Test func aPastBillOfTheFirstModelIsExact() {
    let usage = Usage(textIn: 32, imageIn: 194, imageOut: 1_056)
    let found = PriceTable.embedded.actual(model: "gpt-image-1", usage: usage).amount
    #expect(found == Money(nanodollars: 32 * 5_000 + 194 * 10_000 + 1_056 * 40_000))
  }
}
