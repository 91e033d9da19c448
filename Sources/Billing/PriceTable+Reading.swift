internal import EditModel

extension PriceTable {
  /// Reads a table: tab-separated UTF-8 lines whose first field names the record; `#` starts a comment.
  ///
  /// The records and their fields stand in the table's own head. Each model has its `model` record first,
  /// and in the end sizes, at least one quality and one price of each kind.
  ///
  /// - Throws: `BillingError` with `malformedTable`; `found` says the line and what is wrong with it.
  public init(reading bytes: [UInt8]) throws(BillingError) {
    var reader = PriceTableReader()
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      try reader.read(line, number: index + 1)
    }
    self.init(models: try reader.finish())
  }
}

private struct PriceTableReader {
  private var models: [PricedModel] = []
  private var line = 0
  private var fields: [String] = []

  /// Bounds that keep every product of later reckoning within 64 bits: a dollar a token, a billion pixels.
  private static let largestNumber = 1_000_000_000
  private static let highestPrice = Money(nanodollars: 1_000_000_000_000_000)

  mutating func read(_ bytes: ArraySlice<UInt8>, number: Int) throws(BillingError) {
    guard !bytes.isEmpty, bytes.first != UInt8(ascii: "#") else { return }
    line = number
    fields = bytes.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    switch fields[0] {
    case "model": try readModel()
    case "sizes": try readSizes()
    case "quality": try readQuality()
    case "price": try readPrice()
    default: throw malformed("record")
    }
  }

  func finish() throws(BillingError) -> [PricedModel] {
    for model in models {
      let isComplete =
        model.sizes != nil && !model.qualities.isEmpty
        && model.prices.map(\.kind) == TokenKind.allCases
      guard isComplete else {
        throw BillingError(.malformedTable, found: "incomplete \(model.id)")
      }
    }
    return models
  }

  private mutating func readModel() throws(BillingError) {
    try requireFields(6)
    let ends = optional(3)
    if let ends { try requireDay(ends) }
    let names = [fields[1], optional(2)].compactMap(\.self)
    let isKnown = models.contains { names.contains($0.id) || $0.alias.map(names.contains) ?? false }
    guard !isKnown else { throw malformed("duplicate model") }
    models.append(
      PricedModel(
        id: fields[1], alias: optional(2), ends: ends, sizes: nil, qualities: [], prices: []))
  }

  private mutating func readSizes() throws(BillingError) {
    try requireFields(9)
    let model = try modelIndex()
    var numbers: [Int] = []
    for field in 2...6 { numbers.append(try number(field)) }
    guard models[model].sizes == nil, numbers[3] <= numbers[4] else { throw malformed("sizes") }
    models[model].sizes = SizeRule(
      grid: numbers[0], longestSide: numbers[1], maximumRatio: numbers[2],
      pixels: numbers[3]...numbers[4])
  }

  private mutating func readQuality() throws(BillingError) {
    try requireFields(6)
    let model = try modelIndex()
    let quality = PricedModel.Quality(name: fields[2], factor: try number(3))
    let last = models[model].qualities.last?.factor ?? 0
    guard last < quality.factor, quality.factor <= 1_000 else { throw malformed("factor") }
    models[model].qualities.append(quality)
  }

  private mutating func readPrice() throws(BillingError) {
    try requireFields(6)
    let model = try modelIndex()
    guard let kind = TokenKind(rawValue: fields[2]),
      models[model].prices.count < TokenKind.allCases.count,
      TokenKind.allCases[models[model].prices.count] == kind
    else { throw malformed("kind") }
    guard let price = Money(dollars: fields[3]), price.nanodollars % 1_000_000 == 0,
      price <= Self.highestPrice
    else {
      throw malformed("price")
    }
    models[model].prices.append(
      PriceRow(
        line: line, model: models[model].id, kind: kind,
        rate: Money(nanodollars: price.nanodollars / 1_000_000), seen: fields[4], source: fields[5])
    )
  }

  private func requireFields(_ count: Int) throws(BillingError) {
    guard fields.count == count, fields.allSatisfy({ !$0.isEmpty }) else {
      throw malformed("number of fields")
    }
    try requireDay(fields[count - 2])
  }

  /// Refuses all but `YYYY-MM-DD` in digits.
  private func requireDay(_ text: String) throws(BillingError) {
    let isDay =
      text.utf8.count == 10
      && text.utf8.enumerated().allSatisfy { index, byte in
        index == 4 || index == 7
          ? byte == UInt8(ascii: "-") : (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      }
    guard isDay else { throw malformed("day") }
  }

  private func modelIndex() throws(BillingError) -> Int {
    guard let index = models.firstIndex(where: { $0.id == fields[1] }) else {
      throw malformed("model")
    }
    return index
  }

  private func number(_ field: Int) throws(BillingError) -> Int {
    guard let number = Int(fields[field]), (1...Self.largestNumber).contains(number) else {
      throw malformed("number")
    }
    return number
  }

  private func optional(_ field: Int) -> String? {
    fields[field] == "-" ? nil : fields[field]
  }

  private func malformed(_ what: String) -> BillingError {
    BillingError(.malformedTable, found: "line \(line): \(what)")
  }
}
