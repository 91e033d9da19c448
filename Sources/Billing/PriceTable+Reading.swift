internal import EditModel

extension PriceTable {
  /// Reads a table; its records and their fields stand in the head of the embedded one.
  ///
  /// A model's `model` record comes before its others. In the end it has a price per picture, or a price of
  /// text in, image in and image out, at least one quality, and its sizes by a rule or with their tokens. No
  /// record may stand twice; one that speaks of several models stands once for each.
  ///
  /// - Parameters:
  ///   - bytes: Tab-separated UTF-8 lines.
  ///   - name: What errors and price rows call the table.
  ///   - base: A table that this one adds to: a record of the same model, and of the same quality or kind of
  ///     price, takes the place of the one there; a `model` record is needed for new models only.
  /// - Throws: `BillingError` with `malformedTable`; `found` says table, line and field.
  public init(
    reading bytes: [UInt8], named name: String = "prices.tsv", overriding base: PriceTable? = nil
  ) throws(BillingError) {
    var reader = PriceTableReader(models: base?.models ?? [])
    for record in TableRecord.all(in: bytes, table: name) { try reader.read(record) }
    self.init(models: try reader.finish(name))
  }

  /// The models with no prices but those of the table of this name; a model that lacks one is left out.
  ///
  /// One service's prices say nothing about a gateway's, whatever it calls its models; only what its user
  /// stated does.
  public func pricedOnly(by name: String) -> PriceTable {
    PriceTable(
      models: models.compactMap { model in
        var own = model
        own.prices = model.prices.filter { $0.table == name }
        own.batchPrices = model.batchPrices.filter { $0.table == name }
        own.picturePrices = model.picturePrices.filter { $0.table == name }
        return own.isComplete ? own : nil
      })
  }
}

/// Reads the records of models, sizes and tokens; those of prices stand in an extension.
struct PriceTableReader {
  var models: [PricedModel]
  /// What this table has said so far.
  private var stated: Set<[String]> = []

  init(models: [PricedModel]) {
    self.models = models
  }

  private static let records = [
    "model", "sizes", "quality", "spread", "family", "output", "overhead", "price", "batch", "image",
    "megapixel", "month", "self-hosted",
  ]

  mutating func read(_ record: TableRecord) throws(BillingError) {
    switch record.fields[0] {
    case "model": try readModel(record.named(["id", "alias", "shutdown"]))
    case "sizes":
      try readSizes(
        record.named(["id", "grid", "longest side", "ratio", "fewest pixels", "most pixels"]))
    case "quality": try readQuality(record.named(["id", "name", "factor"]))
    case "spread": try readSpread(record.named(["id", "quality", "from percent", "to percent"]))
    case "family": try readFamily(record.named(["ids", "family"]))
    case "output": try readOutput(record.named(["ids", "quality", "size", "tokens"]))
    case "overhead": try readOverhead(record.named(["ids", "from tokens", "to tokens"]))
    case "price": try readTokenPrice(record.named(["id", "kind", "price"]), isBatch: false)
    case "batch": try readTokenPrice(record.named(["ids", "kind", "price"]), isBatch: true)
    case "image": try readImage(record.named(["ids", "quality", "size", "price"]))
    case "megapixel": try readMegapixel(record.named(["ids", "quality", "price", "pixels"]))
    case "month": try readMonth(record.named(["ids", "price", "pictures"]))
    case "self-hosted": try readSelfHosted(record.named(["ids", "unit", "price", "from", "to"]))
    default: throw record.fault(field: 0, allowed: Self.records)
    }
  }

  func finish(_ table: String) throws(BillingError) -> [PricedModel] {
    for model in models where !model.isComplete {
      throw BillingError(.malformedTable, found: "\(table), incomplete \(model.id)")
    }
    return models
  }

  private mutating func readModel(_ record: TableRecord) throws(BillingError) {
    let (id, alias, ends) = (record.text(1), record.optional(2), try record.optionalDay(3))
    try state(["model", id], record)
    let names = [id, alias].compactMap(\.self)
    let known = models.firstIndex { $0.id == id }
    let isTaken = models.enumerated().contains { index, model in
      index != known && (names.contains(model.id) || model.alias.map(names.contains) ?? false)
    }
    guard !isTaken else { throw record.fault(field: 2, allowed: ["a name of no other model"]) }
    if let known {
      (models[known].alias, models[known].ends) = (alias, ends)
    } else {
      models.append(PricedModel(id: id, alias: alias, ends: ends))
    }
  }

