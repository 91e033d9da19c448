import Billing
import EditModel
import Testing

@Suite struct ActualTests {
  private let prices = PriceTable.embedded

  private func nanodollars(_ model: String, _ usage: Usage) -> Int64? {
    guard case .billed(let amount, _) = prices.actual(model: model, usage: usage) else { return nil }
    return amount.nanodollars
  }

  /// Published worked examples: a generation, an edit, the same on the newer model, four references.
  @Test(arguments: [
    ("gpt-image-2", Usage(textIn: 56, imageIn: 0, imageOut: 7_024), 211_000_000),
    ("gpt-image-2", Usage(textIn: 67, imageIn: 1_536, imageOut: 1_372), 53_783_000),
    ("gpt-image-2.5-sunburst", Usage(textIn: 67, imageIn: 1_536, imageOut: 343), 22_913_000),
    ("gpt-image-2-2026-04-21", Usage(textIn: 0, imageIn: 4 * 1_521, imageOut: 397), 60_582_000),
  ])
  func matchesThePublishedExamples(model: String, usage: Usage, expected: Int64) {
    #expect(nanodollars(model, usage) == expected)
  }

  /// Two calls as users were billed for them, $0.016081 and $0.007988.
  @Test(arguments: [
    ("gpt-image-2.5-flare", Usage(textIn: 19, imageIn: 352, imageOut: 439), 16_081_000),
    ("gpt-image-2", Usage(textIn: 12, imageIn: 256, imageOut: 196), 7_988_000),
  ])
  func matchesWhatUsersWereBilled(model: String, usage: Usage, expected: Int64) {
    #expect(nanodollars(model, usage) == expected)
  }

  /// The published list, in nano-dollars a token: text in, image in, image out, and a reseller's text out.
  @Test func allModelsShareThePublishedList() {
    var state: UInt64 = 11
    func tokens() -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 44)
    }
    for _ in 0..<200 {
      let (textIn, imageIn, imageOut, textOut) = (tokens(), tokens(), tokens(), tokens())
      let usage = Usage(textIn: textIn, imageIn: imageIn, imageOut: imageOut, textOut: textOut)
      let expected = 5_000 * textIn + 8_000 * imageIn + 30_000 * imageOut + 10_000 * textOut
      for model in prices.modelNames.prefix(5) { #expect(nanodollars(model, usage) == Int64(expected)) }
    }
  }

  @Test func tokensFromTheCacheCostLikeOthers() {
    let cached = Usage(textIn: 19, imageIn: 352, cachedIn: 300, imageOut: 439)
    #expect(nanodollars("gpt-image-2.5-flare", cached) == 16_081_000)
  }

  @Test(arguments: [
    (Usage(textIn: 1, imageIn: 1, imageOut: 1), "prices.tsv:16,17,18"),
    (Usage(textIn: 1, imageIn: 0, imageOut: 1), "prices.tsv:16,18"),
    (Usage(textIn: 1, imageIn: 0, imageOut: 1, textOut: 1), "prices.tsv:16,18,19"),
    (Usage(textIn: 0, imageIn: 0, imageOut: 0), "prices.tsv:16,17,18"),
  ])
  func namesTheRowsOfWhatWasCounted(usage: Usage, places: String) {
    guard case .billed(_, let row) = prices.actual(model: "gpt-image-2", usage: usage) else {
      Issue.record("the model has prices")
      return
    }
    #expect(row == "\(places) gpt-image-2-2026-04-21 2026-11-20")
  }

  @Test func isUnpricedWithoutAModelOrUsage() {
    let usage = Usage(textIn: 1, imageIn: 1, imageOut: 1)
    #expect(prices.actual(model: "gpt-image-2", usage: nil) == .unpriced)
    #expect(prices.actual(model: "house-model", usage: usage) == .unpriced)
    #expect(prices.pricedOnly(by: "mine.tsv").actual(model: "gpt-image-2", usage: usage) == .unpriced)
  }

  @Test func isUnpricedOnlyWhereAKindThatWasCountedHasNoRow() throws {
    let table = try PriceTable(reading: Array(PriceTableTests.complete.utf8))
    let words = Usage(textIn: 2, imageIn: 0, imageOut: 8, textOut: 1)
    #expect(table.actual(model: "m", usage: words) == .unpriced)
    let none = Usage(textIn: 2, imageIn: 0, imageOut: 8)
    #expect(table.actual(model: "m", usage: none).amount == Money(nanodollars: 2 * 5_000 + 8 * 125))
  }

  /// A hostile reply must not stop the program, nor make an amount that a session could not be read with.
  @Test(arguments: [
    (33_333_333_333, true), (33_333_333_334, false), (Int.max / 30_000 + 1, false), (Int.max, false),
  ])
  func anAbsurdCountIsUnpriced(tokens: Int, isPriced: Bool) {
    let usage = Usage(textIn: 0, imageIn: 0, imageOut: tokens)
    #expect((prices.actual(model: "gpt-image-2", usage: usage) != .unpriced) == isPriced)
  }

  @Test func absurdCountsDoNotOverflowTogether() {
    let usage = Usage(textIn: Int.max / 5_000, imageIn: Int.max / 8_000, imageOut: Int.max / 30_000)
    #expect(prices.actual(model: "gpt-image-2", usage: usage) == .unpriced)
  }
}
