import Billing
import Testing

/// Prices per picture: by quality and size, by megapixel, by month, on a machine of one's own.
@Suite struct PicturePriceTests {
  private let square = BilledSize(width: 1_024, height: 1_024)

  private func table(_ lines: String...) throws -> PriceTable {
    let text = (["model|house|-|-|2026-11-21|own"] + lines).joined(separator: "\n")
    return try PriceTable(
      reading: Array(text.replacing("|", with: "\t").utf8), named: "mine.tsv", overriding: .embedded)
  }

  private func amount(
    _ table: PriceTable, _ model: String = "house", _ quality: String = "any", _ size: BilledSize? = nil,
    variants: Int = 1
  ) throws -> Estimate {
    try table.estimate(
      model: model, quality: quality, output: size ?? square, inputs: [square, square],
      text: TokenRange(exactly: 500), isMasked: true, variants: variants, partials: 3
    ).amount
  }

  /// The last price list of the two.
  @Test(arguments: [
    ("dall-e-3", "standard", 1_024, 1_024, 40), ("dall-e-3", "standard", 1_024, 1_792, 80),
    ("dall-e-3", "standard", 1_792, 1_024, 80), ("dall-e-3", "hd", 1_024, 1_024, 80),
    ("dall-e-3", "hd", 1_024, 1_792, 120), ("dall-e-3", "hd", 1_792, 1_024, 120),
    ("dall-e-2", "any", 256, 256, 16), ("dall-e-2", "any", 512, 512, 18),
    ("dall-e-2", "any", 1_024, 1_024, 20),
  ])
  func pricesRetiredModelsByPicture(
    name: String, quality: String, width: Int, height: Int, thousandths: Int64
  ) throws {
    let size = BilledSize(width: width, height: height)
    let found = try amount(.embedded, name, quality, size, variants: 3)
    #expect(found.low == found.high && found.high.nanodollars == 3_000_000 * thousandths)
    let pictures = RenderedPictures(quality: quality, size: size, count: 2)
    let actual = PriceTable.embedded.actual(model: name, usage: nil, pictures: pictures)
    #expect(actual.amount?.nanodollars == 2_000_000 * thousandths)
  }

