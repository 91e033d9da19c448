/// The chunks of a PNG file as they are met, and the rules about their order.
struct PNGChunkTable {
  var header: PNGHeader
  /// The end chunk was met.
  private(set) var isComplete = false
  private(set) var palette: PNGChunk?
  /// The transparency of a picture without an alpha channel.
  private(set) var transparency: PNGChunk?
  /// Chunks about the whole picture, each the first of its name, in the order of the file.
  private(set) var singles: [PNGChunk] = []
  private(set) var texts: [PNGChunk] = []
  /// Text chunks beyond those that are remembered.
  private(set) var surplusTextCount = 0
  /// Chunks that are never carried to another file; each name once.
  private(set) var uncarried: [PNGChunk] = []
  private var hasImageData = false
  private var lastName: UInt32 = 0

  init(header: PNGHeader) {
    self.header = header
  }

  static func isUnknownCritical(_ chunk: PNGChunk) -> Bool {
    switch chunk.name {
    case PNGChunk.header, PNGChunk.palette, PNGChunk.imageData, PNGChunk.end: false
    default: chunk.isCritical
    }
  }

  /// Entries of the palette that samples can reach.
  var paletteCount: Int { min((palette?.length ?? 0) / 3, 1 << header.bitDepth) }

  mutating func add(_ chunk: PNGChunk, in bytes: RawSpan) throws(CodecError) {
    switch chunk.name {
    case PNGChunk.header: throw CodecError(.damaged(.chunkOrder), chunk: chunk.nameText)
    case PNGChunk.palette: try addPalette(chunk, in: bytes)
    case PNGChunk.transparency: try addTransparency(chunk, in: bytes)
    case PNGChunk.imageData: try addImageData(chunk)
    case PNGChunk.end: try finish(chunk, in: bytes)
    default:
      if chunk.isCritical { throw CodecError(.unsupportedChunk, chunk: chunk.nameText) }
      addAncillary(chunk)
    }
    lastName = chunk.name
  }

  private mutating func addAncillary(_ chunk: PNGChunk) {
    switch chunk.name {
    case PNGChunk.text, PNGChunk.compressedText, PNGChunk.internationalText: addText(chunk)
    case PNGChunk.profile, PNGChunk.gamma, PNGChunk.chromaticities, PNGChunk.renderingIntent,
      PNGChunk.density:
      // After the image data these mean nothing (PNG, 5.6).
      if !hasImageData { Self.addOnce(chunk, to: &singles) }
    case PNGChunk.exif: Self.addOnce(chunk, to: &singles)
    case PNGChunk.animation:
      header.isAnimated = true
      Self.addOnce(chunk, to: &uncarried)
    case PNGChunk.provenance: Self.addOnce(chunk, to: &uncarried)
    default: addUnused(chunk)
    }
  }

  private mutating func addText(_ chunk: PNGChunk) {
    if texts.count < MetadataLimits.mostTexts { texts.append(chunk) } else { surplusTextCount += 1 }
  }

  private static func addOnce(_ chunk: PNGChunk, to chunks: inout [PNGChunk]) {
    if !chunks.contains(where: { $0.name == chunk.name }) { chunks.append(chunk) }
  }

  /// Chunks that say how the picture should look and are not used: code points for colour and light levels
  /// of pictures with high dynamic range.
  private static let tellingChunks = ["cICP", "mDCV", "cLLI"]

  private mutating func addUnused(_ chunk: PNGChunk) {
    let name = chunk.nameText
    guard Self.tellingChunks.contains(name), !header.unusedChunks.contains(name) else { return }
    header.unusedChunks.append(name)
    uncarried.append(chunk)
  }

  private mutating func addPalette(_ chunk: PNGChunk, in bytes: RawSpan) throws(CodecError) {
    guard palette == nil, !hasImageData else {
      throw CodecError(.damaged(.chunkOrder), chunk: chunk.nameText)
    }
    palette = chunk
    // A palette of a picture without palette colours is a hint.
    guard header.colourType == .palette else { return }
    guard chunk.length > 0, chunk.length % 3 == 0, chunk.length <= 768 else {
      throw CodecError(
        .damaged(.chunkLength), found: chunk.length, allowed: 768, chunk: chunk.nameText)
    }
    try chunk.checkCRC(in: bytes)
  }

  private mutating func addTransparency(_ chunk: PNGChunk, in bytes: RawSpan) throws(CodecError) {
    // Elsewhere, twice or of another length it means nothing, as in browsers.
    let wanted: ClosedRange<Int>
    switch header.colourType {
    case .grey: wanted = 2...2
    case .rgb: wanted = 6...6
    case .palette where paletteCount > 0: wanted = 1...paletteCount
    case .palette, .greyAlpha, .rgba: return
    }
    guard transparency == nil, !hasImageData, wanted.contains(chunk.length) else { return }
    // Passed over, the picture would lose its transparency unsaid.
    try chunk.checkCRC(in: bytes)
    transparency = chunk
    header.hasTransparencyChunk = true
  }

  private mutating func addImageData(_ chunk: PNGChunk) throws(CodecError) {
    guard header.colourType != .palette || palette != nil else {
      throw CodecError(.damaged(.missingPalette), chunk: "PLTE")
    }
    guard !hasImageData || lastName == PNGChunk.imageData else {
      throw CodecError(.damaged(.chunkOrder), chunk: chunk.nameText)
    }
    header.imageDataByteCount += chunk.length
    hasImageData = true
  }

  private mutating func finish(_ chunk: PNGChunk, in bytes: RawSpan) throws(CodecError) {
    guard hasImageData else { throw CodecError(.damaged(.missingImageData), chunk: "IDAT") }
    try chunk.checkCRC(in: bytes)
    isComplete = true
  }
}
