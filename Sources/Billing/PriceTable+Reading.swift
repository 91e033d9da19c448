internal import EditModel

extension PriceTable {
  /// Reads a table; its records and their fields stand in the head of the embedded one.
  ///
  /// A model's `model` record comes before its others, and in the end it has sizes, at least one quality and
  /// a price of each kind but `text-out`. No record may stand twice.
  ///
  /// - Parameters:
  ///   - bytes: Tab-separated UTF-8 lines.
  ///   - name: What errors and price rows call the table.
  ///   - base: A table that this one adds to: a record of the same model, and of the same quality or kind of
  ///     token, takes the place of the one there; a `model` record is needed for new models only.
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
        return TokenKind.required.allSatisfy { own.price(of: $0) != nil } ? own : nil
      })
  }
}

private struct PriceTableReader {
  private var models: [PricedModel]
  /// What this table has said so far.
  private var stated: Set<[String]> = []

  /// Ten thousand dollars for a million tokens, so that no product overflows.
  private static let highestPrice = Money(nanodollars: 10_000_000_000_000)

  init(models: [PricedModel]) {
    self.models = models
  }

  mutating func read(_ record: TableRecord) throws(BillingError) {
    switch record.fields[0] {
    case "model": try readModel(record.named(["id", "alias", "shutdown"]))
    case "sizes":
      try readSizes(
        record.named(["id", "grid", "longest side", "ratio", "fewest pixels", "most pixels"]))
    case "quality": try readQuality(record.named(["id", "name", "factor"]))
    case "spread": try readSpread(record.named(["id", "quality", "from percent", "to percent"]))
    case "price": try readPrice(record.named(["id", "kind", "price"]))
    default: throw record.fault(field: 0, allowed: ["model", "sizes", "quality", "spread", "price"])
    }
  }

  func finish(_ table: String) throws(BillingError) -> [PricedModel] {
    for model in models {
      let isComplete =
        model.sizes != nil && !model.qualities.isEmpty
        && TokenKind.required.allSatisfy { model.price(of: $0) != nil }
      guard isComplete else {
        throw BillingError(.malformedTable, found: "\(table), incomplete \(model.id)")
      }
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
      models.append(
        PricedModel(id: id, alias: alias, ends: ends, sizes: nil, qualities: [], prices: []))
    }
  }

  private mutating func readSizes(_ record: TableRecord) throws(BillingError) {
    let model = try modelIndex(record)
    try state(["sizes", models[model].id], record)
    var numbers: [Int] = []
    for field in 2...6 { numbers.append(try record.number(field)) }
    guard numbers[3] <= numbers[4] else { throw record.fault(field: 6, allowed: ["\(numbers[3]) or more"]) }
    models[model].sizes = SizeRule(
      grid: numbers[0], longestSide: numbers[1], maximumRatio: numbers[2],
      pixels: numbers[3]...numbers[4])
  }

  private mutating func readQuality(_ record: TableRecord) throws(BillingError) {
    let model = try modelIndex(record)
    try state(["quality", models[model].id, record.text(2)], record)
    let quality = PricedModel.Quality(
      name: record.text(2), factor: try record.number(3, in: 1...1_000), source: record.source)
    var others = models[model].qualities.filter { $0.name != quality.name }
    guard !others.contains(where: { $0.factor == quality.factor }) else {
      throw record.fault(field: 3, allowed: ["a factor of no other quality"])
    }
    others.append(quality)
    models[model].qualities = others.sorted { $0.factor < $1.factor }
  }

  private mutating func readSpread(_ record: TableRecord) throws(BillingError) {
    let model = try modelIndex(record)
    try state(["spread", models[model].id, record.text(2)], record)
    let names = models[model].qualities.map(\.name)
    guard let quality = names.firstIndex(of: record.text(2)) else {
      throw record.fault(field: 2, allowed: names)
    }
    let low = try record.number(3, in: 1...1_000)
    models[model].qualities[quality].spread = low...(try record.number(4, in: low...1_000))
    models[model].qualities[quality].source = record.source
  }

  private mutating func readPrice(_ record: TableRecord) throws(BillingError) {
    let model = try modelIndex(record)
    guard let kind = TokenKind(rawValue: record.text(2)) else {
      throw record.fault(field: 2, allowed: TokenKind.allCases.map(\.rawValue))
    }
    try state(["price", models[model].id, kind.rawValue], record)
    guard let price = Money(dollars: record.text(3)), price.nanodollars % 1_000_000 == 0,
      price <= Self.highestPrice
    else {
      throw record.fault(field: 3, allowed: ["0 to 10000 dollars, at most three decimals"])
    }
    let row = PriceRow(
      table: record.table, line: record.line, model: models[model].id, kind: kind,
      rate: Money(nanodollars: price.nanodollars / 1_000_000), seen: record.seen, source: record.source)
    let rows = models[model].prices.filter { $0.kind != kind } + [row]
    models[model].prices = TokenKind.allCases.compactMap { kind in rows.first { $0.kind == kind } }
  }

  private mutating func state(_ key: [String], _ record: TableRecord) throws(BillingError) {
    guard stated.insert(key).inserted else { throw record.fault("the same record again") }
  }

  private func modelIndex(_ record: TableRecord) throws(BillingError) -> Int {
    let name = record.text(1)
    guard let index = models.firstIndex(where: { $0.id == name || $0.alias == name }) else {
      throw record.fault(field: 1, allowed: models.map(\.id))
    }
    return index
  }
}
