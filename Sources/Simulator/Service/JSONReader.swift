/// Reads one JSON text whole, as RFC 8259 has it; an object that names a member twice is refused.
struct JSONReader {
  /// Where the text stops being JSON, in bytes from its start.
  struct Defect: Error {
    let offset: Int
  }

  /// Deepest nesting of arrays and objects.
  private static let deepest = 32

  private let bytes: [UInt8]
  private var offset = 0

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// - Throws: `Defect` for anything but one value with white space around it, in valid UTF-8.
  static func read(_ bytes: [UInt8]) throws(Defect) -> JSONValue {
    var reader = JSONReader(bytes)
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.offset == bytes.count else { throw reader.defect }
    return value
  }

  private var defect: Defect { Defect(offset: offset) }

  private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
  }

  private mutating func value(depth: Int) throws(Defect) -> JSONValue {
    skipSpace()
    switch next {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func word(_ text: StaticString, _ value: JSONValue) throws(Defect) -> JSONValue {
    for index in 0..<text.utf8CodeUnitCount {
      guard next == text.utf8Start[index] else { throw defect }
      offset += 1
    }
    return value
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard next == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  private mutating func array(depth: Int) throws(Defect) -> JSONValue {
    guard depth < Self.deepest, take("[") else { throw defect }
    if take("]") { return .array([]) }
    var values: [JSONValue] = []
    repeat { values.append(try value(depth: depth + 1)) } while take(",")
    guard take("]") else { throw defect }
    return .array(values)
  }

  private mutating func object(depth: Int) throws(Defect) -> JSONValue {
    guard depth < Self.deepest, take("{") else { throw defect }
    if take("}") { return .object([]) }
    var members: [JSONValue.Member] = []
    var names: Set<String> = []
    repeat {
      skipSpace()
      let name = try string()
      guard names.insert(name).inserted, take(":") else { throw defect }
      members.append(JSONValue.Member(name, try value(depth: depth + 1)))
    } while take(",")
    guard take("}") else { throw defect }
    return .object(members)
  }

  private mutating func number() throws(Defect) -> String {
    let start = offset
    if next == UInt8(ascii: "-") { offset += 1 }
    let whole = try digits()
    guard whole == 1 || bytes[offset - whole] != UInt8(ascii: "0") else { throw defect }
    if next == UInt8(ascii: ".") {
      offset += 1
      _ = try digits()
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      offset += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { offset += 1 }
      _ = try digits()
    }
    return String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  private mutating func digits() throws(Defect) -> Int {
    let start = offset
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { offset += 1 }
    guard offset > start else { throw defect }
    return offset - start
  }

  private mutating func string() throws(Defect) -> String {
    guard next == UInt8(ascii: "\"") else { throw defect }
    offset += 1
    var characters: [UInt8] = []
    while true {
      let start = offset
      while let byte = next, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
        offset += 1
      }
      characters += bytes[start..<offset]
      guard let stop = next, stop >= 0x20 else { throw defect }
      offset += 1
      if stop == UInt8(ascii: "\"") { break }
      characters += Array(String(try escaped()).utf8)
    }
    guard let text = String(validating: characters, as: UTF8.self) else { throw defect }
    return text
  }

  private mutating func escaped() throws(Defect) -> Unicode.Scalar {
    guard let letter = next else { throw defect }
    offset += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try scalar()
    default: throw defect
    }
  }

  /// A scalar by four hexadecimal digits, or by two times four for a pair of surrogates.
  private mutating func scalar() throws(Defect) -> Unicode.Scalar {
    let unit = try hexadecimal()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard unit < 0xDC00, next == UInt8(ascii: "\\") else { throw defect }
    offset += 1
    guard next == UInt8(ascii: "u") else { throw defect }
    offset += 1
    let second = try hexadecimal()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x1_0000 + (unit - 0xD800) << 10 + (second - 0xDC00))
    else { throw defect }
    return scalar
  }

  private mutating func hexadecimal() throws(Defect) -> UInt32 {
    guard bytes.count - offset >= 4 else { throw defect }
    let text = bytes[offset..<offset + 4]
    let isHexadecimal = text.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
    guard isHexadecimal, let unit = UInt32(String(decoding: text, as: UTF8.self), radix: 16) else {
      throw defect
    }
    offset += 4
    return unit
  }
}
