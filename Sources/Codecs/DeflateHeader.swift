/// The description of a dynamic block's two codes.
///
/// Source: RFC 1951, section 3.2.7.
struct DeflateHeader {
  /// A symbol of the code for code lengths: 0 to 15 a length, 16 repeats the last one, 17 and 18 zeros.
  private struct Item {
    var symbol: Int
    var extra = 0
  }

  private let literalCount: Int
  private let distanceCount: Int
  private let items: [Item]

  init(literals: DeflateCode, distances: DeflateCode) {
    literalCount = Self.usedCount(of: literals, atLeast: 257)
    distanceCount = Self.usedCount(of: distances, atLeast: 1)
    items = Self.items(
      for: Array(literals.lengths[..<literalCount]) + distances.lengths[..<distanceCount])
  }

  func write(to output: inout DeflateBits) {
    var frequencies = [Int](repeating: 0, count: 19)
    for item in items { frequencies[item.symbol] += 1 }
    let code = DeflateCode(frequencies: frequencies, limit: 7)
    let unused = Self.order.reversed().prefix { code.lengths[$0] == 0 }.count
    let orderCount = max(4, 19 - unused)
    output.append(UInt32(literalCount - 257), count: 5)
    output.append(UInt32(distanceCount - 1), count: 5)
    output.append(UInt32(orderCount - 4), count: 4)
    for symbol in Self.order[..<orderCount] { output.append(UInt32(code.lengths[symbol]), count: 3) }
    for item in items {
      output.append(code.bits[item.symbol], count: code.lengths[item.symbol])
      output.append(UInt32(item.extra), count: [16: 2, 17: 3, 18: 7][item.symbol] ?? 0)
    }
  }

  private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

  private static func usedCount(of code: DeflateCode, atLeast least: Int) -> Int {
    max(least, (code.lengths.lastIndex { $0 > 0 } ?? 0) + 1)
  }

  private static func items(for lengths: [Int]) -> [Item] {
    var items: [Item] = []
    var index = 0
    while index < lengths.count {
      let length = lengths[index]
      let run = lengths[index...].prefix { $0 == length }.count
      if length == 0 { appendZeros(run, to: &items) } else { append(length, times: run, to: &items) }
      index += run
    }
    return items
  }

  private static func appendZeros(_ count: Int, to items: inout [Item]) {
    var left = count
    while left >= 11 {
      let taken = min(left, 138)
      items.append(Item(symbol: 18, extra: taken - 11))
      left -= taken
    }
    if left >= 3 {
      items.append(Item(symbol: 17, extra: left - 3))
      left = 0
    }
    for _ in 0..<left { items.append(Item(symbol: 0)) }
  }

  private static func append(_ length: Int, times count: Int, to items: inout [Item]) {
    items.append(Item(symbol: length))
    var left = count - 1
    while left >= 3 {
      let taken = min(left, 6)
      items.append(Item(symbol: 16, extra: taken - 3))
      left -= taken
    }
    for _ in 0..<left { items.append(Item(symbol: length)) }
  }
}
