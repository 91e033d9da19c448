internal import EditModel

/// Bytes that stand as base64 in a source, decoded as they are read.
struct Base64Content: Sendable {
  private enum Storage: Sendable {
    /// Canonical characters without escapes.
    case characters(any ByteSource, Range<Int>)
    case decoded(MemorySource)
  }

  private static let longestPiece = 196_608

  let byteCount: Int
  private let storage: Storage

  /// - Precondition: The range holds canonical base64 of `byteCount` bytes, as `JSONScanner.base64` finds it.
  init(in source: any ByteSource, characters range: Range<Int>, byteCount: Int) {
    precondition(range.count == (byteCount + 2) / 3 * 4, "four characters stand for three bytes")
    self.byteCount = byteCount
    storage = .characters(source, range)
  }

  /// Bytes whose characters are written with escapes, which cannot be entered in the middle.
  init(decoded bytes: [UInt8]) {
    byteCount = bytes.count
    storage = .decoded(MemorySource(bytes))
  }

  func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(ByteStreamError) -> Int {
    switch storage {
    case .decoded(let bytes):
      return try bytes.read(at: offset, into: buffer)
    case .characters(let source, let range):
      let count = min(buffer.count, byteCount - offset, Self.longestPiece)
      guard count > 0 else { return 0 }
      let groups = offset / 3..<(offset + count + 2) / 3
      let characters = try source.bytes(
        in: range.lowerBound + groups.lowerBound * 4..<range.lowerBound + groups.upperBound * 4)
      guard characters.count == groups.count * 4 else { throw ByteStreamError(.notReadable) }
      Base64.write(characters, skipping: offset - groups.lowerBound * 3, count: count, into: buffer)
      return count
    }
  }
}
