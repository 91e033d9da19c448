import Billing
import EditModel
import Testing

@Suite struct PriceTableTests {
  @Test(arguments: [
    ("gpt-image-2", "gpt-image-2-2026-04-21"),
    ("gpt-image-2-2026-04-21", "gpt-image-2-2026-04-21"),
    ("gpt-image-2.5-sunburst", "gpt-image-2.5-sunburst-2026-09-08"),
    ("gpt-image-2.5-flare", "gpt-image-2.5-flare-2026-09-08"),
  ])
  func findsModelsByNameAndAlias(name: String, id: String) {
    #expect(PriceTable.embedded.model(named: name)?.id == id)
  }

  @Test func knowsNoOtherModel() {
    #expect(PriceTable.embedded.model(named: "gpt-image-2.5") == nil)
    #expect(PriceTable.embedded.model(named: "-") == nil)
    #expect(PriceTable.embedded.modelNames == ModelTable.embedded.models.map(\.id))
  }

  /// The models that this version calls.
  private var callable: [PricedModel] {
    PriceTable.embedded.models.filter { ModelTable.embedded.model(named: $0.id)?.options != nil }
  }

  @Test func theDefaultModelAndEveryQualityOfTheSettingsHavePrices() throws {
    let setting = try #require(Setting.named("model"))
    let model = try #require(PriceTable.embedded.model(named: setting.standard))
    let quality = try #require(Setting.named("quality"))
    #expect(model.qualities.map(\.name).contains(quality.standard))
    guard case .oneOf(let names) = quality.values else {
      Issue.record("quality is a choice")
      return
    }
    #expect(Set(names) == Set(callable.flatMap { $0.qualities.map(\.name) }))
  }

  @Test func everyPriceNamesItsRow() throws {
    let model = try #require(PriceTable.embedded.model(named: "gpt-image-2"))
    let row = try #require(model.price(of: .imageOut))
    #expect(row.description == "prices.tsv:18 image-out gpt-image-2-2026-04-21 2026-11-20")
    #expect(row.rate == Money(nanodollars: 30_000))
    #expect(model.prices.map(\.rate.nanodollars) == [5_000, 8_000, 30_000, 10_000, 1_250, 2_000])
  }

  @Test func theSizeRuleIsThePublishedOne() throws {
    for model in callable {
      let published = SizeRule(
        grid: 16, longestSide: 3840, maximumRatio: 3, pixels: 655_360...8_294_400)
      #expect(model.sizes == published)
    }
  }

  static let complete = """
    # comment
    model\tm\ta\t-\t2026-01-01\ts
    sizes\tm\t16\t3840\t3\t100\t200\t2026-01-01\ts
    quality\tm\tlow\t16\t2026-01-01\ts
    price\tm\ttext-in\t5\t2026-01-01\ts
    price\tm\timage-in\t8\t2026-01-01\ts
    price\tm\timage-out\t0.125\t2026-01-01\ts

    """

  @Test func readsATable() throws {
    let table = try PriceTable(reading: Array(Self.complete.utf8))
    #expect(table.models.map(\.id) == ["m"])
    #expect(table.model(named: "a")?.price(of: .imageOut)?.rate.nanodollars == 125)
    #expect(table.model(named: "a")?.price(of: .imageOut)?.line == 7)
  }

  @Test(arguments: [
    ("model\tm", "modle\tm"), ("2026-01-01\ts\nsizes", "2026-1-01\ts\nsizes"),
    ("\t-\t", "\tsoon\t"), ("100\t200", "200\t100"), ("100\t200", "-1\t200"),
    ("low\t16", "low\t0"), ("low\t16", "low\tsixteen"), ("text-in", "image-in"),
    ("text-in", "text"), ("0.125", "0.0001"), ("0.125", "-1"), ("0.125", "1000001"),
    ("16\t3840", "16\t1000000001"), ("price\tm\ttext-in", "price\tx\ttext-in"),
    ("price\tm\timage-out\t0.125\t2026-01-01\ts\n", ""), ("sizes\tm\t16", "sizes\tm\t16\t16"),
    ("# comment", "model\tm\tb\t-\t2026-01-01\ts"), ("# comment", "model\tb\ta\t-\t2026-01-01\ts"),
    ("# comment", "model\ta\t-\t-\t2026-01-01\ts"), ("low\t16\t", "\t16\t"),
  ])
  func refusesADamagedTable(part: String, damage: String) throws {
    let range = try #require(Self.complete.firstRange(of: part))
    let text = Self.complete.replacingCharacters(in: range, with: damage)
    #expect(throws: BillingError.self) { try PriceTable(reading: Array(text.utf8)) }
  }

  @Test(arguments: [
    ("model\tm", "modle\tm", "line 2, record"), ("low\t16", "low\t1001", "line 4, factor"),
    ("0.125", "0.1255", "line 7, price"), ("0.125", "10000.001", "line 7, price"),
    ("text-in", "text", "line 5, kind"), ("100\t200", "200\t100", "line 3, most pixels"),
    ("image-in", "text-in", "line 6, the same record again"), ("\t-\t", "\tsoon\t", "line 2, shutdown"),
    ("price\tm\ttext-in", "price\tx\ttext-in", "line 5, id"),
    ("text-in\t5\t", "text-in\t5\t\t", "line 5, number of fields"),
  ])
  func aDamagedTableNamesLineAndField(part: String, damage: String, place: String) throws {
    let range = try #require(Self.complete.firstRange(of: part))
    let text = Self.complete.replacingCharacters(in: range, with: damage)
    let error = #expect(throws: BillingError.self) {
      try PriceTable(reading: Array(text.utf8), named: "mine.tsv")
    }
    #expect(error?.found == "mine.tsv \(place)")
  }

  @Test func aPriceMayBeTenThousandDollarsOrNothing() throws {
    for price in ["10000", "0"] {
      let range = try #require(Self.complete.firstRange(of: "0.125"))
      let text = Self.complete.replacingCharacters(in: range, with: price)
      let rate = try PriceTable(reading: Array(text.utf8)).model(named: "m")?.price(of: .imageOut)?.rate
      #expect(rate == Money(nanodollars: (Int64(price) ?? -1) * 1_000))
    }
  }

  @Test(arguments: 0..<complete.utf8.count)
  func survivesATableThatEndsAnywhere(length: Int) {
    let table = try? PriceTable(reading: Array(Self.complete.utf8.prefix(length)))
    let isWhole = length >= Self.complete.utf8.count - 1
    #expect((table?.models.isEmpty == false) == isWhole)
  }
}

extension String {
  func firstRange(of part: String) -> Range<Index>? { firstRanges(of: part).first }

  private func firstRanges(of part: String) -> [Range<Index>] {
    indices.compactMap { start in
      self[start...].hasPrefix(part) ? start..<index(start, offsetBy: part.count) : nil
    }
  }

  func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    var copy = self
    copy.replaceSubrange(range, with: text)
    return copy
  }
}
