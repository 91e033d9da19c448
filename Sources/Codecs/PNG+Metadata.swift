internal import Raster

extension PNG {
  /// Reads what a file says beside its pixels, without decoding them.
  ///
  /// Blocks of at most 8 MiB each and the first 1000 text entries (of at most 8 MiB together) are read;
  /// what is damaged, out of place or larger is left out, and `notCarried` names it. The EXIF block is
  /// returned with its orientation set to upright and without thumbnail. Where a file has a profile and an
  /// sRGB chunk, the profile counts; EXIF's density counts where the file has none in its pHYs chunk. The translated keyword of an international text is not kept.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - limits: Only the number of bytes is checked.
  /// - Throws: `CodecError` as `header(of:)` does, or `tooLarge(.bytes)`.
  public static func metadata(
    of bytes: RawSpan, limits: DecodeLimits = .standard
  ) throws(CodecError) -> PictureMetadata {
    try limits.check(byteCount: bytes.byteCount)
    return metadata(in: bytes, table: try table(of: bytes)).metadata
  }

  /// Reads what a file says beside its pixels; see the variant for a span.
  public static func metadata(
    of bytes: [UInt8], limits: DecodeLimits = .standard
  ) throws(CodecError) -> PictureMetadata {
    try metadata(of: bytes.span.bytes, limits: limits)
  }

  static func metadata(
    in bytes: RawSpan, table: PNGChunkTable
  ) -> (metadata: PictureMetadata, orientation: Orientation) {
    var reader = PNGMetadataReader(colourType: table.header.colourType)
    for chunk in table.singles { reader.readSingle(chunk, in: bytes) }
    reader.finish()
    for chunk in table.texts { reader.readText(chunk, in: bytes) }
    if table.surplusTextCount > 0 {
      reader.leaveOut(NotCarried.surplusTexts)
    }
    for chunk in table.uncarried { reader.leaveOut(name(ofUncarried: chunk)) }
    return (reader.metadata, reader.orientation)
  }

  /// How the rows lie on the upright picture, without reading anything else.
  static func orientation(in bytes: RawSpan, table: PNGChunkTable) -> Orientation {
    var reader = PNGMetadataReader(colourType: table.header.colourType)
    if let chunk = table.singles.first(where: { $0.name == PNGChunk.exif }) {
      reader.readSingle(chunk, in: bytes)
    }
    return reader.orientation
  }

  private static func name(ofUncarried chunk: PNGChunk) -> String {
    switch chunk.name {
    case PNGChunk.provenance: NotCarried.manifest
    case PNGChunk.animation: "animation frames"
    default: "colour description (\(chunk.nameText))"
    }
  }
}

/// Reads chunks one by one into a description of the picture, and never fails: what is bad is left out.
///
/// Source: PNG, third edition, 11.3.
private struct PNGMetadataReader {
  private(set) var metadata = PictureMetadata()
  private(set) var orientation = Orientation.upright
  private var exifDensity: PixelDensity?
  private let colourType: PNGHeader.ColourType
  /// Bytes that texts and packets may still take, counted also where nothing came of them.
  private var textBudget = MetadataLimits.largestBlock
  private var packetBudget = MetadataLimits.largestBlock

  init(colourType: PNGHeader.ColourType) {
    self.colourType = colourType
  }

  mutating func leaveOut(_ name: String) {
    if !metadata.notCarried.contains(name) { metadata.notCarried.append(name) }
  }

  private static func data(of chunk: PNGChunk, in bytes: RawSpan) -> [UInt8]? {
    guard chunk.length <= MetadataLimits.largestBlock, chunk.hasRightCRC(in: bytes) else { return nil }
    let data = bytes.extracting(chunk.dataOffset..<chunk.dataOffset + chunk.length)
    return data.withUnsafeBytes { [UInt8]($0) }
  }

  // MARK: Chunks about the whole picture

  mutating func readSingle(_ chunk: PNGChunk, in bytes: RawSpan) {
    guard let data = Self.data(of: chunk, in: bytes), use(data, of: chunk) else {
      return leaveOut(Self.damagedName(of: chunk))
    }
  }

  /// After the last chunk: settles what two chunks say of the same thing.
  mutating func finish() {
    if metadata.profile != nil { metadata.renderingIntent = nil }
    if let exifDensity, metadata.density?.isRatioOnly ?? true { metadata.density = exifDensity }
  }

  private static func damagedName(of chunk: PNGChunk) -> String {
    switch chunk.name {
    case PNGChunk.profile: NotCarried.damagedProfile
    case PNGChunk.exif: NotCarried.damagedEXIF
    default: "damaged \(chunk.nameText) chunk"
    }
  }

