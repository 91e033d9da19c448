public import Raster

extension PNG {
  /// How much work goes into a smaller file; the pixels are the same.
  public enum Effort: String, CaseIterable, Hashable, Sendable {
    /// Quick, for files that go over the wire once.
    case wire
    /// Smaller and several times slower, for files that stay.
    case small

    /// What is tried for a band. Photographs and drawings want opposite settings, so both are tried.
    fileprivate var recipes: [PNGRecipe] {
      switch self {
      case .wire:
        [PNGFilter.average, .paeth, .sub, .up].map { PNGRecipe(choice: .fixed($0), compressor: .runs) }
          + [PNGRecipe(choice: .fixed(.none), compressor: .zlib(1, .repeats))]
      case .small:
        [
          PNGRecipe(choice: .smallestSum, compressor: .zlib(6, .filtered)),
          PNGRecipe(choice: .smallestSum, compressor: .runs),
          PNGRecipe(choice: .fixed(.paeth), compressor: .zlib(6, .filtered)),
          PNGRecipe(choice: .fixed(.paeth), compressor: .runs),
          PNGRecipe(choice: .fixed(.average), compressor: .runs),
          PNGRecipe(choice: .fixed(.up), compressor: .runs),
          PNGRecipe(choice: .fixed(.up), compressor: .zlib(9, .repeats)),
          PNGRecipe(choice: .fixed(.none), compressor: .zlib(9, .repeats)),
        ]
      }
    }

    /// Bytes of a band on which they are tried.
    fileprivate var heats: [Int] {
      switch self {
      case .wire: [1 << 14]
      case .small: [1 << 14, 1 << 16]
      }
    }
  }

  /// Widest picture that is encoded: a band of 64 rows then stays below 2^31 bytes.
  static let widestEncoded = (1 << 22) - 1

  /// Encodes a picture.
  ///
  /// 8-bit samples, not interlaced. Opaque pictures have no alpha channel and grey ones a single level: grey,
  /// grey with alpha, RGB or RGBA. Colour under transparent pixels is kept.
  ///
  /// The picture is compressed in bands, each with the recipe that makes a sample of it smallest. The same
  /// picture and effort give the same bytes whatever the number of threads, with one build of zlib; other
  /// builds may compress differently. Beside the file a few bands are held in memory.
  ///
  /// Metadata is written as iCCP, cHRM, gAMA, sRGB, pHYs, eXIf, iTXt and tEXt, in this order. Left out is what
  /// PNG cannot hold: a profile that is not one of its stated size, or not for RGB (nor for grey in a grey
  /// picture); values outside the range of their chunk; an EXIF block without TIFF header; XMP that is no UTF-8;
  /// sRGB beside a profile; a text without keyword; anything above 8,000,000 bytes, the most that libpng
  /// accepts by default. Made legal: keywords (spaces and control characters joined to one space, `?` for what
  /// is not Latin-1, cut to 79), line breaks (line feeds), zero characters and languages that are no tags
  /// (dropped). A grey picture with an RGB profile is stored as RGB, because a profile must fit the colour type.
  ///
  /// - Throws: `CodecError` with `notEncodable` when the picture is wider than 4,194,303 pixels or higher than
  ///   2^31 - 1, or `outOfMemory`.
  public static func encode(
    _ bitmap: Bitmap, effort: Effort = .wire, metadata: PictureMetadata = PictureMetadata(),
    bands: Bands = .standard
  ) throws(CodecError) -> [UInt8] {
    try encodeNamingDropped(bitmap, effort: effort, metadata: metadata, bands: bands).bytes
  }

  /// Encodes a picture as `encode` does, and names for people what is left out of the metadata.
  static func encodeNamingDropped(
    _ bitmap: Bitmap, effort: Effort, metadata: PictureMetadata, bands: Bands
  ) throws(CodecError) -> (bytes: [UInt8], dropped: [String]) {
    try checkEncodable(bitmap.size)
    let layout = PNGMetadataChunks.layout(
      PNGLayout(neededBy: bitmap, bands: bands), for: metadata.profile)
    let chunks = try PNGMetadataChunks(metadata, layout: layout)
    let rows = PNGRows(bitmap, layout: layout)
    let encoder = try PNGBandEncoder(
      rows, recipes: effort.recipes, heats: effort.heats, bands: bands)
    let bytes = try file(of: rows, extra: chunks.bytes, bands: bands) { index throws(CodecError) in
      try encoder.piece(index)
    }
    return (bytes, chunks.dropped)
  }

  /// Encodes a mask in a stated polarity.
  ///
  /// `whiteIsEdit` and `blackIsEdit` give 8-bit grey; `alphaZeroIsEdit` gives 8-bit RGBA with black colour
  /// everywhere, even where every pixel is opaque. Same bytes whatever the number of threads.
  ///
  /// - Throws: `CodecError` with `notEncodable` when the mask is wider than 4,194,303 pixels or higher than
  ///   2^31 - 1, or `outOfMemory`.
  public static func encode(
    mask: Mask, as polarity: MaskPolarity, effort: Effort = .wire, bands: Bands = .standard
  ) throws(CodecError) -> [UInt8] {
    try checkEncodable(mask.size)
    let mask = PNGMaskRows(mask, polarity: polarity)
    let rows = PNGRows(mask)
    switch effort {
    case .wire:
      return try file(of: rows, extra: [], bands: bands) { index throws(CodecError) in
        mask.deflate(rows.bandRanges[index], isLast: index == rows.bandRanges.count - 1)
      }
    case .small:
      let encoder = try PNGBandEncoder(
        rows, recipes: effort.recipes, heats: effort.heats, bands: bands)
      return try file(of: rows, extra: [], bands: bands) { index throws(CodecError) in
        try encoder.piece(index)
      }
    }
  }

  private static func checkEncodable(_ size: PixelSize) throws(CodecError) {
    guard size.width <= widestEncoded else {
      throw CodecError(.notEncodable, found: size.width, allowed: widestEncoded)
    }
    guard size.height <= 0x7FFF_FFFF else {
      throw CodecError(.notEncodable, found: size.height, allowed: 0x7FFF_FFFF)
    }
  }
}
