/// A deflate stream that grows about 159 times.
enum Bomb {
  /// One block with the fixed codes (RFC 1951, 3.2.6): a zero, then matches of 258 bytes at distance 1.
  static func zeros(inflatingTo count: Int) -> [UInt8] {
    var bits: [Bool] = [true, true, false]  // last block, type 01
    bits += [false, false, true, true, false, false, false, false]
    let match = [true, true, false, false, false, true, false, true] + [Bool](repeating: false, count: 5)
    // Eight matches are thirteen whole bytes, so that the pattern can be repeated as bytes.
    let pattern = (0..<8).flatMap { _ in match }
    bits += pattern
    let lead = Array(bits.prefix(16))
    let cycle = (0..<pattern.count).map { pattern[($0 + 5) % pattern.count] }
    let repeated = [[UInt8]](repeating: bytes(cycle), count: count / (8 * 258)).flatMap { $0 }
    return [0x78, 0x01] + bytes(lead) + repeated
  }

  private static func bytes(_ bits: [Bool]) -> [UInt8] {
    stride(from: 0, to: bits.count, by: 8).map { start in
      (0..<8).reduce(UInt8(0)) { $0 | (bits[start + $1] ? 1 << $1 : 0) }
    }
  }
}
