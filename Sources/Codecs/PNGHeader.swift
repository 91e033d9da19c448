public import Raster

/// What a PNG file says about itself before any pixel is decoded.
public struct PNGHeader: Hashable, Sendable {
  /// The five kinds of pixel that the format knows; raw values are the file's.
  public enum ColourType: UInt8, Hashable, Sendable {
    case grey = 0
    case rgb = 2
    case palette = 3
    case greyAlpha = 4
    case rgba = 6

    /// One level for red, green and blue.
    var isGrey: Bool { self == .grey || self == .greyAlpha }

    /// Samples that one pixel has in the file.
    var channelCount: Int {
      switch self {
      case .grey, .palette: 1
      case .greyAlpha: 2
      case .rgb: 3
      case .rgba: 4
      }
    }

    /// Bits of a sample that the format allows (PNG, third edition, table 9).
    var bitDepths: [UInt8] {
      switch self {
      case .grey: [1, 2, 4, 8, 16]
      case .palette: [1, 2, 4, 8]
      case .rgb, .greyAlpha, .rgba: [8, 16]
      }
    }
  }

  /// Both sides are in `1...2^31 - 1`.
  public let size: PixelSize
  /// Bits of one sample, or of one palette index.
  public let bitDepth: Int
  public let colourType: ColourType
  public let isInterlaced: Bool
  /// A tRNS chunk gives the picture transparency without an alpha channel.
  public internal(set) var hasTransparencyChunk = false
  /// The file holds an animation, of which only the default image is decoded.
  public internal(set) var isAnimated = false
  /// Compressed bytes of image data, over all of its chunks.
  public internal(set) var imageDataByteCount = 0
  /// Bytes after the end of the picture, which belong to no PNG.
  public internal(set) var trailingByteCount = 0
  /// Names of chunks that say how the picture should look and are neither used nor carried along; each once.
  public internal(set) var unusedChunks: [String] = []

  /// True when pixels can be other than opaque.
  public var hasAlpha: Bool { hasAlphaChannel || hasTransparencyChunk }

  /// Every pixel has an alpha sample, the last of its samples.
  var hasAlphaChannel: Bool { colourType == .greyAlpha || colourType == .rgba }

  /// Bits of one pixel in the file.
  var bitsPerPixel: Int { bitDepth * colourType.channelCount }

  /// Bytes of the uncompressed image data at least, filter bytes of an uninterlaced picture counted.
  ///
  /// `nil` when the number does not fit in an `Int`.
  var rawByteCount: Int? {
    let bits = size.width.multipliedReportingOverflow(by: bitsPerPixel)
    guard !bits.overflow else { return nil }
    let row = bits.partialValue / 8 + (bits.partialValue % 8 == 0 ? 0 : 1)
    let total = row.multipliedReportingOverflow(by: size.height)
    return total.overflow ? nil : total.partialValue
  }
}
