/// What a picture file says beside its pixels, as far as it can go along from file to file.
///
/// Everything is optional: an empty value says nothing. Bytes are those of the blocks themselves, without the
/// framing of PNG, JPEG or WebP.
public struct PictureMetadata: Hashable, Sendable {
  /// An ICC profile, uncompressed.
  public var profile: [UInt8]?
  /// The gamma of the file's gAMA chunk times 100,000; PNG only.
  public var gamma: Int?
  /// White point and primaries of the cHRM chunk (white x, white y, red x, … blue y), times 100,000; PNG only.
  public var chromaticities: [Int]?
  /// The rendering intent of the sRGB chunk, `0...3`; PNG only.
  public var renderingIntent: Int?
  public var density: PixelDensity?
  /// Text entries, in the order of the file; comments of a JPEG have the keyword `Comment`.
  public var texts: [PictureText]
  /// An EXIF block: it begins with the TIFF header, and its orientation is 1 (upright).
  public var exif: [UInt8]?
  /// An XMP packet, UTF-8.
  public var xmp: [UInt8]?
  /// What the file holds and cannot go along, as names for people: marks of origin that are bound to the
  /// exact file (C2PA), animation frames, embedded thumbnails.
  public var notCarried: [String]

  public init(
    profile: [UInt8]? = nil, gamma: Int? = nil, chromaticities: [Int]? = nil,
    renderingIntent: Int? = nil, density: PixelDensity? = nil, texts: [PictureText] = [],
    exif: [UInt8]? = nil, xmp: [UInt8]? = nil, notCarried: [String] = []
  ) {
    self.profile = profile
    self.gamma = gamma
    self.chromaticities = chromaticities
    self.renderingIntent = renderingIntent
    self.density = density
    self.texts = texts
    self.exif = exif
    self.xmp = xmp
    self.notCarried = notCarried
  }

  public var isEmpty: Bool { self == PictureMetadata() }
}

/// How large pixels are meant to be on paper.
public struct PixelDensity: Hashable, Sendable {
  /// Pixels per metre, or with `isRatioOnly` only the two sides of a pixel's aspect ratio.
  public var horizontal: Int
  public var vertical: Int
  public var isRatioOnly: Bool

  public init(horizontal: Int, vertical: Int, isRatioOnly: Bool = false) {
    self.horizontal = horizontal
    self.vertical = vertical
    self.isRatioOnly = isRatioOnly
  }
}

/// A keyword and its text.
public struct PictureText: Hashable, Sendable {
  public var keyword: String
  public var text: String
  /// A BCP 47 tag, or empty.
  public var language: String

  public init(keyword: String, text: String, language: String = "") {
    self.keyword = keyword
    self.text = text
    self.language = language
  }
}
