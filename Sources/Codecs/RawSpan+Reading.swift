extension RawSpan {
  /// The byte at an offset inside the span; an offset outside is a programmer's fault.
  func byte(at offset: Int) -> UInt8 {
    unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  /// The big-endian number in the four bytes from an offset.
  func bigEndian32(at offset: Int) -> UInt32 {
    UInt32(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  func starts(with prefix: [UInt8]) -> Bool {
    guard byteCount >= prefix.count else { return false }
    return prefix.indices.allSatisfy { byte(at: $0) == prefix[$0] }
  }

  /// True when the text's bytes stand at the offset; false when they would reach past the end.
  func matches(_ text: StaticString, at offset: Int) -> Bool {
    let length = text.utf8CodeUnitCount
    guard offset >= 0, offset <= byteCount, length <= byteCount - offset else { return false }
    return (0..<length).allSatisfy { byte(at: offset + $0) == text.utf8Start[$0] }
  }

  /// True when the text starts somewhere in the first `limit` bytes.
  func contains(_ text: StaticString, within limit: Int) -> Bool {
    (0..<Swift.min(limit, byteCount)).contains { matches(text, at: $0) }
  }
}

/// The bytes of a number, the highest first.
func bigEndianBytes<Number: FixedWidthInteger & UnsignedInteger>(_ number: Number) -> [UInt8] {
  stride(from: Number.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
}
