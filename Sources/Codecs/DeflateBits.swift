/// Bits of a deflate stream, packed from the lowest bit of each byte upwards.
///
/// Source: RFC 1951, section 3.1.1. Huffman codes are handed in with their first bit lowest.
struct DeflateBits {
  private var bytes: [UInt8] = []
  private var pending: UInt64 = 0
  private var pendingCount = 0

  /// Appends the lowest `count` bits, `0...32`; higher bits must be zero.
  mutating func append(_ bits: UInt32, count: Int) {
    pending |= UInt64(bits) << UInt64(pendingCount)
    pendingCount += count
    flushWholeBytes()
  }

  /// Appends `codes[symbol]` for each of the symbols; every symbol is an index of `codes`.
  ///
  /// - Parameter bitCount: At least the bits of all codes together.
  mutating func append(
    _ symbols: UnsafeBufferPointer<UInt16>, codes: UnsafeBufferPointer<Code>, bitCount: Int
  ) {
    let start = bytes.count
    // The loop stores whole words, so that up to seven bytes after the last bit are touched.
    let room = bitCount / 8 + 16
    bytes.reserveCapacity(start + room)
    var register = pending
    var held = pendingCount
    let stored = [UInt8](unsafeUninitializedCapacity: room) { buffer, initialized in
      initialized = Self.pack(symbols, codes: codes, into: buffer, register: &register, held: &held)
    }
    bytes += stored
    pending = register
    pendingCount = held
  }

  /// Pads to a whole byte with an empty stored block, which may be the last of the stream.
  ///
  /// Source: RFC 1951, section 3.2.4; zlib's sync flush writes the same bytes.
  mutating func appendEmptyStoredBlock(isLast: Bool) {
    append(isLast ? 1 : 0, count: 3)
    append(0, count: (8 - pendingCount) & 7)
    append(0xFFFF_0000, count: 32)
  }

  /// The bytes written so far, in memory of just their size; the last bits are only there after a stored block.
  func contents() -> [UInt8] { bytes.withUnsafeBufferPointer { Array($0) } }

  /// A Huffman code with its extra bits, at most 24 together.
  struct Code {
    /// Count of bits in the highest byte, the bits below.
    let packed: UInt32

    init(bits: UInt32, count: Int) {
      packed = UInt32(count) << 24 | bits
    }

    var bits: UInt64 { UInt64(packed & 0xFF_FFFF) }
    var count: Int { Int(packed >> 24) }
  }

  private static func pack(
    _ symbols: UnsafeBufferPointer<UInt16>, codes: UnsafeBufferPointer<Code>,
    into target: UnsafeMutableBufferPointer<UInt8>, register: inout UInt64, held: inout Int
  ) -> Int {
    let raw = UnsafeMutableRawBufferPointer(target)
    var bits = register
    var count = held
    var offset = 0
    var index = 0
    while index < symbols.count {
      // Two codes have at most 48 bits, and seven may be left from before.
      for symbol in symbols[index..<min(index + 2, symbols.count)] {
        let code = codes[Int(symbol)]
        bits |= code.bits << UInt64(truncatingIfNeeded: count)
        count += code.count
      }
      index += 2
      raw.storeBytes(of: bits.littleEndian, toByteOffset: offset, as: UInt64.self)
      offset += count >> 3
      bits >>= UInt64(truncatingIfNeeded: count & ~7)
      count &= 7
    }
    register = bits
    held = count
    return offset
  }

  private mutating func flushWholeBytes() {
    while pendingCount >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: pending))
      pending >>= 8
      pendingCount -= 8
    }
  }
}
