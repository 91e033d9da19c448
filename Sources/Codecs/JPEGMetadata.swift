internal import Raster

/// What the segments of a JPEG file before its first scan say beside the pixels.
///
/// Sources: JFIF 1.02; CIPA DC-008 (EXIF); ICC.1:2022, annex B.4; XMP specification, part 3; ISO/IEC 19566-5.
struct JPEGMetadata {
  private(set) var orientation: Orientation = .upright
  private(set) var metadata = PictureMetadata()
  private var exifDensity: PixelDensity?
  private var profile = ICCProfileParts()
  private var textByteCount = 0

  static let xmpSignature: StaticString = "http://ns.adobe.com/xap/1.0/\0"
  static let profileSignature: StaticString = "ICC_PROFILE\0"

  /// How the rows lie on the upright picture, without reading anything else.
  static func orientation(in bytes: RawSpan, header: JPEGHeader) -> Orientation {
    for segment in header.segments where segment.marker == 0xE1 {
      guard let block = content(of: segment, after: EXIF.signature, in: bytes) else { continue }
      if let reading = EXIF.read(block) { return reading.orientation }
    }
    return .upright
  }

  init(of bytes: RawSpan, header: JPEGHeader) {
    for segment in header.segments {
      switch segment.marker {
      case 0xE0: addJFIF(segment, in: bytes)
      case 0xE1: addEXIFOrXMP(segment, in: bytes)
      case 0xE2: addProfile(segment, in: bytes)
      case 0xEB: addBoxes(segment, in: bytes)
      case 0xED: addRecords(segment, in: bytes)
      case 0xEE where header.hasAdobeSegment: break
      case JPEGSegment.application: drop("application data (\(segment.name))")
      case JPEGSegment.comment: addComment(segment, in: bytes)
      default: break
      }
    }
    if header.surplusSegmentCount > 0 { drop("segments beyond the first \(MetadataLimits.mostSegments)") }
    if let exifDensity, metadata.density?.isRatioOnly ?? true { metadata.density = exifDensity }
    finishProfile(componentCount: header.componentCount)
  }

  private mutating func drop(_ name: String) {
    if !metadata.notCarried.contains(name) { metadata.notCarried.append(name) }
  }

  private mutating func addJFIF(_ segment: JPEGSegment, in bytes: RawSpan) {
    let start = segment.dataOffset
    if bytes.matches("JFXX\0", at: start) { return drop(NotCarried.thumbnail) }
    guard bytes.matches("JFIF\0", at: start), segment.length >= 14 else {
      return drop("application data (\(segment.name))")
    }
    if bytes.byte(at: start + 12) != 0, bytes.byte(at: start + 13) != 0 { drop(NotCarried.thumbnail) }
    guard metadata.density == nil else { return }
    metadata.density = JFIFDensity.density(
      unit: Int(bytes.byte(at: start + 7)), horizontal: bytes.bigEndian16(at: start + 8),
      vertical: bytes.bigEndian16(at: start + 10))
  }

  private mutating func addEXIFOrXMP(_ segment: JPEGSegment, in bytes: RawSpan) {
    let start = segment.dataOffset
    if let block = Self.content(of: segment, after: EXIF.signature, in: bytes) {
      guard metadata.exif == nil else { return drop("a second EXIF block") }
      guard let reading = EXIF.read(block) else { return drop(NotCarried.damagedEXIF) }
      orientation = reading.orientation
      exifDensity = reading.density
      metadata.exif = reading.block
      if reading.hadThumbnail { drop(NotCarried.thumbnail) }
    } else if let packet = Self.content(of: segment, after: Self.xmpSignature, in: bytes) {
      guard metadata.xmp == nil else { return drop("a second XMP packet") }
      metadata.xmp = XMP.packetForUprightPicture(packet)
    } else if bytes.matches("http://ns.adobe.com/xmp/extension/\0", at: start) {
      drop("extended XMP")
    } else {
      drop("application data (\(segment.name))")
    }
  }

  private mutating func addProfile(_ segment: JPEGSegment, in bytes: RawSpan) {
    if let part = Self.content(of: segment, after: Self.profileSignature, in: bytes) {
      profile.add(part)
    } else if bytes.matches("MPF\0", at: segment.dataOffset) {
      drop("further pictures in the file (MPF)")
    } else {
      drop("application data (\(segment.name))")
    }
  }

  private mutating func addBoxes(_ segment: JPEGSegment, in bytes: RawSpan) {
    // A manifest names itself in the description box at the start; later segments continue it.
    let isManifest = bytes.extracting(segment.range).contains("c2pa", within: 128)
    drop(isManifest ? NotCarried.manifest : "application data (\(segment.name))")
  }

  private mutating func addRecords(_ segment: JPEGSegment, in bytes: RawSpan) {
    let isPhotoshop = bytes.matches("Photoshop 3.0\0", at: segment.dataOffset)
    drop(isPhotoshop ? "IPTC and Photoshop records" : "application data (\(segment.name))")
  }

  private mutating func addComment(_ segment: JPEGSegment, in bytes: RawSpan) {
    guard metadata.texts.count < MetadataLimits.mostTexts else { return drop(NotCarried.surplusTexts) }
    guard segment.length <= MetadataLimits.largestBlock - textByteCount else {
      return drop(NotCarried.longTexts)
    }
    textByteCount += segment.length
    let content = bytes.array(segment.range)
    let text = content.last == 0 ? Array(content.dropLast()) : content
    metadata.texts.append(PictureText(keyword: "Comment", text: String(utf8OrLatin1: text)))
  }

  private mutating func finishProfile(componentCount: Int) {
    switch profile.joined {
    case .absent: break
    case .damaged: drop(NotCarried.damagedProfile)
    case .profile(let bytes) where bytes.count > MetadataLimits.largestBlock:
      drop(NotCarried.tooLong("colour profile"))
    case .profile(let bytes):
      // Inks have become red, green and blue; their profile says nothing of those.
      if componentCount < 4, ICCProfile.space(of: bytes) != .other {
        metadata.profile = bytes
      } else {
        drop("profile of other colours than red, green and blue")
      }
    }
  }

  private static func content(
    of segment: JPEGSegment, after signature: StaticString, in bytes: RawSpan
  ) -> [UInt8]? {
    let length = signature.utf8CodeUnitCount
    guard segment.length >= length, bytes.matches(signature, at: segment.dataOffset) else { return nil }
    return bytes.array((segment.dataOffset + length)..<segment.endOffset)
  }
}

extension String {
  /// Text whose coding its file does not state: UTF-8 where it is valid, otherwise ISO 8859-1.
  init(utf8OrLatin1 bytes: [UInt8]) {
    if let text = String(validating: bytes, as: UTF8.self) {
      self = text
    } else {
      self = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
  }
}