  /// False when the data breaks the rules of its chunk.
  private mutating func use(_ data: [UInt8], of chunk: PNGChunk) -> Bool {
    switch chunk.name {
    case PNGChunk.profile:
      metadata.profile =
        ProfileChunk(data, limit: MetadataLimits.largestBlock, colourType: colourType)?.profile
      return metadata.profile != nil
    case PNGChunk.gamma:
      metadata.gamma = Self.numbers(data, count: 1)?.first.flatMap { $0 > 0 ? $0 : nil }
      return metadata.gamma != nil
    case PNGChunk.chromaticities:
      metadata.chromaticities = Self.numbers(data, count: 8)
      return metadata.chromaticities != nil
    case PNGChunk.renderingIntent:
      guard data.count == 1, data[0] <= 3 else { return false }
      metadata.renderingIntent = Int(data[0])
      return true
    case PNGChunk.density: return useDensity(data)
    default: return useEXIF(data)
    }
  }

  /// Numbers of four bytes, in `0...2^31 - 1`.
  private static func numbers(_ data: [UInt8], count: Int) -> [Int]? {
    guard data.count == 4 * count else { return nil }
    let numbers = (0..<count).map { Int(data.span.bytes.bigEndian32(at: 4 * $0)) }
    return numbers.allSatisfy { $0 <= 0x7FFF_FFFF } ? numbers : nil
  }

  private mutating func useDensity(_ data: [UInt8]) -> Bool {
    guard data.count == 9, data[8] <= 1, let sides = Self.numbers([UInt8](data.prefix(8)), count: 2),
      sides[0] > 0, sides[1] > 0
    else { return false }
    metadata.density = PixelDensity(
      horizontal: sides[0], vertical: sides[1], isRatioOnly: data[8] == 0)
    return true
  }

  private mutating func useEXIF(_ data: [UInt8]) -> Bool {
    guard let reading = EXIF.read(EXIF.withoutSignature(data)) else { return false }
    metadata.exif = reading.block
    orientation = reading.orientation
    exifDensity = reading.density
    if reading.hadThumbnail { leaveOut(NotCarried.thumbnail) }
    return true
  }

  // MARK: Text

  /// Keywords under which older programs kept an EXIF block as hexadecimal text, orientation and all.
  private static let blockKeywords: Set = ["Raw profile type exif", "Raw profile type APP1"]

  mutating func readText(_ chunk: PNGChunk, in bytes: RawSpan) {
    guard let data = Self.data(of: chunk, in: bytes), let entry = PNGText(data, name: chunk.name) else {
      return leaveOut("damaged text")
    }
    if Self.blockKeywords.contains(entry.keyword) { return leaveOut("EXIF data kept as text") }
    let isPacket = chunk.name == PNGChunk.internationalText && entry.keyword == PNGMetadataChunks.xmpKeyword
    if isPacket, metadata.xmp != nil { return leaveOut("second XMP packet") }
    do throws(CodecError) {
      let text =
        isPacket
        ? try entry.textBytes(budget: &packetBudget) : try entry.textBytes(budget: &textBudget)
      try use(text, of: entry, isPacket: isPacket)
    } catch {
      switch error.code {
      case .tooLarge: leaveOut(NotCarried.longTexts)
      default: leaveOut(isPacket ? "damaged XMP packet" : "damaged text")
      }
    }
  }

  private mutating func use(
    _ bytes: [UInt8], of entry: PNGText, isPacket: Bool
  ) throws(CodecError) {
    guard let text = entry.string(of: bytes) else { throw CodecError(.damaged(.content)) }
    if isPacket {
      metadata.xmp = bytes
    } else {
      metadata.texts.append(PictureText(keyword: entry.keyword, text: text, language: entry.language))
    }
  }
}

/// The content of an iCCP chunk.
private struct ProfileChunk {
  let profile: [UInt8]

  /// Fails when the profile does not inflate or its header contradicts it or the picture.
  ///
  /// Source: PNG, third edition, 11.3.2.3.
  init?(_ data: [UInt8], limit: Int, colourType: PNGHeader.ColourType) {
    guard let nameEnd = data.prefix(80).firstIndex(of: 0), (1...79).contains(nameEnd),
      data.count > nameEnd + 2, data[nameEnd + 1] == 0
    else { return nil }
    var budget = limit
    // A profile that cannot be unpacked costs the profile, not the picture; the caller names it as left out.
    guard let profile = try? Inflater.inflated(data[(nameEnd + 2)...], budget: &budget) else { return nil }
    guard ICCProfile.isWhole(profile), ICCProfile.space(of: profile) == (colourType.isGrey ? .grey : .rgb)
    else { return nil }
    self.profile = profile
  }
}
