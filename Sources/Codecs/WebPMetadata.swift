internal import Raster

/// What the chunks of a WebP file say beside the pixels. Source: RFC 9649, section 2.7.
struct WebPMetadata {
  private(set) var orientation: Orientation = .upright
  private(set) var metadata = PictureMetadata()

  /// How the rows lie on the upright picture, without reading anything else.
  static func orientation(in bytes: RawSpan, header: WebPHeader) -> Orientation {
    for chunk in header.chunks where chunk.name == "EXIF" && chunk.length <= MetadataLimits.largestBlock {
      if let reading = EXIF.read(EXIF.withoutSignature(bytes.array(chunk.range))) {
        return reading.orientation
      }
    }
    return .upright
  }

  init(of bytes: RawSpan, header: WebPHeader) {
    if header.isAnimated { drop("animation frames") }
    for chunk in header.chunks {
      switch chunk.name {
      case "VP8X", "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF": break
      case "ICCP": add(chunk, in: bytes, named: "colour profile") { $0.addProfile($1) }
      case "EXIF": add(chunk, in: bytes, named: "EXIF block") { $0.addEXIF($1) }
      case "XMP ": add(chunk, in: bytes, named: "XMP packet") { $0.addXMP($1) }
      case "C2PA": drop(NotCarried.manifest)
      default: drop("chunk \(chunk.name)")
      }
    }
  }

  private mutating func drop(_ name: String) {
    if !metadata.notCarried.contains(name) { metadata.notCarried.append(name) }
  }

  private mutating func add(
    _ chunk: WebPChunk, in bytes: RawSpan, named name: String, use: (inout Self, [UInt8]) -> Void
  ) {
    guard chunk.length <= MetadataLimits.largestBlock else { return drop(NotCarried.tooLong(name)) }
    use(&self, bytes.array(chunk.range))
  }

  private mutating func addProfile(_ profile: [UInt8]) {
    guard ICCProfile.space(of: profile) != .other, metadata.profile == nil else {
      return drop(NotCarried.damagedProfile)
    }
    metadata.profile = profile
  }

  private mutating func addEXIF(_ chunk: [UInt8]) {
    guard metadata.exif == nil else { return drop("a second EXIF block") }
    guard let reading = EXIF.read(EXIF.withoutSignature(chunk)) else { return drop(NotCarried.damagedEXIF) }
    orientation = reading.orientation
    metadata.exif = reading.block
    metadata.density = reading.density
    if reading.hadThumbnail { drop(NotCarried.thumbnail) }
  }

  private mutating func addXMP(_ packet: [UInt8]) {
    guard metadata.xmp == nil else { return drop("a second XMP packet") }
    metadata.xmp = XMP.packetForUprightPicture(packet)
  }
}
