/// Adler-32 of bytes that are never laid out in memory.
///
/// Source: RFC 1950, section 8.2.
package struct DeflateCheck {
  private static let modulus: UInt64 = 65_521

  private var low: UInt64 = 1
  private var high: UInt64 = 0

  package init() {}

  package mutating func append(byte: UInt8) {
    low += UInt64(byte)
    if low >= Self.modulus { low -= Self.modulus }
    high += low
    reduce()
  }

  /// Appends bytes of value 0, up to 2^32 of them.
  package mutating func append(zeros count: Int) {
    high += UInt64(count) * low
    reduce()
  }

  package var value: UInt32 { UInt32(high % Self.modulus) << 16 | UInt32(low) }

  private mutating func reduce() {
    // One step adds less than 2^49.
    if high >= 1 << 60 { high %= Self.modulus }
  }
}