  private mutating func readSizes(_ record: TableRecord) throws(BillingError) {
    var numbers: [Int] = []
    for field in 2...6 { numbers.append(try record.number(field)) }
    guard numbers[3] <= numbers[4] else { throw record.fault(field: 6, allowed: ["\(numbers[3]) or more"]) }
    for model in try modelIndices(record) {
      try state(["sizes", models[model].id], record)
      models[model].sizes = SizeRule(
        grid: numbers[0], longestSide: numbers[1], maximumRatio: numbers[2],
        pixels: numbers[3]...numbers[4])
    }
  }

  private mutating func readQuality(_ record: TableRecord) throws(BillingError) {
    let quality = PricedModel.Quality(
      name: record.text(2), factor: try record.number(3, in: 1...1_000), source: record.source)
    for model in try modelIndices(record) {
      try state(["quality", models[model].id, quality.name], record)
      var others = models[model].qualities.filter { $0.name != quality.name }
      guard !others.contains(where: { $0.factor == quality.factor }) else {
        throw record.fault(field: 3, allowed: ["a factor of no other quality"])
      }
      others.append(quality)
      models[model].qualities = others.sorted { $0.factor < $1.factor }
    }
  }

  private mutating func readSpread(_ record: TableRecord) throws(BillingError) {
    let low = try record.number(3, in: 1...1_000)
    let high = try record.number(4, in: low...1_000)
    for model in try modelIndices(record) {
      try state(["spread", models[model].id, record.text(2)], record)
      let names = models[model].qualities.map(\.name)
      guard let quality = names.firstIndex(of: record.text(2)) else {
        throw record.fault(field: 2, allowed: names)
      }
      models[model].qualities[quality].spread = low...high
      models[model].qualities[quality].source = record.source
    }
  }

  private mutating func readFamily(_ record: TableRecord) throws(BillingError) {
    guard let family = PricedModel.TokenFamily(rawValue: record.text(2)) else {
      throw record.fault(field: 2, allowed: PricedModel.TokenFamily.allCases.map(\.rawValue))
    }
    for model in try modelIndices(record) {
      try state(["family", models[model].id], record)
      models[model].family = family
    }
  }

  private mutating func readOutput(_ record: TableRecord) throws(BillingError) {
    let output = PricedModel.Quality.Output(
      size: try record.size(3), tokens: try record.number(4, in: 1...1_000_000))
    for model in try modelIndices(record) {
      try state(["output", models[model].id, record.text(2), record.text(3)], record)
      let quality = quality(record.text(2), of: model, source: record.source)
      models[model].qualities[quality].outputs.removeAll { $0.size == output.size }
      models[model].qualities[quality].outputs.append(output)
    }
  }

  private mutating func readOverhead(_ record: TableRecord) throws(BillingError) {
    let low = try record.number(2, in: 1...1_000)
    let high = try record.number(3, in: low...1_000)
    for model in try modelIndices(record) {
      try state(["overhead", models[model].id], record)
      models[model].editOverhead = TokenRange(low: low, high: high)
    }
  }

  /// The place of a quality without factor, which is added where it is new.
  mutating func quality(_ name: String, of model: Int, source: String) -> Int {
    if let known = models[model].qualities.firstIndex(where: { $0.name == name }) { return known }
    models[model].qualities.append(PricedModel.Quality(name: name, factor: 0, source: source))
    return models[model].qualities.count - 1
  }

  mutating func state(_ key: [String], _ record: TableRecord) throws(BillingError) {
    guard stated.insert(key).inserted else { throw record.fault("the same record again") }
  }

  func modelIndices(_ record: TableRecord) throws(BillingError) -> [Int] {
    var indices: [Int] = []
    for name in try record.list(1) {
      guard let index = models.firstIndex(where: { $0.id == name || $0.alias == name }) else {
        throw record.fault(field: 1, allowed: models.map(\.id))
      }
      indices.append(index)
    }
    return indices
  }
}
