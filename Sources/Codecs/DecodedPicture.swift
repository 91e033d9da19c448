public import Raster

/// A picture read from a file, with what the file was like.
public struct DecodedPicture: Equatable, Sendable {
  public let bitmap: Bitmap
  /// The file's own statements; `trailingByteCount` and `isAnimated` are worth telling the user.
  public let header: PNGHeader

  /// True when the file had 16 bits a sample, which were rounded to 8.
  public var wasSixteenBit: Bool { header.bitDepth == 16 }

  /// Bytes found after the end of the picture; they were ignored.
  public var trailingByteCount: Int { header.trailingByteCount }
}
