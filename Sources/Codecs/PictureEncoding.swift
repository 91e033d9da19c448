/// In what form a picture is to be written.
public struct PictureEncoding: Hashable, Sendable {
  /// The format with what only it can be told.
  public enum Form: Hashable, Sendable {
    case png(PNG.Effort)
    /// Quality `1...100`. From 90 on each pixel has its own colour; below, colour is kept for each 2x2 pixels.
    case jpeg(quality: Int)
    /// Quality `1...100` of the colours; alpha is kept as it is.
    case webP(quality: Int)
    /// Every visible pixel is kept as it is.
    case losslessWebP

    /// JPEG of quality 90.
    public static let jpeg = Form.jpeg(quality: 90)
    /// WebP of quality 90.
    public static let webP = Form.webP(quality: 90)

    public var format: PictureFormat {
      switch self {
      case .png: .png
      case .jpeg: .jpeg
      case .webP, .losslessWebP: .webp
      }
    }

    /// `nil` for forms without loss.
    public var quality: Int? {
      switch self {
      case .jpeg(let quality), .webP(let quality): quality
      case .png, .losslessWebP: nil
      }
    }
  }

  public var form: Form
  /// Most bytes of the whole file, metadata counted. A stated quality is then the highest that is tried.
  public var maxBytes: Int?

  public init(_ form: Form, maxBytes: Int? = nil) {
    self.form = form
    self.maxBytes = maxBytes
  }
}

/// A picture as the bytes of a file, and what the file does not hold of it.
public struct EncodedPicture: Hashable, Sendable {
  public let bytes: [UInt8]
  public let format: PictureFormat
  /// The quality in which it was written at last; `nil` for forms without loss.
  public let quality: Int?
  /// The picture has transparency, the format has none, and it was laid on white.
  public let wasFlattened: Bool
  /// The picture has colour under pixels that are wholly transparent, and the file may have another there.
  public let losesHiddenColour: Bool
  /// What the metadata holds and the file does not, as names for people.
  public let dropped: [String]
  /// How often the picture was encoded to find its size.
  package let encodingCount: Int
}
