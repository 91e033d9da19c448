/// One record of a table, and the words for what is wrong with it.
///
/// A table is UTF-8 text, a record a line, fields parted by tabs; the first field names the kind of record. A
/// line that is empty or starts with `#` is none. Lines may end in CR LF.
struct TableRecord {
  let table: String
  /// Counted from 1.
  let line: Int
  let fields: [String]
  /// The names of the fields after the first.
  private var names: [String] = []

  /// Bounds that keep every product of later reckoning within 64 bits.
  static let numbers = 1...1_000_000_000

  static func all(in bytes: [UInt8], table: String) -> [TableRecord] {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
      .compactMap { index, line in
        let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        guard !line.isEmpty, line.first != UInt8(ascii: "#") else { return nil }
        return TableRecord(table: table, line: index + 1, bytes: line)
      }
  }

  private init(table: String, line: Int, bytes: ArraySlice<UInt8>) {
    self.table = table
    self.line = line
    fields = bytes.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// The same record with its fields named; all are there, and the last two are a day and a source.
  func named(_ names: [String]) throws(BillingError) -> TableRecord {
    var record = self
    record.names = names + ["seen", "source"]
    guard fields.count == record.names.count + 1 else {
      throw fault("number of fields", allowed: ["\(record.names.count + 1)"])
    }
    for (index, field) in fields.enumerated() where field.isEmpty {
      throw record.fault(field: index, allowed: ["- where there is none"])
    }
    _ = try record.day(fields.count - 2)
    return record
  }

  var seen: String { fields[fields.count - 2] }
  var source: String { fields[fields.count - 1] }

  func text(_ field: Int) -> String { fields[field] }

  /// `nil` for `-`.
  func optional(_ field: Int) -> String? { fields[field] == "-" ? nil : fields[field] }

  /// Words parted by commas; none for `-`.
  func list(_ field: Int) throws(BillingError) -> [String] {
    guard let text = optional(field) else { return [] }
    let words = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard Set(words).count == words.count, !words.contains("") else {
      throw fault(field: field, allowed: ["different words parted by commas"])
    }
    return words
  }

  /// A whole number of at least 1, in digits.
  func number(_ field: Int, in range: ClosedRange<Int> = numbers) throws(BillingError) -> Int {
    guard let number = Int(fields[field]), String(number) == fields[field], range.contains(number) else {
      throw fault(field: field, allowed: ["\(range.lowerBound) to \(range.upperBound)"])
    }
    return number
  }

  /// An amount in dollars, from zero.
  func dollars(_ field: Int, upTo limit: Money) throws(BillingError) -> Money {
    guard let price = Money(dollars: fields[field]), price <= limit else {
      throw fault(field: field, allowed: ["0 to \(limit.exactDollars) dollars"])
    }
    return price
  }

  /// A size in pixels, as `1536x1024`.
  func size(_ field: Int) throws(BillingError) -> BilledSize {
    guard let size = BilledSize(fields[field]) else { throw fault(field: field, allowed: ["WIDTHxHEIGHT"]) }
    return size
  }

  /// `YYYY-MM-DD` in digits.
  func day(_ field: Int) throws(BillingError) -> String {
    let text = fields[field]
    let isDay =
      text.utf8.count == 10
      && text.utf8.enumerated().allSatisfy { index, byte in
        index == 4 || index == 7
          ? byte == UInt8(ascii: "-") : (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      }
    guard isDay else { throw fault(field: field, allowed: ["YYYY-MM-DD"]) }
    return text
  }

  func optionalDay(_ field: Int) throws(BillingError) -> String? {
    fields[field] == "-" ? nil : try day(field)
  }

  func fault(field: Int, allowed: [String] = []) -> BillingError {
    fault(field == 0 ? "record" : names[field - 1], allowed: allowed)
  }

  func fault(_ what: String, allowed: [String] = []) -> BillingError {
    BillingError(.malformedTable, found: "\(table) line \(line), \(what)", allowed: allowed)
  }
}
