public import Raster

/// A picture read from a file, with what the file was like.
public struct DecodedPicture: Equatable, Sendable {
  /// The picture, upright when it comes from `PictureFile`.
  public let bitmap: Bitmap
  public let format: PictureFormat
  /// Bits of one sample, or of one palette index, in the file.
  public let bitDepth: Int
  /// True when the file can hold transparency, whether or not any pixel is transparent.
  public let hasAlpha: Bool
  /// The file holds an animation, of which only the default image is decoded.
  public let isAnimated: Bool
  /// Bytes found after the end of the picture; they were ignored.
  public let trailingByteCount: Int
  /// How the rows of the file lie; `PictureFile` has applied it to `bitmap`, `PNG.decode` has not.
  public let orientation: Orientation
  public let metadata: PictureMetadata

  package init(
    bitmap: Bitmap, format: PictureFormat, bitDepth: Int, hasAlpha: Bool, isAnimated: Bool = false,
    trailingByteCount: Int = 0, orientation: Orientation = .upright,
    metadata: PictureMetadata = PictureMetadata()
  ) {
    self.bitmap = bitmap
    self.format = format
    self.bitDepth = bitDepth
    self.hasAlpha = hasAlpha
    self.isAnimated = isAnimated
    self.trailingByteCount = trailingByteCount
    self.orientation = orientation
    self.metadata = metadata
  }

  /// True when the file had more than 8 bits a sample, which were rounded to 8.
  public var wasSixteenBit: Bool { bitDepth > 8 }
}
