extension JSONScanner {
  /// Takes a text.
  ///
  /// A half of a surrogate pair without its other half becomes U+FFFD: the grammar allows it.
  ///
  /// - Parameter limit: Most bytes of UTF-8.
  mutating func string(limit: Int = textLimit) throws(JSONFault) -> String {
    try take("\"")
    var bytes: [UInt8] = []
    while true {
      guard let byte = try window.peek() else { throw .truncated }
      guard byte >= 0x20 else { throw .malformed }
      window.advance()
      if byte == UInt8(ascii: "\"") { break }
      if byte == UInt8(ascii: "\\") { try escape(into: &bytes) } else { bytes.append(byte) }
      guard bytes.count <= limit else { throw .tooLarge }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformed }
    return text
  }

  /// Takes a number and returns it as it is written.
  mutating func number() throws(JSONFault) -> String {
    _ = try next()
    var text: [UInt8] = []
    _ = try accept("-", into: &text)
    if try !accept("0", into: &text) { try digits(into: &text) }
    if try accept(".", into: &text) { try digits(into: &text) }
    if try accept("eE", into: &text) {
      _ = try accept("+-", into: &text)
      try digits(into: &text)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Takes a value of any kind; returns it when it is a whole number written in digits alone, of at most 15.
  mutating func count() throws(JSONFault) -> Int? {
    guard try kind() == .number else {
      try skip()
      return nil
    }
    let text = try number()
    return text.utf8.count <= 15 ? Int(text).flatMap { $0 >= 0 ? $0 : nil } : nil
  }

  /// Takes a value of any kind; returns it when it is a text.
  mutating func text() throws(JSONFault) -> String? {
    if try kind() == .string { return try string() }
    try skip()
    return nil
  }

  private mutating func escape(into bytes: inout [UInt8]) throws(JSONFault) {
    guard let byte = try window.peek() else { throw .truncated }
    window.advance()
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(byte)
    case UInt8(ascii: "b"): bytes.append(0x08)
    case UInt8(ascii: "f"): bytes.append(0x0C)
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "u"): try codePoint(into: &bytes)
    default: throw .malformed
    }
  }

  /// The four digits after `\u`, and the `\u` that must follow a first half.
  private mutating func codePoint(into bytes: inout [UInt8]) throws(JSONFault) {
    var unit = try codeUnit()
    while UTF16.isLeadSurrogate(unit) {
      let replaced = Array("\u{FFFD}".utf8)
      guard try window.peek() == UInt8(ascii: "\\") else {
        bytes += replaced
        return
      }
      window.advance()
      guard try window.peek() == UInt8(ascii: "u") else {
        bytes += replaced
        return try escape(into: &bytes)
      }
      window.advance()
      let second = try codeUnit()
      if UTF16.isTrailSurrogate(second) {
        bytes += Array(String(decoding: [unit, second], as: UTF16.self).utf8)
        return
      }
      bytes += replaced
      unit = second
    }
    bytes += Array(String(decoding: [unit], as: UTF16.self).utf8)
  }

  private mutating func codeUnit() throws(JSONFault) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = try window.peek() else { throw .truncated }
      guard let digit = Character(UnicodeScalar(byte)).hexDigitValue else { throw .malformed }
      window.advance()
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }

  /// One of these characters, if it stands here.
  private mutating func accept(_ characters: String, into text: inout [UInt8]) throws(JSONFault) -> Bool {
    guard let byte = try window.peek(), characters.utf8.contains(byte) else { return false }
    window.advance()
    text.append(byte)
    return true
  }

  /// At least one digit.
  private mutating func digits(into text: inout [UInt8]) throws(JSONFault) {
    var found = false
    while let byte = try window.peek(), (0x30...0x39).contains(byte) {
      window.advance()
      text.append(byte)
      found = true
      guard text.count <= 1_024 else { throw .tooLarge }
    }
    guard found else { throw try window.peek() == nil ? .truncated : .malformed }
  }
}
