internal import Billing

/// One cell before it is quoted.
enum CSVCell {
  /// Empty where there is none.
  case text(String?)
  /// Parted by semicolons; a part may be empty.
  case list([String])
  case number(Int?)
  case amount(Money?)
}

/// Rows of cells as RFC 4180 writes them.
struct CSVTable {
  private var bytes: [UInt8] = []
  private let width: Int

  init(heading: [String]) {
    width = heading.count
    add(heading.map { .text($0) })
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// - Precondition: There are as many cells as in the heading.
  mutating func add(_ cells: [CSVCell]) {
    precondition(cells.count == width, "a row has a cell for each column")
    for (place, cell) in cells.enumerated() {
      if place > 0 { bytes.append(Self.comma) }
      add(cell)
    }
    bytes += [13, 10]
  }

  private mutating func add(_ cell: CSVCell) {
    switch cell {
    case .text(let text): add(text: text ?? "")
    case .list(let parts): add(text: parts.joined(separator: "; "))
    case .number(let number): if let number { bytes += String(number).utf8 }
    case .amount(let amount): if let amount { add(amount) }
    }
  }

  private mutating func add(text: String) {
    let mustQuote = text.utf8.contains { $0 == Self.quote || $0 == Self.comma || $0 == 10 || $0 == 13 }
    if mustQuote { bytes.append(Self.quote) }
    if Self.mayBeFormula(text) { bytes.append(UInt8(ascii: "'")) }
    for byte in text.utf8 {
      if byte == Self.quote { bytes.append(Self.quote) }
      bytes.append(byte)
    }
    if mustQuote { bytes.append(Self.quote) }
  }

  private static let quote = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")

  private static func mayBeFormula(_ text: String) -> Bool {
    switch text.utf8.first {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 9, 13: true
    default: false
    }
  }

  /// Dollars with nine decimals, like `-0.053783000`.
  private mutating func add(_ amount: Money) {
    let (dollars, rest) = amount.nanodollars.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    let decimals = String(rest)
    if amount.nanodollars < 0 { bytes.append(UInt8(ascii: "-")) }
    bytes += String(dollars).utf8
    bytes.append(UInt8(ascii: "."))
    bytes += repeatElement(UInt8(ascii: "0"), count: 9 - decimals.utf8.count)
    bytes += decimals.utf8
  }
}