  @Test func whatIsNotListedHasNoPrice() {
    #expect(throws: BillingError.self) {
      try amount(.embedded, "dall-e-3", "hd", BilledSize(width: 512, height: 512))
    }
    #expect(throws: BillingError.self) { try amount(.embedded, "dall-e-3", "max") }
    let other = RenderedPictures(quality: "standard", size: BilledSize(width: 512, height: 512))
    #expect(PriceTable.embedded.actual(model: "dall-e-3", usage: nil, pictures: other) == .unpriced)
    #expect(PriceTable.embedded.actual(model: "dall-e-3", usage: nil) == .unpriced)
  }

  /// A megapixel that is begun counts as one; a million pixels, or 1024².
  @Test(arguments: [
    (1_000, 1_000, 1, 1), (1_000, 1_001, 2, 1), (1_024, 1_024, 2, 1), (1_025, 1_024, 2, 2),
    (3_000, 2_000, 6, 6),
  ])
  func megapixelsAreCountedWhenBegun(width: Int, height: Int, ofMillion: Int64, ofBinary: Int64) throws {
    let size = BilledSize(width: width, height: height)
    for (pixels, count) in [(1_000_000, ofMillion), (1_048_576, ofBinary)] {
      let found = try amount(
        try table("megapixel|house|-|0.05|\(pixels)|2026-11-21|own"), "house", "any", size, variants: 2)
      #expect(found.low == found.high && found.high.nanodollars == 2 * count * 50_000_000)
    }
  }

  /// Never less than the month's price together.
  @Test func aPictureIsItsShareOfTheMonth() throws {
    let prices = try table("month|house|20|300|2026-11-21|own")
    #expect(try amount(prices).high.nanodollars == 66_666_667)
    let pictures = RenderedPictures(quality: "any", size: square, count: 300)
    let all = prices.actual(model: "house", usage: nil, pictures: pictures).amount
    #expect(try #require(all) >= Money(nanodollars: 20_000_000_000))
  }

  @Test func ownMachinesArePricedByPictureOrSecond() throws {
    let pictures = try table("self-hosted|house|picture|0.003|-|-|2026-11-21|own")
    #expect(try amount(pictures, variants: 4).high.nanodollars == 12_000_000)
    let seconds = try table("self-hosted|house|second|0.0004|8|30|2026-11-21|own")
    let found = try amount(seconds, variants: 2)
    #expect(found.low.nanodollars == 2 * 8 * 400_000 && found.high.nanodollars == 2 * 30 * 400_000)
  }

  /// A second that is begun counts; without a time nothing is known.
  @Test(arguments: [(0, 0), (1, 1), (1_000, 1), (1_001, 2), (12_345, 13)])
  func secondsAreBilledAsTheyPassed(milliseconds: Int, seconds: Int64) throws {
    let prices = try table("self-hosted|house|second|0.0004|8|30|2026-11-21|own")
    func actual(_ milliseconds: Int?) -> Actual {
      let pictures = RenderedPictures(quality: "any", size: square, count: 2, milliseconds: milliseconds)
      return prices.actual(model: "house", usage: nil, pictures: pictures)
    }
    #expect(actual(milliseconds).amount?.nanodollars == seconds * 400_000)
    #expect(actual(nil) == .unpriced)
    #expect(actual(.max) == .unpriced)
  }

  @Test func theRowThatSaysMostHolds() throws {
    let prices = try table(
      "image|house|-|-|0.01|2026-11-21|own", "image|house|-|1024x1024|0.02|2026-11-21|own",
      "image|house|fine|-|0.03|2026-11-21|own", "image|house|fine|1024x1024|0.04|2026-11-21|own",
      "image|house|rough|-|0.05|2026-11-21|own")
    let other = BilledSize(width: 640, height: 480)
    #expect(try amount(prices, "house", "fine").high.nanodollars == 40_000_000)
    #expect(try amount(prices, "house", "fine", other).high.nanodollars == 30_000_000)
    #expect(try amount(prices, "house", "rough").high.nanodollars == 50_000_000)
    #expect(throws: BillingError.self) { try amount(prices, "house", "mine") }
  }

  @Test func aPictureNamesItsRowAndHasNoTokens() throws {
    let prices = try table("image|house|-|-|0.01|2026-11-21|own")
    let found = try prices.estimate(
      model: "house", quality: "any", output: square, inputs: [square], text: TokenRange(exactly: 5))
    #expect(found.text == .zero && found.imageIn == .zero && found.imageOut == .zero)
    #expect(found.reservation == .held(Money(nanodollars: 10_000_000), row: "mine.tsv:2 house 2026-11-21"))
  }

  /// A service may sell by the picture what another sells by tokens.
  @Test func aPricePerPictureTakesThePlaceOfTokens() throws {
    let prices = try table(
      "image|house|-|-|1|2026-11-21|own", "image|gpt-image-2|high|-|0.25|2026-11-21|a reseller",
      "image|dall-e-3|hd|1024x1024|0.07|2026-11-21|a reseller")
    #expect(try amount(prices, "gpt-image-2", "high").high.nanodollars == 250_000_000)
    #expect(throws: BillingError.self) { try amount(prices, "gpt-image-2", "low") }
    #expect(try amount(prices, "dall-e-3", "hd").high.nanodollars == 70_000_000)
    #expect(try amount(prices, "dall-e-3", "standard").high.nanodollars == 40_000_000)
    #expect(prices.pricedOnly(by: "mine.tsv").modelNames == ["gpt-image-2-2026-04-21", "dall-e-3", "house"])
    let usage = Usage(textIn: 5, imageIn: 5, imageOut: 5)
    #expect(prices.actual(model: "house", usage: usage) == .unpriced)
  }

  @Test(arguments: [
    ("image|house|-|1024|0.01|2026-11-21|a", "size"), ("image|house|-|0x5|0.01|2026-11-21|a", "size"),
    ("image|house|-|1024X1024|0.01|2026-11-21|a", "size"), ("image|house|-|-|100.01|2026-11-21|a", "price"),
    ("megapixel|house|-|0.01|1000|2026-11-21|a", "pixels"), ("month|house|20|0|2026-11-21|a", "pictures"),
    ("self-hosted|house|hour|1|-|-|2026-11-21|a", "unit"),
    ("self-hosted|house|picture|1|1|-|2026-11-21|a", "from"),
    ("self-hosted|house|second|1|9|8|2026-11-21|a", "to"), ("batch|house|image|1|2026-11-21|a", "kind"),
    ("family|house|rows|2026-11-21|a", "family"), ("output|house|low|1024x1024|0|2026-11-21|a", "tokens"),
    ("overhead|house|9|8|2026-11-21|a", "to tokens"),
    ("image|house|-|-|1|2026-11-21|a\nmonth|house|20|5|2026-11-21|a", "the same record again"),
    ("image|house,nobody|-|-|1|2026-11-21|a", "ids"), ("price|house|image|1|2026-11-21|a", "kind"),
  ])
  func refusesADamagedRow(line: String, place: String) {
    let error = #expect(throws: BillingError.self) { try table(line) }
    #expect(error?.code == .malformedTable && error?.found.hasSuffix(place) == true)
  }

  /// The dearest prices that can be read, with the largest pictures: nothing overflows.
  @Test(arguments: [
    "megapixel|house|-|100|500000|2026-11-21|a", "month|house|10000|1|2026-11-21|a",
    "self-hosted|house|second|100|86400|86400|2026-11-21|a", "image|house|-|-|100|2026-11-21|a",
  ])
  func theDearestPriceStillMultiplies(line: String) throws {
    let side = BilledSize.longestSide
    let found = try amount(
      try table(line), "house", "any", BilledSize(width: side, height: side), variants: 10)
    #expect(found.high > .zero)
    let pictures = RenderedPictures(
      quality: "any", size: BilledSize(width: side, height: side), count: .max, milliseconds: .max)
    #expect(try table(line).actual(model: "house", usage: nil, pictures: pictures) == .unpriced)
  }
}
