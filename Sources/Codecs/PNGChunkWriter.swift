internal import CZlib

/// A PNG file as it grows, chunk by chunk.
struct PNGChunkWriter {
  /// What stands before the chunks, then the chunks.
  var bytes: [UInt8]

  /// Takes memory for more bytes, unless it is there.
  mutating func reserve(_ count: Int) {
    if bytes.capacity - bytes.count < count { bytes.reserveCapacity(bytes.count + count) }
  }

  /// Appends whole chunks.
  mutating func append(_ chunks: [UInt8]) {
    bytes += chunks
  }

  /// Appends a chunk of less than 2^31 bytes.
  ///
  /// Source: PNG, third edition, section 5.3.
  mutating func append(_ name: UInt32, _ data: [UInt8]) {
    append(name, before: data, sum: 0, piece: [], after: [])
  }

  /// Appends an image data chunk: a piece whose check sum is known, between a few other bytes.
  mutating func append(imageData piece: PNGPiece, before: [UInt8], after: [UInt8]) {
    append(PNGChunk.imageData, before: before, sum: piece.sum, piece: piece.bytes, after: after)
  }

  private mutating func append(
    _ name: UInt32, before: [UInt8], sum: UInt32, piece: [UInt8], after: [UInt8]
  ) {
    let head = bigEndianBytes(name) + before
    bytes += bigEndianBytes(UInt32(before.count + piece.count + after.count))
    bytes += head
    bytes += piece
    bytes += after
    let joined = crc32_combine(crc32_z(0, head, head.count), UInt(sum), piece.count)
    bytes += bigEndianBytes(UInt32(crc32_z(joined, after, after.count)))
  }
}
