/// The base64 of RFC 4648 section 4: standard alphabet, padded, canonical.
enum Base64 {
  static let padding = UInt8(ascii: "=")
  static let invalid: UInt8 = 0xFF

  /// What a character stands for: `0...63`, or `invalid`, as the padding is.
  static let values: [UInt8] = {
    var values = [UInt8](repeating: invalid, count: 256)
    for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
    return values
  }()

  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The padded characters of these bytes.
  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    let characters = alphabet.span
    let input = bytes.span
    return [UInt8](unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { output, written in
      for start in stride(from: 0, to: input.count, by: 3) {
        let count = min(3, input.count - start)
        var bits: UInt32 = 0
        for place in 0..<3 {
          bits = bits << 8 | (place < count ? UInt32(input[start + place]) : 0)
        }
        for place in 0..<4 {
          let character = characters[Int(bits >> UInt32(18 - 6 * place) & 0x3F)]
          output.initializeElement(at: written, to: place <= count ? character : padding)
          written += 1
        }
      }
    }
  }

  /// The bytes of canonical base64 of at least one byte; `nil` for anything else.
  static func decode(_ characters: [UInt8]) -> [UInt8]? {
    let pads = characters.suffix(2).reversed().prefix { $0 == padding }.count
    let digits = characters.dropLast(pads)
    guard characters.count % 4 == 0, let last = digits.last,
      digits.allSatisfy({ values[Int($0)] != invalid }),
      values[Int(last)] & [0, 0x03, 0x0F][pads] == 0
    else { return nil }
    let count = characters.count / 4 * 3 - pads
    return [UInt8](unsafeUninitializedCapacity: count) { output, written in
      write(characters, skipping: 0, count: count, into: UnsafeMutableRawBufferPointer(output))
      written = count
    }
  }

  /// Writes `count` of the bytes that whole groups of canonical characters stand for, from `skipped` on.
  static func write(
    _ characters: [UInt8], skipping skipped: Int, count: Int, into buffer: UnsafeMutableRawBufferPointer
  ) {
    let input = characters.span
    let table = values.span
    var place = -skipped
    for group in stride(from: 0, to: input.count, by: 4) {
      var bits: UInt32 = 0
      for offset in 0..<4 {
        // The padding's value is above 63; its low bits do not reach the bytes that are written.
        bits = bits << 6 | UInt32(table[Int(input[group + offset])] & 0x3F)
      }
      for shift: UInt32 in [16, 8, 0] {
        if place >= 0, place < count { buffer[place] = UInt8(truncatingIfNeeded: bits >> shift) }
        place += 1
      }
    }
  }
}
