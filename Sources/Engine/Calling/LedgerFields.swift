internal import EditModel

/// The fields of one line of a ledger, read from the left.
struct LedgerFields: ~Copyable {
  static let greatestID: Int64 = 1 << 53
  /// A thousand times the milliseconds of the next millennium, so that sums of moments never overflow.
  private static let moments: ClosedRange<Int64> = 0...(1 << 56)

  private var rest: [ArraySlice<UInt8>].SubSequence

  init(_ line: ArraySlice<UInt8>) {
    rest = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)[...]
  }

  mutating func text() throws(LimitLedger.Illegible) -> String {
    guard let field = rest.popFirst(), !field.isEmpty, let text = String(validating: field, as: UTF8.self)
    else { throw .damaged }
    return text
  }

  mutating func number(_ range: ClosedRange<Int64>) throws(LimitLedger.Illegible) -> Int64 {
    let text = try text()
    guard let number = Int64(text), range.contains(number), String(number) == text else { throw .damaged }
    return number
  }

  mutating func owner() throws(LimitLedger.Illegible) -> UInt64 {
    guard let owner = UInt64(try text()) else { throw .damaged }
    return owner
  }

  mutating func moment() throws(LimitLedger.Illegible) -> Timestamp {
    Timestamp(milliseconds: try number(Self.moments))
  }

  mutating func optionalMoment() throws(LimitLedger.Illegible) -> Timestamp? {
    if rest.first?.elementsEqual([UInt8(ascii: "-")]) == true {
      rest.removeFirst()
      return nil
    }
    return try moment()
  }

  mutating func amount() throws(LimitLedger.Illegible) -> Int {
    Int(try number(0...Int64(LimitLedger.greatestAmount)))
  }

  mutating func pool() throws(LimitLedger.Illegible) -> String {
    guard let pool = poolName(try text()) else { throw .damaged }
    return pool
  }

  mutating func demand() throws(LimitLedger.Illegible) -> CallDemand {
    CallDemand(pool: try pool(), images: try amount(), tokens: try amount())
  }

  mutating func correction() throws(LimitLedger.Illegible) -> LimitLedger.Correction {
    let pool = try pool()
    guard let kind = LimitKind(rawValue: try text()) else { throw .damaged }
    return LimitLedger.Correction(pool: pool, kind: kind, amount: try amount(), until: try moment())
  }

  func end() throws(LimitLedger.Illegible) {
    guard rest.isEmpty else { throw .damaged }
  }
}

/// A pool's name as one field; the empty name is a lone `%`.
func poolField(_ pool: String) -> String {
  guard !pool.isEmpty else { return "%" }
  return pool.utf8.reduce(into: "") { text, byte in
    if isPlain(byte) {
      text.unicodeScalars.append(Unicode.Scalar(byte))
    } else {
      let digits = String(byte, radix: 16, uppercase: true)
      text += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
    }
  }
}

/// The name that `poolField` wrote, or `nil`.
private func poolName(_ field: String) -> String? {
  guard field != "%" else { return "" }
  var bytes: [UInt8] = []
  var rest = Array(field.utf8)[...]
  while let byte = rest.popFirst() {
    guard byte == UInt8(ascii: "%") else {
      bytes.append(byte)
      continue
    }
    let digits = String(decoding: rest.prefix(2), as: UTF8.self)
    guard let value = UInt8(digits, radix: 16) else { return nil }
    bytes.append(value)
    rest = rest.dropFirst(2)
  }
  guard let name = String(validating: bytes, as: UTF8.self), poolField(name) == field else { return nil }
  return name
}

private func isPlain(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: ":"),
    UInt8(ascii: "-"):
    true
  default: false
  }
}
