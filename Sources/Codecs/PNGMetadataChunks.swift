/// The chunks in front of the image data that carry what a file says beside its pixels.
///
/// What PNG cannot hold is made legal where nothing is lost by it, otherwise left out:
///
/// | part | written as | left out |
/// |---|---|---|
/// | `profile` | iCCP, named `ICC profile`, deflated | no ICC profile of its stated size; not for RGB, and not for grey in a grey picture |
/// | `gamma` | gAMA | not `1...2^31 - 1` |
/// | `chromaticities` | cHRM | not eight values of `0...100_000`, or a white of y = 0 |
/// | `renderingIntent` | sRGB | not `0...3`, or a profile is written |
/// | `density` | pHYs | a side not `1...2^31 - 1` |
/// | `exif` | eXIf | does not begin with a TIFF header |
/// | `xmp` | iTXt `XML:com.adobe.xmp` | no UTF-8, or holds a zero byte |
/// | `texts` | tEXt when all characters are Latin-1, otherwise iTXt | the keyword is empty, see `append(_:)` |
///
/// Nothing is written whose content is longer than 8,000,000 bytes, the most that libpng accepts by default.
/// A grey picture with an RGB profile is stored as RGB, because a profile must fit the colour type.
///
/// Source: PNG, third edition, sections 5.6 (order) and 11.3.
struct PNGMetadataChunks {
  static let longestContent = 8_000_000

  private var writer = PNGChunkWriter(bytes: [])

  /// The chunks, ready to stand between header and image data.
  var bytes: [UInt8] { writer.bytes }
  /// What is left out, as names for people. An sRGB intent beside a profile is not missed: the profile says more.
  private(set) var dropped: [String] = []

  /// - Throws: `CodecError` with `outOfMemory`.
  init(_ metadata: PictureMetadata, layout: PNGLayout) throws(CodecError) {
    var hasProfile = false
    if let profile = metadata.profile {
      if Self.fits(profile, layout: layout) { hasProfile = try append(profile: profile) }
      note(hasProfile, "colour profile")
    }
    appendColour(metadata, hasProfile: hasProfile)
    if let density = metadata.density { note(append(density), "density") }
    if let exif = metadata.exif { note(append(exif: exif), "EXIF block") }
    if let xmp = metadata.xmp { note(append(xmp: xmp), "XMP packet") }
    for text in metadata.texts {
      let isSecondPacket = text.keyword == Self.xmpKeyword && metadata.xmp != nil
      note(!isSecondPacket && append(text), "text \(text.keyword)")
    }
  }

  private mutating func note(_ isWritten: Bool, _ name: String) {
    if !isWritten { dropped.append(name) }
  }

  /// Appends a chunk unless its content is too long; true when it did.
  mutating func append(_ name: StaticString, _ content: [UInt8]) -> Bool {
    guard content.count <= Self.longestContent else { return false }
    let letters = UnsafeBufferPointer(start: name.utf8Start, count: 4)
    writer.append(letters.reduce(0) { $0 << 8 | UInt32($1) }, content)
    return true
  }

  private mutating func appendColour(_ metadata: PictureMetadata, hasProfile: Bool) {
    if let values = metadata.chromaticities {
      let areLegal = values.count == 8 && values.allSatisfy((0...100_000).contains) && values[1] > 0
      note(
        areLegal && append("cHRM", values.flatMap { bigEndianBytes(UInt32($0)) }),
        "chromaticities")
    }
    if let gamma = metadata.gamma {
      let isLegal = (1...0x7FFF_FFFF).contains(gamma)
      note(isLegal && append("gAMA", bigEndianBytes(UInt32(gamma))), "gamma")
    }
    if let intent = metadata.renderingIntent, !hasProfile {
      note((0...3).contains(intent) && append("sRGB", [UInt8(intent)]), "rendering intent")
    }
  }

  private mutating func append(profile: [UInt8]) throws(CodecError) -> Bool {
    let stream = try DeflateStream.zlibStream(of: profile)
    return append("iCCP", Array("ICC profile".utf8) + [0, 0] + stream)
  }

  private mutating func append(_ density: PixelDensity) -> Bool {
    let sides = [density.horizontal, density.vertical]
    guard sides.allSatisfy((1...0x7FFF_FFFF).contains) else { return false }
    return append(
      "pHYs", sides.flatMap { bigEndianBytes(UInt32($0)) } + [density.isRatioOnly ? 0 : 1])
  }

  private mutating func append(exif: [UInt8]) -> Bool {
    let starts: [[UInt8]] = [[0x49, 0x49, 0x2A, 0], [0x4D, 0x4D, 0, 0x2A]]
    guard starts.contains(where: exif.starts) else { return false }
    return append("eXIf", exif)
  }
}

extension PNGMetadataChunks {
  /// The layout in which a profile fits: an RGB profile asks for colour.
  static func layout(_ layout: PNGLayout, for profile: [UInt8]?) -> PNGLayout {
    guard let profile, isUsable(profile), ICCProfile.space(of: profile) == .rgb else { return layout }
    switch layout {
    case .grey, .rgb: return .rgb
    case .greyAlpha, .rgba: return .rgba
    }
  }

  private static func fits(_ profile: [UInt8], layout: PNGLayout) -> Bool {
    guard isUsable(profile) else { return false }
    switch ICCProfile.space(of: profile) {
    case .rgb: return !layout.isGrey
    case .grey: return layout.isGrey
    case .other: return false
    }
  }

  private static func isUsable(_ profile: [UInt8]) -> Bool {
    profile.count <= longestContent && ICCProfile.isWhole(profile)
  }
}
