internal import Raster

extension WebP {
  /// Encodes a picture with its alpha.
  ///
  /// Under wholly transparent pixels libwebp's simple interface, which is the one that is used, puts colours that
  /// pack well; no setting of it keeps them. Everything else is exact without a quality, and alpha always.
  ///
  /// - Parameter quality: `1...100`; `nil` codes without loss.
  /// - Returns: The file as libwebp makes it, without metadata.
  /// - Throws: `CodecError` with `notEncodable`, `qualityOutOfRange` or `libraryMissing`.
  static func encode(
    _ bitmap: Bitmap, quality: Int?, libraries: SystemLibraries
  ) throws(CodecError) -> [UInt8] {
    if let quality, !(1...100).contains(quality) {
      throw CodecError(.qualityOutOfRange, found: quality, allowed: 100)
    }
    let side = max(bitmap.width, bitmap.height)
    guard side <= largestSide else { throw CodecError(.notEncodable, found: side, allowed: largestSide) }
    let library = try libraries.webP()
    var file: UnsafeMutablePointer<UInt8>?
    defer { library.free(file) }
    let (width, height) = (CInt(bitmap.width), CInt(bitmap.height))
    let count = bitmap.samples.withUnsafeBufferPointer { samples in
      guard let source = samples.baseAddress else { preconditionFailure("a picture has samples") }
      guard let quality else {
        return library.encodeLossless(source, width, height, 4 * width, &file)
      }
      return library.encode(source, width, height, 4 * width, Float(quality), &file)
    }
    guard count > 0, let file else { throw CodecError(.notEncodable) }
    return [UInt8](UnsafeBufferPointer(start: file, count: count))
  }

  /// The file with metadata in chunks: profile, EXIF and XMP. A density goes into the EXIF block, or makes one;
  /// texts have no place.
  ///
  /// - Parameter file: As `encode` returns it.
  /// - Returns: The file, and names of what did not fit.
  /// - Throws: `CodecError` when the bytes are no such file.
  static func file(
    _ file: [UInt8], with metadata: PictureMetadata
  ) throws(CodecError) -> (bytes: [UInt8], dropped: [String]) {
    var dropped = metadata.texts.map { "text \($0.keyword)" }
    var exif = metadata.exif
    if let density = metadata.density, EXIF.read(exif ?? [])?.density == nil {
      exif = exif ?? EXIF.block(stating: density)
      if EXIF.read(exif ?? [])?.density == nil { dropped.append("density") }
    }
    guard metadata.profile != nil || exif != nil || metadata.xmp != nil else { return (file, dropped) }
    let source = file.span.bytes
    let header = try WebPHeader(of: source)
    var flags: UInt8 = header.hasAlpha ? WebPFlags.alpha : 0
    flags |= metadata.profile == nil ? 0 : WebPFlags.profile
    flags |= exif == nil ? 0 : WebPFlags.exif
    flags |= metadata.xmp == nil ? 0 : WebPFlags.xmp
    var body = Array("WEBP".utf8)
    body += WebPChunk.bytes(
      "VP8X",
      [flags, 0, 0, 0] + WebPChunk.littleEndian(header.size.width - 1, byteCount: 3)
        + WebPChunk.littleEndian(header.size.height - 1, byteCount: 3))
    if let profile = metadata.profile { body += WebPChunk.bytes("ICCP", profile) }
    for chunk in header.chunks where ["ALPH", "VP8 ", "VP8L"].contains(chunk.name) {
      body += source.array((chunk.dataOffset - 8)..<(chunk.range.upperBound + chunk.length % 2))
    }
    if let exif { body += WebPChunk.bytes("EXIF", exif) }
    if let xmp = metadata.xmp { body += WebPChunk.bytes("XMP ", xmp) }
    return (Array("RIFF".utf8) + WebPChunk.littleEndian(body.count, byteCount: 4) + body, dropped)
  }
}
