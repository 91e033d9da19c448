internal import EditModel

/// Writes the checkpoint's tables: numbers of 8 bytes, little end first, and digests as 64 digits.
///
/// An operation is offset, length, command (24 bytes); a round is number, letter or 0, operation (24 bytes);
/// a journal entry is offset, length, attempt, kind, outcome or 0, request or zeros (104 bytes).
struct RowWriter {
  private(set) var bytes: [UInt8] = []

  mutating func add(_ row: OperationIndex.Row) {
    add(row.span)
    add(row.command)
  }

  mutating func add(_ row: OperationIndex.RoundRow) {
    add(row.id.number)
    add(row.id.variant?.asciiValue.map(Int.init) ?? 0)
    add(row.operation)
  }

  mutating func add(_ row: CallIndex.Row) {
    add(row.span)
    add(row.attempt)
    add(1 + index(of: row.kind, in: CallEntry.Kind.allCases))
    add(row.outcome.map { 1 + index(of: $0, in: CallEntry.Outcome.allCases) } ?? 0)
    bytes += (row.request ?? .none).hex.utf8
  }

  private mutating func add(_ span: LineSpan) {
    add(span.offset)
    add(span.length)
  }

  private mutating func add(_ number: Int) {
    withUnsafeBytes(of: UInt64(bitPattern: Int64(number)).littleEndian) { bytes.append(contentsOf: $0) }
  }

  private func index<Element: Equatable>(of element: Element, in all: [Element]) -> Int {
    guard let index = all.firstIndex(of: element) else {
      preconditionFailure("allCases has every case")
    }
    return index
  }
}

/// Reads what `RowWriter` wrote; every method returns `nil` where the bytes are no such rows.
struct RowReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    rest = bytes
  }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func operations(_ count: Int) -> [OperationIndex.Row]? {
    rows(count, width: 24) { reader in
      guard let span = reader.span(), let command = reader.number() else { return nil }
      return OperationIndex.Row(span: span, command: command)
    }
  }

  mutating func rounds(_ count: Int) -> [OperationIndex.RoundRow]? {
    rows(count, width: 24) { reader in
      guard let number = reader.number(), let letter = reader.number(),
        let operation = reader.number()
      else { return nil }
      let variant = UInt8(exactly: letter).map { Character(UnicodeScalar($0)) }
      return OperationIndex.RoundRow(
        id: RoundID(number, variant: letter == 0 ? nil : variant), operation: operation)
    }
  }

  mutating func entries(_ count: Int) -> [CallIndex.Row]? {
    rows(count, width: 104) { reader in
      guard let span = reader.span(), let attempt = reader.number(), let kind = reader.number(),
        let outcome = reader.number(), let request = reader.digest(),
        CallEntry.Kind.allCases.indices.contains(kind - 1)
      else { return nil }
      let outcomes = CallEntry.Outcome.allCases
      return CallIndex.Row(
        span: span, attempt: attempt, kind: CallEntry.Kind.allCases[kind - 1],
        outcome: outcomes.indices.contains(outcome - 1) ? outcomes[outcome - 1] : nil,
        request: request == .none ? nil : request)
    }
  }

  private mutating func rows<Row>(_ count: Int, width: Int, _ next: (inout RowReader) -> Row?) -> [Row]? {
    guard count >= 0, count <= rest.count / width else { return nil }
    var rows: [Row] = []
    rows.reserveCapacity(count)
    for _ in 0..<count {
      guard let row = next(&self) else { return nil }
      rows.append(row)
    }
    return rows
  }

  /// A number that is not negative.
  private mutating func number() -> Int? {
    guard rest.count >= 8 else { return nil }
    let value = rest.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    rest = rest.dropFirst(8)
    return Int(exactly: value)
  }

  private mutating func span() -> LineSpan? {
    guard let offset = number(), let length = number() else { return nil }
    return LineSpan(offset: offset, length: length)
  }

  private mutating func digest() -> Digest? {
    guard rest.count >= 64 else { return nil }
    defer { rest = rest.dropFirst(64) }
    return Digest(hex: String(decoding: rest.prefix(64), as: UTF8.self))
  }
}
