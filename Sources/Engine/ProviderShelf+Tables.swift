internal import Billing
internal import EditModel

extension ProviderShelf.Tables {
  /// The built-in tables with the rows of the user's files in their place.
  ///
  /// - Throws: `Problem` about a file that cannot be read, or with code `badValue` naming line and field.
  init(_ access: ProviderAccess, files: UserFiles) throws(Problem) {
    self.init()
    if let path = access.modelsFile {
      let bytes = try files.read(path)
      models = try Self.reading(path) { () throws(BillingError) in
        try ModelTable(reading: bytes, named: path, overriding: .embedded)
      }
    }
    guard let path = access.pricesFile else { return }
    let bytes = try files.read(path)
    prices = try Self.reading(path) { () throws(BillingError) in
      try PriceTable(reading: bytes, named: path, overriding: .embedded)
    }
    ownPrices = prices.pricedOnly(by: path)
  }

  private static func reading<Table>(
    _ path: String, _ body: () throws(BillingError) -> Table
  ) throws(Problem) -> Table {
    do {
      return try body()
    } catch {
      throw Problem(.badValue, path, found: error.found, allowed: error.allowed)
    }
  }
}
