internal import CZlib
internal import Raster
internal import Synchronization

extension PNG {
  /// A whole file.
  ///
  /// Bands are compressed in waves, and each wave is written before the next begins: beside the file only one
  /// wave is held.
  ///
  /// - Parameters:
  ///   - extra: Whole chunks to stand between header and image data.
  ///   - piece: Compresses one of `rows.bandRanges`; called on any thread.
  static func file(
    of rows: PNGRows, extra: [UInt8], bands: Bands, piece: @Sendable (Int) throws(CodecError) -> PNGPiece
  ) throws(CodecError) -> [UInt8] {
    var writer = PNGChunkWriter(bytes: signature)
    writer.appendHeader(of: rows)
    writer.append(extra)
    let count = rows.bandRanges.count
    let wave = 4 * bands.workers
    // RFC 1950, section 2.2: deflate with a 32 KiB window, no dictionary.
    var start: [UInt8] = [0x78, 0x01]
    var check = adler32(0, nil, 0)
    for first in stride(from: 0, to: count, by: wave) {
      let pieces = try bands.map(first..<min(first + wave, count), piece)
      writer.reserve(for: pieces, of: count - first)
      for (offset, piece) in pieces.enumerated() {
        check = adler32_combine(check, UInt(piece.check), piece.rawByteCount)
        let isLast = first + offset == count - 1
        writer.append(
          imageData: piece, before: start, after: isLast ? bigEndianBytes(UInt32(check)) : [])
        start = []
      }
    }
    writer.append(PNGChunk.end, [])
    return writer.bytes
  }
}

extension PNGChunkWriter {
  fileprivate mutating func appendHeader(of rows: PNGRows) {
    let sides = [rows.size.width, rows.size.height].flatMap { bigEndianBytes(UInt32($0)) }
    // 8 bits; deflate, the five filters, not interlaced.
    append(PNGChunk.header, sides + [8, rows.layout.colourType.rawValue, 0, 0, 0])
  }

  /// Takes memory for these pieces and for the others that are to come, should they be like these.
  fileprivate mutating func reserve(for pieces: [PNGPiece], of count: Int) {
    let known = pieces.reduce(0) { $0 + $1.bytes.count + PNGChunk.overhead }
    let expected = known / pieces.count * count
    reserve(expected + expected / 8 + 64)
  }
}

extension Bands {
  /// The values of a body that may fail, in order; the error is that of the lowest index that failed.
  func map<Value: Sendable>(
    _ indices: Range<Int>, _ body: @Sendable (Int) throws(CodecError) -> Value
  ) throws(CodecError) -> [Value] {
    let results = Mutex([Result<Value, CodecError>?](repeating: nil, count: indices.count))
    perform(count: indices.count) { offset in
      let result = Result { () throws(CodecError) in try body(indices.lowerBound + offset) }
      results.withLock { $0[offset] = result }
    }
    var values: [Value] = []
    for result in results.withLock({ $0 }) {
      if let value = try result?.get() { values.append(value) }
    }
    return values
  }
}
