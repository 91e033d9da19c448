/// A decompressor written for the tests, from RFC 1950 and RFC 1951 alone.
///
/// Stricter than zlib where an encoder could be sloppy: it refuses codes that leave bit patterns unused, but for
/// a single distance code, and bytes after the end.
struct Inflater {
  struct Defect: Error {
    let text: String
  }

  private let source: [UInt8]
  private var bit = 0
  private(set) var output: [UInt8] = []

  /// The bytes of a zlib stream, its check sum compared.
  static func zlib(_ stream: [UInt8]) throws -> [UInt8] {
    guard stream.count >= 6, stream[0] == 0x78, stream[1] & 0x20 == 0,
      (Int(stream[0]) << 8 | Int(stream[1])) % 31 == 0
    else { throw Defect(text: "zlib header") }
    let bytes = try raw(Array(stream[2..<(stream.count - 4)]))
    let sum = stream.suffix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    guard sum == Checksum.adler32(bytes) else { throw Defect(text: "Adler-32") }
    return bytes
  }

  /// The bytes of a raw deflate stream that ends with the last byte.
  static func raw(_ stream: [UInt8]) throws -> [UInt8] {
    var inflater = Inflater(source: stream)
    while try !inflater.readBlock() {}
    guard (inflater.bit + 7) / 8 == stream.count else { throw Defect(text: "bytes after the end") }
    return inflater.output
  }

  private init(source: [UInt8]) {
    self.source = source
  }

  private mutating func bits(_ count: Int) throws -> Int {
    guard bit + count <= 8 * source.count else { throw Defect(text: "end of input") }
    var value = 0
    for index in 0..<count {
      value |= Int(source[(bit + index) >> 3] >> UInt8((bit + index) & 7) & 1) << index
    }
    bit += count
    return value
  }

  private mutating func readBlock() throws -> Bool {
    let isLast = try bits(1) == 1
    switch try bits(2) {
    case 0: try readStored()
    case 1:
      let lengths = (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }
      try readCoded(PrefixCode(lengths), PrefixCode([Int](repeating: 5, count: 32)))
    case 2: try readDynamic()
    default: throw Defect(text: "block type")
    }
    return isLast
  }

  private mutating func readStored() throws {
    bit = (bit + 7) / 8 * 8
    let length = try bits(16)
    guard try bits(16) == length ^ 0xFFFF else { throw Defect(text: "stored length") }
    for _ in 0..<length { output.append(UInt8(try bits(8))) }
  }

  private mutating func readDynamic() throws {
    let literalCount = try bits(5) + 257
    let distanceCount = try bits(5) + 1
    let orderCount = try bits(4) + 4
    var lengths = [Int](repeating: 0, count: 19)
    for symbol in [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15].prefix(orderCount) {
      lengths[symbol] = try bits(3)
    }
    let code = PrefixCode(lengths)
    guard code.isComplete, literalCount <= 286 else { throw Defect(text: "code lengths") }
    var all: [Int] = []
    while all.count < literalCount + distanceCount {
      switch try symbol(of: code) {
      case 16:
        guard let last = all.last else { throw Defect(text: "repeat of nothing") }
        all += [Int](repeating: last, count: try bits(2) + 3)
      case 17: all += [Int](repeating: 0, count: try bits(3) + 3)
      case 18: all += [Int](repeating: 0, count: try bits(7) + 11)
      case let length: all.append(length)
      }
    }
    guard all.count == literalCount + distanceCount else { throw Defect(text: "too many lengths") }
    let literals = PrefixCode(Array(all[..<literalCount]))
    let distances = PrefixCode(Array(all[literalCount...]))
    guard literals.isComplete, distances.isComplete || distances.symbolCount <= 1 else {
      throw Defect(text: "unused bit patterns")
    }
    try readCoded(literals, distances)
  }

  private mutating func readCoded(_ literals: PrefixCode, _ distances: PrefixCode) throws {
    while true {
      let symbol = try symbol(of: literals)
      if symbol < 256 {
        output.append(UInt8(symbol))
      } else if symbol == 256 {
        return
      } else {
        let length = try number(symbol: symbol - 257, bases: Self.lengthBases, extras: Self.lengthExtras)
        let place = try self.symbol(of: distances)
        try copy(
          length, from: try number(symbol: place, bases: Self.distanceBases, extras: Self.distanceExtras))
      }
    }
  }

  private mutating func copy(_ length: Int, from distance: Int) throws {
    guard distance <= output.count, distance <= 32_768 else { throw Defect(text: "distance") }
    for _ in 0..<length { output.append(output[output.count - distance]) }
  }

  private mutating func number(symbol: Int, bases: [Int], extras: [Int]) throws -> Int {
    guard symbol < bases.count else { throw Defect(text: "symbol") }
    return bases[symbol] + (try bits(extras[symbol]))
  }

  private mutating func symbol(of code: PrefixCode) throws -> Int {
    var value = 0
    for length in 1...15 {
      value = value << 1 | (try bits(1))
      if let symbol = code.symbol(value, length: length) { return symbol }
    }
    throw Defect(text: "code")
  }

  // The tables of RFC 1951, section 3.2.5.
  private static let lengthBases = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
    227, 258,
  ]
  private static let lengthExtras = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]
  private static let distanceBases = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073,
    4097,
    6145, 8193, 12_289, 16_385, 24_577,
  ]
  private static let distanceExtras = [
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
  ]
}

/// Codes in order of length, then of symbol (RFC 1951, section 3.2.2).
private struct PrefixCode {
  /// For each length the first code, and the symbols that have it.
  private var first = [Int](repeating: 0, count: 17)
  private var symbols = [[Int]](repeating: [], count: 17)

  init(_ lengths: [Int]) {
    for (symbol, length) in lengths.enumerated() where length > 0 { symbols[length].append(symbol) }
    for length in 1...15 { first[length + 1] = (first[length] + symbols[length].count) << 1 }
  }

  var symbolCount: Int { symbols.reduce(0) { $0 + $1.count } }
  var isComplete: Bool { (1...15).reduce(0) { $0 + symbols[$1].count << (15 - $1) } == 1 << 15 }

  func symbol(_ value: Int, length: Int) -> Int? {
    let index = value - first[length]
    return symbols[length].indices.contains(index) ? symbols[length][index] : nil
  }
}
