public import EditModel
public import Raster

/// The formats that pictures are written in.
public enum FileFormat: String, Hashable, Sendable, CaseIterable {
  case png
  case jpeg
  case webp

  /// The format that a file's name asks for, or `nil`.
  init?(ofName path: String) {
    let name = path.split(separator: "/").last?.lowercased() ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return nil }
    switch name[dot...] {
    case ".png": self = .png
    case ".jpg", ".jpeg": self = .jpeg
    case ".webp": self = .webp
    default: return nil
    }
  }
}

/// How a picture is written to a file of the user's.
public struct SaveOptions: Hashable, Sendable {
  /// The size of the saved picture.
  public enum Size: Hashable, Sendable {
    /// Width and height; the ratio must be the picture's, to the pixel.
    case exact(PixelSize)
    /// The longer side in pixels; the other follows.
    case longerSide(Int)
  }

  /// `nil` keeps the picture's.
  public var size: Size?
  /// `nil`: as the file's name ends.
  public var format: FileFormat?
  /// Of JPEG and WebP, `1...100`; WebP at 100 is lossless. `nil` means 90.
  public var quality: Int?
  /// Most bytes of the file; quality is lowered as far as needed.
  public var maximumBytes: Int?
  /// True may replace a file that exists.
  public var force: Bool

  public init(
    size: Size? = nil, format: FileFormat? = nil, quality: Int? = nil, maximumBytes: Int? = nil,
    force: Bool = false
  ) {
    self.size = size
    self.format = format
    self.quality = quality
    self.maximumBytes = maximumBytes
    self.force = force
  }
}

/// A file that was written.
public struct SavedFile: Hashable, Sendable {
  public let path: String
  public let round: RoundID
  public let size: PixelSize
  public let byteCount: Int
  /// The digest of the pixels in the file, as a reader gets them.
  public let pixels: Digest
  public let format: FileFormat
  /// The quality that it came to; `nil` where nothing was lost.
  public let quality: Int?
  /// True when transparent parts were laid on white, because the format has no alpha.
  public let wasFlattened: Bool
  /// What the source's file says beside its pixels and this file does not, in words.
  public let dropped: [String]
}

/// Which picture of a round is meant.
public enum RoundLayer: String, Hashable, Sendable, CaseIterable {
  /// The round's picture.
  case picture
  /// The picture as the provider returned it.
  case raw
  /// The parent with the masks of the round's instructions as tint and outline.
  case mask
}
