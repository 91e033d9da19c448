internal import Raster

extension PNG {
  /// Decodes a whole file.
  ///
  /// Every colour type, depth and interlacing becomes 8-bit RGBA with straight alpha. A 16-bit sample `v`
  /// becomes the nearest value, (255 v + 32767) / 65535; colour under transparent pixels is kept as it is in
  /// the file. Palette indices past the palette's end give opaque black, as in browsers. Gamma, colour profile
  /// and orientation are read, not applied. Of an animation the default image is decoded. Image data that goes
  /// on after the last pixel is dropped, up to 64 KiB and sixteen rows as it is in the file.
  ///
  /// - Parameters:
  ///   - bytes: The whole file; bytes after its end are counted, not refused.
  ///   - limits: Checked against the header before memory is taken.
  /// - Throws: `CodecError` about the file, its size or memory. Damaged metadata is no error: it is
  ///   dropped, and the metadata's `notCarried` names it.
  public static func decode(
    _ bytes: RawSpan, limits: DecodeLimits = .standard
  ) throws(CodecError) -> DecodedPicture {
    let table = try checkedTable(of: bytes, limits: limits)
    let header = table.header
    let (metadata, orientation) = metadata(in: bytes, table: table)
    return DecodedPicture(
      bitmap: try bitmap(of: bytes, table: table), format: .png, bitDepth: header.bitDepth,
      hasAlpha: header.hasAlpha,
      isAnimated: header.isAnimated, trailingByteCount: header.trailingByteCount,
      orientation: orientation, metadata: metadata)
  }

  /// Decodes the pixels of a file alone, with no work for what the file says beside them.
  static func bitmap(of bytes: RawSpan, limits: DecodeLimits) throws(CodecError) -> Bitmap {
    try bitmap(of: bytes, table: checkedTable(of: bytes, limits: limits))
  }

  private static func bitmap(of bytes: RawSpan, table: PNGChunkTable) throws(CodecError) -> Bitmap {
    let samples = try bytes.withUnsafeBytes { file throws(CodecError) in
      try PNGSource(file, table: table).samples()
    }
    let size = table.header.size
    return Bitmap(width: size.width, height: size.height, samples: samples)
  }

  /// Decodes a whole file; see the variant for a span.
  public static func decode(
    _ bytes: [UInt8], limits: DecodeLimits = .standard
  ) throws(CodecError) -> DecodedPicture {
    try decode(bytes.span.bytes, limits: limits)
  }

  /// The chunks of a file whose header is inside the limits and whose image data may fill the picture.
  static func checkedTable(
    of bytes: RawSpan, limits: DecodeLimits
  ) throws(CodecError) -> PNGChunkTable {
    try limits.check(byteCount: bytes.byteCount)
    let table = try table(of: bytes)
    try limits.check(size: table.header.size)
    try checkImageData(of: table.header)
    return table
  }

  /// Bytes that one byte of deflate data can at most become: a 258-byte match in two bits.
  private static let largestDeflateRatio = 1032

  private static func checkImageData(of header: PNGHeader) throws(CodecError) {
    guard let pixels = header.size.pixelCount, let rawByteCount = header.rawByteCount,
      !pixels.multipliedReportingOverflow(by: 4).overflow
    else { throw CodecError(.tooLarge(.pixels), found: header.size.pixelCount ?? .max) }
    let needed = rawByteCount / largestDeflateRatio
    guard header.imageDataByteCount >= needed else {
      throw CodecError(.truncated, found: header.imageDataByteCount, allowed: needed, chunk: "IDAT")
    }
  }
}
