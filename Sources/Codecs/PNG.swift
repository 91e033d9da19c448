internal import Raster

/// Portable Network Graphics: files to pictures and masks, and back.
///
/// Source: W3C, Portable Network Graphics (PNG) Specification, third edition. The frame of a file is checked
/// before anything else, so that no memory is taken on the word of a file that cannot keep it.
public enum PNG {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Reads the chunk table of a file without decoding its image data.
  ///
  /// Checks that every chunk lies inside the file, that header, image data and end are there, and the CRC of
  /// the header, palette and transparency chunks. The image data itself is not looked at.
  ///
  /// - Parameter bytes: The whole file; bytes after the end of the picture are counted, not refused.
  /// - Throws: `CodecError` with `emptyFile`, `notAPicture`, `unsupportedFormat`, `unsupportedChunk`,
  ///   `truncated`, `badCRC` or `damaged`.
  /// - Complexity: O(number of chunks).
  public static func header(of bytes: RawSpan) throws(CodecError) -> PNGHeader {
    try table(of: bytes).header
  }

  /// Reads the chunk table of a file; see the variant for a span.
  public static func header(of bytes: [UInt8]) throws(CodecError) -> PNGHeader {
    try header(of: bytes.span.bytes)
  }

  /// The chunks of a file, with the rules about their order checked.
  static func table(of bytes: RawSpan) throws(CodecError) -> PNGChunkTable {
    try checkSignature(of: bytes)
    let first = try PNGChunk(in: bytes, at: signature.count)
    var table = PNGChunkTable(header: try parseHeader(first, in: bytes))
    var offset = first.endOffset
    while !table.isComplete {
      let chunk = try PNGChunk(in: bytes, at: offset)
      try table.add(chunk, in: bytes)
      offset = chunk.endOffset
    }
    table.header.trailingByteCount = bytes.byteCount - offset
    return table
  }

  private static func checkSignature(of bytes: RawSpan) throws(CodecError) {
    if bytes.isEmpty { throw CodecError(.emptyFile) }
    if bytes.starts(with: signature) { return }
    let present = min(bytes.byteCount, signature.count)
    if (0..<present).allSatisfy({ bytes.byte(at: $0) == signature[$0] }) {
      throw CodecError(.truncated, found: bytes.byteCount, allowed: signature.count)
    }
    switch PictureFormat.sniff(bytes) {
    case .png: throw CodecError(.damaged(.signature))
    case .unknown: throw CodecError(.notAPicture)
    case let other: throw CodecError(.unsupportedFormat(other))
    }
  }

  private static func parseHeader(
    _ chunk: PNGChunk, in bytes: RawSpan
  ) throws(CodecError) -> PNGHeader {
    guard chunk.name == PNGChunk.header else {
      if PNGChunkTable.isUnknownCritical(chunk) {
        throw CodecError(.unsupportedChunk, chunk: chunk.nameText)
      }
      throw CodecError(.damaged(.chunkOrder), chunk: chunk.nameText)
    }
    guard chunk.length == 13 else {
      throw CodecError(.damaged(.chunkLength), found: chunk.length, allowed: 13, chunk: chunk.nameText)
    }
    try chunk.checkCRC(in: bytes)
    return try PNGHeader(in: bytes, at: chunk.dataOffset)
  }
}

extension PNGHeader {
  /// Reads the 13 bytes of an IHDR chunk.
  fileprivate init(in bytes: RawSpan, at offset: Int) throws(CodecError) {
    let width = bytes.bigEndian32(at: offset)
    let height = bytes.bigEndian32(at: offset + 4)
    let depth = bytes.byte(at: offset + 8)
    let interlace = bytes.byte(at: offset + 12)
    let sides: ClosedRange<UInt32> = 1...0x7FFF_FFFF
    guard sides.contains(width), sides.contains(height),
      let colourType = ColourType(rawValue: bytes.byte(at: offset + 9)),
      colourType.bitDepths.contains(depth),
      bytes.byte(at: offset + 10) == 0, bytes.byte(at: offset + 11) == 0, interlace <= 1
    else { throw CodecError(.damaged(.header), chunk: "IHDR") }
    self.init(
      size: PixelSize(width: Int(width), height: Int(height)), bitDepth: Int(depth),
      colourType: colourType, isInterlaced: interlace == 1)
  }

  private init(size: PixelSize, bitDepth: Int, colourType: ColourType, isInterlaced: Bool) {
    self.size = size
    self.bitDepth = bitDepth
    self.colourType = colourType
    self.isInterlaced = isInterlaced
  }
}
