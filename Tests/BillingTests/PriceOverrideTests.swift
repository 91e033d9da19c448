import Billing
import EditModel
import Testing

/// A user's own price file over the embedded one.
@Suite struct PriceOverrideTests {
  private func read(_ lines: String...) throws -> PriceTable {
    let text = lines.map { $0.replacing("|", with: "\t") }.joined(separator: "\n")
    return try PriceTable(reading: Array(text.utf8), named: "mine.tsv", overriding: .embedded)
  }

  private func model(_ table: PriceTable, _ name: String) throws -> PricedModel {
    try #require(table.model(named: name))
  }

  @Test func aRowTakesThePlaceOfTheSameKind() throws {
    let table = try read("# ours", "price|gpt-image-2|image-out|24.5|2026-11-21|contract\r")
    let (old, new) = (try model(.embedded, "gpt-image-2"), try model(table, "gpt-image-2"))
    #expect(new.prices.map(\.kind) == PriceKind.tokens)
    #expect(new.price(of: .imageIn) == old.price(of: .imageIn))
    let row = try #require(new.price(of: .imageOut))
    #expect(row.description == "mine.tsv:2 image-out gpt-image-2-2026-04-21 2026-11-21")
    #expect(row.source == "contract")
    #expect(table.models.dropFirst() == PriceTable.embedded.models.dropFirst())
    let usage = Usage(textIn: 2, imageIn: 0, imageOut: 10)
    let expected = "prices.tsv:16 mine.tsv:2 gpt-image-2-2026-04-21 2026-11-20 2026-11-21"
    #expect(
      table.actual(model: "gpt-image-2", usage: usage)
        == .billed(Money(nanodollars: 255_000), row: expected))
  }

  @Test func aQualityAndItsSpreadAreReplaced() throws {
    let table = try read("quality|gpt-image-2.6-flare|high|50|2026-11-21|own readings")
    let high = try #require(model(table, "gpt-image-2.6-flare").qualities.first { $0.name == "high" })
    #expect(high.factor == 50 && high.spread == 100...100 && high.uncertainty == nil)
    #expect(try model(table, "gpt-image-2.6-sunburst") == model(.embedded, "gpt-image-2.6-sunburst"))
  }

  @Test func aNewModelNeedsAllItsRecords() throws {
    let records = [
      "model|house|-|-|2026-11-21|own", "sizes|house|8|4096|4|1|16777216|2026-11-21|own",
      "quality|house|standard|32|2026-11-21|own", "price|house|image-out|1|2026-11-21|own",
      "price|house|text-in|0|2026-11-21|own", "price|house|image-in|0.5|2026-11-21|own",
    ]
    let all = try read(records.joined(separator: "\n"))
    #expect(try model(all, "house").prices.map(\.rate.nanodollars) == [0, 500, 1_000])
    for missing in records.indices {
      var some = records
      some.remove(at: missing)
      let text = some.joined(separator: "\n")
      #expect(throws: BillingError.self) { try read(text) }
    }
  }

  @Test(arguments: [
    "price|gpt-image-2|image-out|1|2026-11-21|a\nprice|gpt-image-2-2026-04-21|image-out|2|2026-11-21|b",
    "model|mine|gpt-image-2|-|2026-11-21|a", "model|gpt-image-2|-|-|2026-11-21|a",
    "quality|gpt-image-2|high|48|2026-11-21|a", "spread|gpt-image-2|max|90|100|2026-11-21|a",
    "spread|gpt-image-2|high|100|90|2026-11-21|a", "spread|gpt-image-2|high|0|90|2026-11-21|a",
  ])
  func refusesWhatContradictsItself(text: String) {
    #expect(throws: BillingError.self) { try read(text) }
  }

  @Test func onlyAUsersOwnRowsPriceAGateway() throws {
    #expect(try read("price|gpt-image-2|image-out|1|2026-11-21|a").pricedOnly(by: "mine.tsv").models == [])
    let own = try read(
      "price|gpt-image-2|image-out|1|2026-11-21|a", "price|gpt-image-2|image-in|1|2026-11-21|a",
      "price|gpt-image-2|text-in|1|2026-11-21|a")
    let table = own.pricedOnly(by: "mine.tsv")
    #expect(table.modelNames == ["gpt-image-2-2026-04-21"])
    let prices = try model(table, "gpt-image-2").prices
    #expect(prices.map(\.table) == ["mine.tsv", "mine.tsv", "mine.tsv"])
  }

  /// The dearest table that can be read, with the largest call: nothing overflows.
  @Test func theDearestTableStillMultiplies() throws {
    let table = try read(
      "sizes|gpt-image-2|1|1000000000|1000000000|1|1000000000|2026-11-21|a",
      "quality|gpt-image-2|high|1000|2026-11-21|a", "spread|gpt-image-2|high|1000|1000|2026-11-21|a",
      "price|gpt-image-2|image-out|10000|2026-11-21|a")
    let pricing = try CallPricing(
      model: try model(table, "gpt-image-2"), quality: "high",
      output: BilledSize(width: 31_600, height: 31_600),
      inputs: Array(repeating: BilledSize(width: 4_000, height: 4_000), count: 16), variants: 10,
      partials: 3)
    #expect(pricing.amount(text: TokenRange(low: 0, high: 128_000)).high.nanodollars > 0)
  }
}
