import Billing
import EditModel
import Testing

@Suite struct ModelTableTests {
  private let table = ModelTable.embedded

  private func facts(_ name: String) throws -> ModelFacts { try #require(table.model(named: name)) }

  @Test func everyPricedModelHasOptionsWithItsPricedQualitiesInOrderOrEnds() throws {
    for priced in PriceTable.embedded.models {
      let facts = try facts(priced.id)
      #expect(facts.id == priced.id && facts.alias == priced.alias && facts.ends == priced.ends)
      guard let options = facts.options else {
        #expect(priced.ends != nil)
        continue
      }
      #expect(options.qualities == priced.qualities.map(\.name))
    }
  }

  @Test func everyModelThatIsCalledHasPricesTimesAndLimits() throws {
    for model in table.models {
      guard let options = model.options else {
        #expect(model.ends != nil && model.successor != nil && model.limits.isEmpty)
        continue
      }
      #expect(PriceTable.embedded.model(named: model.id) != nil)
      #expect(options.qualities.allSatisfy { model.latency(quality: $0) != nil })
      #expect(options.pictureLimit == 16 && options.referenceLimit == 15)
      #expect(options.variantLimit == 10 && options.partialLimit == 3)
      #expect(options.promptLimit == 32_000 && options.inputFidelities.isEmpty)
      #expect(options.formats == ["png", "jpeg", "webp"])
    }
  }

  @Test(arguments: [
    ("gpt-image-2", 3, 0, false), ("gpt-image-2.5-flare", 5, 0, true),
    ("gpt-image-2.5-sunburst-2026-09-08", 5, 0, true), ("gpt-image-2.6-sunburst", 5, 3, true),
    ("gpt-image-2.6-flare", 5, 3, true),
  ])
  func knowsWhatAModelTakes(name: String, qualities: Int, complexities: Int, transparency: Bool) throws {
    let options = try #require(facts(name).options)
    #expect(options.qualities.count == qualities)
    #expect(options.complexities.count == complexities)
    #expect(options.allowsTransparency == transparency)
  }

  /// The published tiers: pictures and tokens a minute.
  @Test(arguments: [
    (1, 5, 100_000), (2, 20, 250_000), (3, 50, 800_000), (4, 150, 3_000_000), (5, 250, 8_000_000),
  ])
  func knowsThePublishedTiers(tier: Int, images: Int, tokens: Int) throws {
    for model in table.models where model.options != nil {
      let limits = try #require(model.tier(tier))
      #expect((limits.imagesPerMinute, limits.tokensPerMinute) == (images, tokens))
      #expect(limits.requestsPerMinute == nil)
      #expect(model.tier(6) == nil)
    }
  }

  @Test(arguments: [
    ("dall-e-2", "2026-05-12"), ("dall-e-3", "2026-05-12"), ("gpt-image-1", "2026-10-23"),
    ("gpt-image-1-mini", "2026-12-01"), ("gpt-image-1.5", "2026-12-01"),
    ("gpt-image-1.5-2025-12-16", "2026-12-01"), ("chatgpt-image-latest", "2026-12-01"),
  ])
  func retiredModelsNameTheirEndAndSuccessor(name: String, ends: String) throws {
    let facts = try facts(name)
    #expect(facts.options == nil && facts.ends == ends)
    let successor = try self.facts(try #require(facts.successor))
    #expect(successor.options != nil && successor.ends == nil)
  }

  @Test(arguments: [
    ("2026-11-30T23:59:59.999Z", false), ("2026-12-01T00:00:00.000Z", true),
    ("2027-01-01T00:00:00.000Z", true), ("2025-12-31T00:00:00.000Z", false),
  ])
  func aModelIsShutDownFromItsDayOn(moment: String, isDown: Bool) throws {
    let moment = try #require(Timestamp(moment))
    #expect(try facts("gpt-image-1.5").isShutDown(at: moment) == isDown)
    #expect(try !facts("gpt-image-2").isShutDown(at: moment))
  }

  @Test func timesGrowWithQuality() throws {
    for model in table.models {
      let times = (model.options?.qualities ?? []).compactMap(model.latency)
      for (faster, slower) in zip(times, times.dropFirst()) {
        #expect(faster.usualSeconds <= slower.usualSeconds && faster.slowSeconds <= slower.slowSeconds)
      }
    }
    let high = try #require(facts("gpt-image-2").latency(quality: "high"))
    #expect((high.usualSeconds, high.slowSeconds) == (195, 280))
    #expect(try facts("gpt-image-2").latency(quality: "max") == nil)
  }
}

@Suite struct ModelTableReadingTests {
  static let complete = """
    # comment
    model\tm\ta\t2026-01-01\t-\t-\t2026-02-01\ts
    model\told\t-\t-\t2026-03-01\tm\t2026-02-01\ts
    options\tm\tlow,high\t-\tyes\tpng\t-\t16\t10\t3\t1000\t2026-02-01\ts
    latency\tm\tlow\t10\t20\t2026-02-01\ts
    tier\tm,old\t1\t-\t5\t100000\t2026-02-01\ts

    """

  private func read(_ text: String, over base: ModelTable? = nil) throws -> ModelTable {
    try ModelTable(reading: Array(text.utf8), named: "mine.tsv", overriding: base)
  }

  @Test func readsATable() throws {
    let table = try read(Self.complete)
    let model = try #require(table.model(named: "a"))
    #expect(model.options?.qualities == ["low", "high"])
    #expect(model.options?.complexities == [])
    #expect(model.latency(quality: "low")?.slowSeconds == 20)
    #expect(table.model(named: "old")?.tier(1)?.tokensPerMinute == 100_000)
  }

  @Test(arguments: [
    ("model\tm", "modle\tm", "line 2, record"), ("m\ta\t2026", "m\told\t2026", "line 3, alias"),
    ("2026-01-01", "soon", "line 2, launched"), ("2026-03-01", "2026-3-1", "line 3, shutdown"),
    ("\tm\t2026-02-01", "\tx\t2026-02-01", "successor of old"),
    ("\tm\t2026-02-01", "\told\t2026-02-01", "successor of old"),
    ("low,high", "low,low", "line 4, qualities"), ("low,high", "low,", "line 4, qualities"),
    ("yes", "maybe", "line 4, transparency"), ("\t16\t", "\t0\t", "line 4, pictures"),
    ("\t3\t1000", "\t-1\t1000", "line 4, partials"), ("1000\t2", "\t2", "line 4, prompt characters"),
    ("10\t20", "20\t10", "line 5, slow"), ("10\t20", "10", "line 5, number of fields"),
    ("latency\tm", "latency\tx", "line 5, ids"), ("tier\tm,old\t1", "tier\tm,old\t0", "line 6, tier"),
    ("m,old", "m,m", "line 6, ids"), ("m,old", "m,a", "line 6, the same record again"),
    ("\t5\t", "\tfive\t", "line 6, images"), ("\t5\t", "\t1000000001\t", "line 6, images"),
    ("# comment", "model\tm\t-\t-\t-\t-\t2026-02-01\ts", "line 2, the same record again"),
    ("2026-02-01\ts\ntier", "2026-02-01\t\ntier", "line 5, source"),
  ])
  func aDamagedTableNamesLineAndField(part: String, damage: String, place: String) throws {
    let range = try #require(Self.complete.firstRange(of: part))
    let text = Self.complete.replacingCharacters(in: range, with: damage)
    let error = #expect(throws: BillingError.self) { try read(text) }
    #expect(error?.code == .malformedTable)
    #expect(error?.found == "mine.tsv" + (place.hasPrefix("line") ? " " : ", ") + place)
  }

  @Test func aUsersRowsTakeThePlaceOfThoseOfTheSameModel() throws {
    let text = """
      tier\tgpt-image-2\t1\t2\t1\t1000\t2026-11-21\tmy account\r
      latency\tgpt-image-2\tlow\t5\t6\t2026-11-21\tmine\r
      model\thouse\t-\t-\t-\t-\t2026-11-21\tmine
      """
    let base = ModelTable.embedded
    let table = try read(text, over: base)
    let (old, new) = try (
      #require(base.model(named: "gpt-image-2")), #require(table.model(named: "gpt-image-2"))
    )
    #expect(new.tier(1)?.requestsPerMinute == 2)
    #expect(new.tier(1)?.source == "my account")
    #expect(new.tier(2) == old.tier(2))
    #expect(new.limits.map(\.tier) == [1, 2, 3, 4, 5])
    #expect(new.latency(quality: "low")?.usualSeconds == 5)
    #expect(new.latency(quality: "high") == old.latency(quality: "high"))
    #expect(new.options == old.options && new.launched == old.launched)
    #expect(table.models.count == base.models.count + 1)
    #expect(table.model(named: "house")?.options == nil)
  }
}
