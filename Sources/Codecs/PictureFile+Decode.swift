public import Raster

extension PictureFile {
  /// Decodes a file into an upright picture.
  ///
  /// The orientation that the file states is applied. Profiles and gamma are not. Colour under transparent
  /// pixels is kept as it is in the file. A file that ends early is an error, however much of it is there.
  ///
  /// - Parameters:
  ///   - bytes: The whole file; bytes after the picture's end are counted, not refused.
  ///   - limits: Checked against the header before memory is taken.
  ///   - libraries: Where libturbojpeg and libwebp are; not looked at for PNG.
  /// - Throws: `CodecError`: what `header(of:)` throws, `tooLarge`, `unsupportedCoding`, `libraryMissing`, or
  ///   `truncated`, `badCRC` and `damaged` from the decoder.
  public static func decode(
    _ bytes: RawSpan, limits: DecodeLimits = .standard, libraries: SystemLibraries = .standard,
    bands: Bands = .standard
  ) throws(CodecError) -> DecodedPicture {
    try limits.check(byteCount: bytes.byteCount)
    switch try readableFormat(of: bytes) {
    case .png:
      let picture = try PNG.decode(bytes, limits: limits)
      return uprighted(picture, metadata: ofUprightPicture(picture.metadata), bands: bands)
    case .jpeg:
      let picture = try JPEG.decode(bytes, limits: limits, libraries: libraries)
      return uprighted(picture, metadata: picture.metadata, bands: bands)
    case .webp:
      let picture = try WebP.decode(bytes, limits: limits, libraries: libraries)
      return uprighted(picture, metadata: picture.metadata, bands: bands)
    }
  }

  /// Decodes a file into an upright picture; see the variant for a span.
  public static func decode(
    _ bytes: [UInt8], limits: DecodeLimits = .standard, libraries: SystemLibraries = .standard,
    bands: Bands = .standard
  ) throws(CodecError) -> DecodedPicture {
    try decode(bytes.span.bytes, limits: limits, libraries: libraries, bands: bands)
  }

  /// Decodes a file of any readable format as an edit mask, upright.
  ///
  /// JPEG, and WebP with loss, surround black and white with values a few levels off, which would be haze in a
  /// mask. There, luma up to 8 is taken for 0 and luma from 247 for 255, and `snappedPixelCount` says for how many
  /// pixels. JPEG has no alpha; alpha of WebP has no loss and is taken as it is.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - limits: Checked against the header before memory is taken.
  ///   - interpretation: `automatic` takes transparent as edit when any pixel is not opaque, otherwise white
  ///     as edit; the reading says which and why.
  ///   - libraries: Where libturbojpeg and libwebp are.
  /// - Returns: A mask of the upright picture's size. An empty mask (all 0) is not an error.
  /// - Throws: `CodecError` as `decode` does; `noAlpha` when alpha was stated to decide and the file has none.
  public static func decodeMask(
    _ bytes: RawSpan, limits: DecodeLimits = .standard,
    interpretation: MaskInterpretation = .automatic, libraries: SystemLibraries = .standard,
    bands: Bands = .standard
  ) throws(CodecError) -> MaskReading {
    let picture = try decode(bytes, limits: limits, libraries: libraries, bands: bands)
    var hasNoise = picture.format == .jpeg
    if picture.format == .webp { hasNoise = try !WebPHeader(of: bytes).isLossless }
    return try MaskReading(picture, interpretation: interpretation, hasNoise: hasNoise)
  }

  /// Decodes a file of any readable format as an edit mask; see the variant for a span.
  public static func decodeMask(
    _ bytes: [UInt8], limits: DecodeLimits = .standard,
    interpretation: MaskInterpretation = .automatic, libraries: SystemLibraries = .standard,
    bands: Bands = .standard
  ) throws(CodecError) -> MaskReading {
    try decodeMask(
      bytes.span.bytes, limits: limits, interpretation: interpretation, libraries: libraries, bands: bands)
  }

  private static func uprighted(
    _ picture: DecodedPicture, metadata: PictureMetadata, bands: Bands
  ) -> DecodedPicture {
    DecodedPicture(
      bitmap: picture.bitmap.oriented(picture.orientation, bands: bands), format: picture.format,
      bitDepth: picture.bitDepth, hasAlpha: picture.hasAlpha, isAnimated: picture.isAnimated,
      trailingByteCount: picture.trailingByteCount, orientation: picture.orientation,
      metadata: metadata)
  }
}
