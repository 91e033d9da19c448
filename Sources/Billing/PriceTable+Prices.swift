extension PriceTableReader {
  /// Ten thousand dollars for a million tokens or for a month, so that no product overflows.
  private static let highestPrice = Money(nanodollars: 10_000_000_000_000)
  /// A hundred dollars for a picture, a megapixel or a second; most megapixels and seconds are bounded too.
  private static let highestPicturePrice = Money(nanodollars: 100_000_000_000)

  mutating func readTokenPrice(_ record: TableRecord, isBatch: Bool) throws(BillingError) {
    guard let kind = PriceKind(rawValue: record.text(2)), PriceKind.tokens.contains(kind) else {
      throw record.fault(field: 2, allowed: PriceKind.tokens.map(\.rawValue))
    }
    let price = try record.dollars(3, upTo: Self.highestPrice)
    guard price.nanodollars % 1_000_000 == 0 else {
      throw record.fault(field: 3, allowed: ["at most three decimals"])
    }
    for model in try modelIndices(record) {
      try state([record.text(0), models[model].id, kind.rawValue], record)
      let row = PriceRow(
        table: record.table, line: record.line, model: models[model].id, kind: kind, isBatch: isBatch,
        rate: Money(nanodollars: price.nanodollars / 1_000_000), seen: record.seen, source: record.source)
      let path = isBatch ? \PricedModel.batchPrices : \PricedModel.prices
      let rows = models[model][keyPath: path].filter { $0.kind != kind } + [row]
      models[model][keyPath: path] = PriceKind.tokens.compactMap { kind in rows.first { $0.kind == kind } }
    }
  }

  mutating func readImage(_ record: TableRecord) throws(BillingError) {
    let size = record.optional(3) == nil ? nil : try record.size(3)
    let terms = PictureTerms(quality: record.optional(2), size: size)
    try add(.image, record, try record.dollars(4, upTo: Self.highestPicturePrice), terms)
  }

  mutating func readMegapixel(_ record: TableRecord) throws(BillingError) {
    let terms = PictureTerms(quality: record.optional(2), unit: try record.number(4, in: 500_000...2_000_000))
    try add(.megapixel, record, try record.dollars(3, upTo: Self.highestPicturePrice), terms)
  }

  mutating func readMonth(_ record: TableRecord) throws(BillingError) {
    let terms = PictureTerms(unit: try record.number(3))
    try add(.month, record, try record.dollars(2, upTo: Self.highestPrice), terms)
  }

  mutating func readSelfHosted(_ record: TableRecord) throws(BillingError) {
    let price = try record.dollars(3, upTo: Self.highestPicturePrice)
    switch record.text(2) {
    case "picture":
      for field in 4...5 where record.optional(field) != nil {
        throw record.fault(field: field, allowed: ["-"])
      }
      try add(.selfHosted, record, price, PictureTerms())
    case "second":
      let low = try record.number(4, in: 1...86_400)
      let high = try record.number(5, in: low...86_400)
      try add(.selfHosted, record, price, PictureTerms(seconds: low...high))
    default: throw record.fault(field: 2, allowed: ["picture", "second"])
    }
  }

  /// Takes the place of every price of a base table that holds for the same qualities and sizes.
  private mutating func add(
    _ kind: PriceKind, _ record: TableRecord, _ rate: Money, _ terms: PictureTerms
  ) throws(BillingError) {
    for model in try modelIndices(record) {
      let id = models[model].id
      try state(["picture", id, terms.quality ?? "-", terms.size?.description ?? "-"], record)
      if let name = terms.quality { _ = quality(name, of: model, source: record.source) }
      models[model].picturePrices.removeAll {
        $0.terms?.quality == terms.quality && $0.terms?.size == terms.size
      }
      models[model].picturePrices.append(
        PriceRow(
          table: record.table, line: record.line, model: id, kind: kind, rate: rate, terms: terms,
          seen: record.seen, source: record.source))
    }
  }
}
