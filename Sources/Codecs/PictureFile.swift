public import Raster

/// What a picture file says of itself before any pixel is decoded.
public struct PictureHeader: Hashable, Sendable {
  public let format: PictureFormat
  /// Rows and columns as they lie in the file.
  public let size: PixelSize
  /// How they lie on the upright picture.
  public let orientation: Orientation
  /// True when the file can hold transparency, whether or not any pixel is transparent.
  public let hasAlpha: Bool
  /// The file holds an animation.
  public let isAnimated: Bool

  /// The size of the picture as it is seen, and as `PictureFile.decode` returns it.
  public var uprightSize: PixelSize {
    orientation.swapsSides ? PixelSize(width: size.height, height: size.width) : size
  }
}

/// Picture files of every format that is read or written here: PNG, JPEG and WebP.
///
/// The format is told from the content. PNG needs nothing beside; the pixels of JPEG and WebP need the system's
/// libraries, their headers and metadata do not.
public enum PictureFile {
  /// Reads what a file says of itself.
  ///
  /// - Parameter bytes: The whole file.
  /// - Throws: `CodecError` with `emptyFile`, `notAPicture`, `unsupportedFormat` for formats that are known and
  ///   not read, or `truncated`, `damaged` and the like when the file breaks its format's rules.
  public static func header(of bytes: RawSpan) throws(CodecError) -> PictureHeader {
    switch try readableFormat(of: bytes) {
    case .png: return try pngHeader(of: bytes)
    case .jpeg:
      let header = try JPEGHeader(of: bytes)
      return PictureHeader(
        format: .jpeg, size: header.size,
        orientation: JPEGMetadata.orientation(in: bytes, header: header), hasAlpha: false, isAnimated: false)
    case .webp:
      let header = try WebPHeader(of: bytes)
      return PictureHeader(
        format: .webp, size: header.size,
        orientation: WebPMetadata.orientation(in: bytes, header: header), hasAlpha: header.hasAlpha,
        isAnimated: header.isAnimated)
    }
  }

  /// Reads what a file says beside its pixels, as far as it can go along to another file.
  ///
  /// Orientation is 1 in the EXIF block and absent from the XMP packet, thumbnails are blanked: they are those
  /// of the upright picture then. `notCarried` names what cannot go along, what is damaged, and what is too
  /// much: blocks above 8 MiB, texts beyond the first 1000 or 8 MiB, segments of a JPEG beyond the first 4096.
  ///
  /// - Throws: `CodecError` as `header(of:)` does.
  public static func metadata(of bytes: RawSpan) throws(CodecError) -> PictureMetadata {
    switch try readableFormat(of: bytes) {
    case .png: return try pngMetadata(of: bytes)
    case .jpeg: return JPEGMetadata(of: bytes, header: try JPEGHeader(of: bytes)).metadata
    case .webp: return WebPMetadata(of: bytes, header: try WebPHeader(of: bytes)).metadata
    }
  }

  enum ReadableFormat { case png, jpeg, webp }

  static func readableFormat(of bytes: RawSpan) throws(CodecError) -> ReadableFormat {
    if bytes.isEmpty { throw CodecError(.emptyFile) }
    switch PictureFormat.sniff(bytes) {
    case .png: return .png
    case .jpeg: return .jpeg
    case .webp: return .webp
    case .unknown: throw CodecError(.notAPicture)
    case let other: throw CodecError(.unsupportedFormat(other))
    }
  }
}

extension PictureFile {
  /// Reads what a file says of itself; see the variant for a span.
  public static func header(of bytes: [UInt8]) throws(CodecError) -> PictureHeader {
    try header(of: bytes.span.bytes)
  }

  /// Reads what a file says beside its pixels; see the variant for a span.
  public static func metadata(of bytes: [UInt8]) throws(CodecError) -> PictureMetadata {
    try metadata(of: bytes.span.bytes)
  }
}
