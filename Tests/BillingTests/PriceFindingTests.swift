import Billing
import EditModel
import Testing

@Suite struct PriceFindingTests {
  private func findings(
    _ prices: PriceTable = .embedded, _ models: ModelTable = .embedded, on day: String
  ) throws -> [PriceFinding] {
    prices.findings(models: models, now: try #require(Timestamp("\(day)T12:00:00.000Z")))
  }

  private func table(_ text: String) throws -> PriceTable {
    try PriceTable(
      reading: Array(text.replacing("|", with: "\t").utf8), named: "mine.tsv", overriding: .embedded)
  }

  @Test func freshTablesShowOnlyWhatHasEnded() throws {
    let found = try findings(on: "2026-11-21")
    #expect(found.map(\.model) == ["gpt-image-1", "dall-e-3", "dall-e-2"])
    #expect(found.allSatisfy { $0.kind == .shutDown && !$0.isInUse && $0.row == nil })
    #expect(found.map(\.day) == ["2026-10-23", "2026-05-12", "2026-05-12"])
  }

  @Test func modelsEndOnTheirDay() throws {
    #expect(try findings(on: "2026-11-30").count == 3)
    #expect(try findings(on: "2026-12-01").filter { $0.kind == .shutDown }.count == 6)
  }

  /// Seen on 2026-11-20: 90 days later is 2027-02-18.
  @Test func rowsAreOldAfterNinetyDays() throws {
    #expect(try findings(on: "2027-02-18").allSatisfy { $0.kind == .shutDown })
    let found = try findings(on: "2027-02-19").filter { $0.kind == .old }
    let live = PriceTable.embedded.models.prefix(5)
    #expect(found.count == live.map { $0.prices.count + $0.batchPrices.count }.reduce(0, +))
    #expect(found.count == 5 * 11)
    #expect(found.first?.row?.description == "prices.tsv:16 text-in gpt-image-2-2026-04-21 2026-11-20")
    #expect(found.allSatisfy { $0.isInUse && $0.day == "2026-11-20" })
  }

  @Test func aUsersRowsAreLookedAtToo() throws {
    let prices = try table(
      """
      price|gpt-image-2|image-out|1|2026-01-01|a
      model|house|-|-|2026-11-21|a
      image|house|-|-|1|2026-02-31|a
      """)
    let found = try findings(prices, on: "2026-11-21").filter { $0.kind == .old }
    #expect(found.map(\.model) == ["gpt-image-2-2026-04-21", "house"])
    #expect(found.map { $0.row?.line } == [1, 3])
  }

  /// Whichever table knows of it.
  @Test func aModelThatIsStillCalledAfterItsEndIsInUse() throws {
    let prices = try table("model|gpt-image-2-2026-04-21|gpt-image-2|2027-01-01|2026-11-21|a")
    let ended = try findings(prices, on: "2027-01-01").filter(\.isInUse)
    #expect(ended.map(\.kind) == [.shutDown] && ended.first?.day == "2027-01-01")
    let line = "model\tgpt-image-2.6-flare\t-\t2026-11-04\t2026-11-20\tgpt-image-2-2026-04-21\t2026-11-21\ta"
    let models = try ModelTable(reading: Array(line.utf8), named: "mine.tsv", overriding: .embedded)
    let other = try findings(.embedded, models, on: "2026-11-21").filter(\.isInUse)
    #expect(other.map(\.model) == ["gpt-image-2.6-flare"] && other.first?.kind == .shutDown)
  }

  @Test func aModelThatIsCalledNeedsAPrice() throws {
    let found = try findings(PriceTable.embedded.pricedOnly(by: "mine.tsv"), on: "2026-11-21")
    #expect(found.allSatisfy { $0.kind == .withoutPrice && $0.isInUse && $0.day == nil })
    #expect(found.map(\.model) == PriceTable.embedded.modelNames.prefix(5).map { $0 })
  }
}
