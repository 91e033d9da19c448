/// Compressed bytes that grow by a factor of 158.
///
/// - Note: Source: RFC 1951, section 3.2.6 (fixed codes), RFC 1952; the checksum of a repeated byte by
///   squaring, after zlib's `crc32_combine`.
enum GzipBomb {
  /// A whole gzip file of so many spaces.
  static func bytes(ofSpaces count: Int) -> [UInt8] {
    var bits = BitWriter([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255])
    bits.append(0b011, 3)  // The last block, with fixed codes.
    let (runs, rest) = max(0, count - 1).quotientAndRemainder(dividingBy: 258)
    for _ in 0..<min(count, rest + 1) { bits.append(reversed(0x30 + 0x20, 8), 8) }
    // 258 bytes more of what stood one byte before: length code 285, distance code 0.
    for _ in 0..<runs { bits.append(reversed(0b1100_0101, 8), 13) }
    bits.append(0, 7)
    bits.pad()
    bits.appendWord(checksum(ofSpaces: count))
    bits.appendWord(UInt32(truncatingIfNeeded: count))
    return bits.bytes
  }

  private static let polynomial: UInt32 = 0xEDB8_8320

  static func checksum(ofSpaces count: Int) -> UInt32 {
    var result: UInt32 = 0
    var block = checksum(of: 0x20)
    var shift: UInt32 = 1 << 23  // x⁸: one byte further.
    var rest = count
    while rest > 0 {
      if rest & 1 == 1 { result = product(shift, result) ^ block }
      block = product(shift, block) ^ block
      shift = product(shift, shift)
      rest >>= 1
    }
    return result
  }

  private static func checksum(of byte: UInt8) -> UInt32 {
    var value = ~UInt32(0) ^ UInt32(byte)
    for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ polynomial : value >> 1 }
    return ~value
  }

  /// The product of two polynomials modulo the checksum's, bits reflected.
  private static func product(_ left: UInt32, _ right: UInt32) -> UInt32 {
    var result: UInt32 = 0
    var right = right
    for bit in stride(from: 31, through: 0, by: -1) {
      if left >> UInt32(bit) & 1 == 1 { result ^= right }
      right = right & 1 == 1 ? right >> 1 ^ polynomial : right >> 1
    }
    return result
  }

  /// Codes are written from their highest bit, everything else from its lowest.
  private static func reversed(_ code: UInt32, _ count: UInt32) -> UInt32 {
    (0..<count).reduce(0) { $0 << 1 | code >> $1 & 1 }
  }
}

private struct BitWriter {
  private(set) var bytes: [UInt8]
  private var pending: UInt32 = 0
  private var count: UInt32 = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func append(_ bits: UInt32, _ length: UInt32) {
    pending |= bits << count
    count += length
    while count >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: pending))
      pending >>= 8
      count -= 8
    }
  }

  mutating func pad() {
    if count > 0 { append(0, 8 - count) }
  }

  mutating func appendWord(_ word: UInt32) {
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: word >> shift))
    }
  }
}
