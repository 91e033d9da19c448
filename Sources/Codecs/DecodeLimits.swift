package import Raster

/// What a decoder accepts from outside; checked before memory is taken for the picture.
public struct DecodeLimits: Hashable, Sendable {
  /// Most pixels of a picture; four bytes each are needed while it is decoded.
  public var maxPixels: Int
  /// Most pixels of one side.
  public var maxSide: Int
  /// Most bytes of the encoded file.
  public var maxBytes: Int

  public init(maxPixels: Int = 100_000_000, maxSide: Int = 65_535, maxBytes: Int = 512 << 20) {
    self.maxPixels = maxPixels
    self.maxSide = maxSide
    self.maxBytes = maxBytes
  }

  /// 100 million pixels, 65,535 on a side, 512 MiB of file.
  public static let standard = DecodeLimits()

  package func check(byteCount: Int) throws(CodecError) {
    guard byteCount <= maxBytes else {
      throw CodecError(.tooLarge(.bytes), found: byteCount, allowed: maxBytes)
    }
  }

  package func check(size: PixelSize) throws(CodecError) {
    let side = max(size.width, size.height)
    guard side <= maxSide else { throw CodecError(.tooLarge(.side), found: side, allowed: maxSide) }
    let pixels = size.pixelCount ?? .max
    guard pixels <= maxPixels else {
      throw CodecError(.tooLarge(.pixels), found: pixels, allowed: maxPixels)
    }
  }
}
