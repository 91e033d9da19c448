internal import Billing
internal import EditModel

/// Something that stands in a derived table in a fixed number of bytes.
protocol TableRow {
  static var width: Int { get }

  /// - Parameter place: Which row of its table it is, counted from 0.
  init(_ reader: inout RowReader, place: Int, _ tables: Tables)

  /// Adds exactly `width` bytes to `writer.rows`.
  func write(to writer: inout TableWriter)
}

/// The bytes of all tables, read where something is asked of them.
///
/// Whoever makes one has compared the bytes with their digest. In bytes that nobody of ours wrote a row reads as
/// zeros and the like, and traps nothing.
final class Tables: Sendable {
  private let bytes: [UInt8]
  private let texts: [String]
  /// Where the lists stand of which rows say only the place.
  private let lists: Range<Int>
  /// The length of the longer log: no line is longer.
  private let logBytes: Int

  init(_ bytes: [UInt8], texts: [String], lists: Range<Int>, logBytes: Int) {
    self.bytes = bytes
    self.texts = texts
    self.lists = lists
    self.logBytes = logBytes
  }

  /// - Precondition: The row stands in the bytes.
  func row<Row: TableRow>(_ place: Int, ofTableAt start: Int) -> Row {
    let first = start + place * Row.width
    return bytes.withUnsafeBytes { all in
      var reader = RowReader(UnsafeRawBufferPointer(rebasing: all[first..<first + Row.width]))
      return Row(&reader, place: place, self)
    }
  }

  func optionalText(_ reader: inout RowReader) -> String? {
    let number = reader.short()
    return number <= texts.count ? (number == 0 ? nil : texts[number - 1]) : reader.broken(nil)
  }

  func text(_ reader: inout RowReader) -> String { optionalText(&reader) ?? reader.broken("") }

  /// The list whose place a row says.
  ///
  /// - Parameter width: The least bytes of an element.
  func list<Element>(
    _ reader: inout RowReader, width: Int, _ next: (inout RowReader) -> Element
  ) -> [Element] {
    let place = lists.lowerBound + reader.short()
    guard place < lists.upperBound else { return reader.broken([]) }
    return bytes.withUnsafeBytes { all in
      var list = RowReader(UnsafeRawBufferPointer(rebasing: all[place..<lists.upperBound]))
      return list.list(width: width, next)
    }
  }

  func instructions(_ reader: inout RowReader) -> [QueueID] {
    list(&reader, width: 9) { list in
      let isInstruction = list.flag()
      return QueueID(isInstruction ? .instruction : .fence, list.number())
    }
  }

  /// Where a line stands in its log.
  func span(_ reader: inout RowReader) -> LineSpan {
    let (offset, length) = (reader.number(), reader.short())
    guard offset >= 0, length <= logBytes else { return reader.broken(LineSpan(offset: 0, length: 0)) }
    return LineSpan(offset: offset, length: length)
  }
}

/// Writes rows of fixed width, and what they name by a number or a place.
struct TableWriter {
  var rows = RowWriter()
  /// In the order of their numbers, which count from 1.
  private(set) var texts: [String] = []
  private var numbers: [String: Int] = [:]
  /// Begins with the empty list, whose place is 0.
  private(set) var lists = RowWriter()
  private var places: [[String?]: Int] = [:]

  init() {
    lists.add(0)
  }

  /// 4 bytes: the number of a text, 0 for none.
  mutating func add(_ text: String?) { rows.add(short: number(of: text)) }

  private mutating func number(of text: String?) -> Int {
    guard let text else { return 0 }
    if let number = numbers[text] { return number }
    texts.append(text)
    numbers[text] = texts.count
    return texts.count
  }

  /// 4 bytes: the place of a list.
  mutating func add<Element>(_ list: [Element], _ write: (Element, inout RowWriter) -> Void) {
    guard !list.isEmpty else { return rows.add(short: 0) }
    rows.add(short: lists.bytes.count)
    lists.add(list.count)
    for element in list { write(element, &lists) }
  }

  /// 4 bytes: the place of a list of texts, which stands there once.
  mutating func add(_ list: [String?]) {
    if let place = places[list] { return rows.add(short: place) }
    let numbers = list.map { number(of: $0) }
    if !list.isEmpty { places[list] = lists.bytes.count }
    add(numbers) { number, lists in lists.add(short: number) }
  }

  mutating func add(_ instructions: [QueueID]) {
    add(instructions) { id, lists in
      lists.add(id.kind == .instruction)
      lists.add(id.number)
    }
  }

  mutating func add(_ span: LineSpan) {
    rows.add(span.offset)
    rows.add(short: span.length)
  }

  /// Adds a whole table.
  mutating func add<Row: TableRow>(_ table: RowList<Row>) {
    let start = rows.bytes.count
    for row in table { row.write(to: &self) }
    precondition(rows.bytes.count - start == table.count * Row.width, "every row is as wide as it says")
  }
}

/// The rows of a derived table, and after them those that came since.
struct RowList<Row: TableRow>: RandomAccessCollection, MutableCollection {
  private let tables: Tables?
  private let start: Int
  /// How many stand in the tables.
  private let stored: Int
  private var changed: [Int: Row] = [:]
  private var later: [Row] = []

  init() {
    (tables, start, stored) = (nil, 0, 0)
  }

  /// - Precondition: So many rows stand in the tables from this byte on.
  init(_ tables: Tables, at start: Int, count: Int) {
    (self.tables, self.start, stored) = (tables, start, count)
  }

  var startIndex: Int { 0 }
  var endIndex: Int { stored + later.count }

  subscript(place: Int) -> Row {
    get {
      guard place < stored, let tables else { return later[place - stored] }
      if !changed.isEmpty, let row = changed[place] { return row }
      precondition(place >= 0, "places count from 0")
      return tables.row(place, ofTableAt: start)
    }
    set {
      if place < stored { changed[place] = newValue } else { later[place - stored] = newValue }
    }
  }

  mutating func append(_ row: Row) { later.append(row) }
}
