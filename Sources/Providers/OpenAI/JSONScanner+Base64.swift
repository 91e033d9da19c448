internal import EditModel

/// A text of canonical base64 in a source.
struct Base64Run {
  /// Its characters without the quotes.
  let range: Range<Int>
  let content: Base64Content
}

extension JSONScanner {
  private static let alphabet = Base64.values.map { $0 != Base64.invalid }

  /// Takes a text that is canonical base64, without holding it.
  ///
  /// Canonical is: whole groups of four, padded, unused bits zero, nothing between, at least one byte. Some
  /// encoders write each slash as `\/`, which is the same text; it is taken when all of them are written so.
  ///
  /// - Throws: `malformed` for anything else.
  mutating func base64() throws(JSONFault) -> Base64Run {
    try take("\"")
    let start = window.position
    let (count, last) = try window.advance(whileMarked: Self.alphabet)
    if try window.peek() == UInt8(ascii: "\\") { return try escapedBase64(from: start) }
    let padding = try pads()
    let range = start..<window.position
    guard try window.peek() != nil else { throw .truncated }
    try closeText()
    guard let byteCount = Self.byteCount(characters: count, last: last, padding: padding) else {
      throw .malformed
    }
    return Base64Run(
      range: range, content: Base64Content(in: window.source, characters: range, byteCount: byteCount))
  }

  private mutating func pads() throws(JSONFault) -> Int {
    var count = 0
    while count < 2, try window.peek() == Base64.padding {
      window.advance()
      count += 1
    }
    return count
  }

  /// Without passing white space, which belongs to a text.
  private mutating func closeText() throws(JSONFault) {
    guard try window.peek() == UInt8(ascii: "\"") else { throw .malformed }
    window.advance()
  }

  /// How many bytes so many characters before the padding stand for; `nil` when they are not canonical.
  private static func byteCount(characters: Int, last: UInt8?, padding: Int) -> Int? {
    guard let last, (characters + padding) % 4 == 0 else { return nil }
    let unused = UInt8(truncatingIfNeeded: [0, 0x03, 0x0F][padding])
    guard Base64.values[Int(last)] & unused == 0 else { return nil }
    return (characters + padding) / 4 * 3 - padding
  }

  /// The same with escaped slashes, which is decoded here because no place in it can be entered directly.
  private mutating func escapedBase64(from start: Int) throws(JSONFault) -> Base64Run {
    var characters = try characters(in: start..<window.position)
    guard !characters.contains(UInt8(ascii: "/")) else { throw .malformed }
    var isClosed = false
    while !isClosed {
      guard let byte = try window.peek() else { throw .truncated }
      if byte == UInt8(ascii: "\"") {
        isClosed = true
      } else {
        window.advance()
        characters.append(try unescaped(byte))
      }
    }
    let range = start..<window.position
    try closeText()
    guard let bytes = Base64.decode(characters) else { throw .malformed }
    return Base64Run(range: range, content: Base64Content(decoded: bytes))
  }

  private mutating func unescaped(_ byte: UInt8) throws(JSONFault) -> UInt8 {
    guard byte == UInt8(ascii: "\\") else {
      guard byte != UInt8(ascii: "/") else { throw .malformed }
      return byte
    }
    guard let escaped = try window.peek() else { throw .truncated }
    guard escaped == UInt8(ascii: "/") else { throw .malformed }
    window.advance()
    return escaped
  }

  private func characters(in range: Range<Int>) throws(JSONFault) -> [UInt8] {
    do throws(ByteStreamError) {
      return try window.source.bytes(in: range)
    } catch {
      throw .source(error)
    }
  }
}
