/// The chunks of a PNG file as they are met, and the rules about their order.
struct PNGChunkTable {
  var header: PNGHeader
  /// The end chunk was met.
  private(set) var isComplete = false
  private var hasPalette = false
  private var hasImageData = false

  init(header: PNGHeader) {
    self.header = header
  }

  static func isUnknownCritical(_ chunk: PNGChunk) -> Bool {
    switch chunk.name {
    case PNGChunk.header, PNGChunk.palette, PNGChunk.imageData, PNGChunk.end: false
    default: chunk.isCritical
    }
  }

  mutating func add(_ chunk: PNGChunk, in bytes: RawSpan) throws(CodecError) {
    switch chunk.name {
    case PNGChunk.header: throw CodecError(.damaged(.chunkOrder), chunk: chunk.nameText)
    case PNGChunk.palette: try addPalette(chunk, in: bytes)
    case PNGChunk.transparency: try addTransparency(chunk, in: bytes)
    case PNGChunk.imageData: try addImageData(chunk)
    case PNGChunk.end: try finish()
    case PNGChunk.animation: header.isAnimated = true
    default:
      if chunk.isCritical { throw CodecError(.unsupportedChunk, chunk: chunk.nameText) }
      let name = chunk.nameText
      if Self.tellingChunks.contains(name), !header.unusedChunks.contains(name) {
        header.unusedChunks.append(name)
      }
    }
  }

  /// Chunks that say how the picture should look and are not used: profile, gamma, primaries, code points,
  /// orientation.
  private static let tellingChunks = ["iCCP", "gAMA", "cHRM", "cICP", "eXIf"]

  private mutating func addPalette(_ chunk: PNGChunk, in bytes: RawSpan) throws(CodecError) {
    guard !hasPalette, !hasImageData else {
      throw CodecError(.damaged(.chunkOrder), chunk: chunk.nameText)
    }
    hasPalette = true
    // A palette of a picture without palette colours is a hint that libpng passes over.
    guard header.colourType == .palette else { return }
    guard chunk.length > 0, chunk.length % 3 == 0, chunk.length <= 768 else {
      throw CodecError(
        .damaged(.chunkLength), found: chunk.length, allowed: 768, chunk: chunk.nameText)
    }
    try chunk.checkCRC(in: bytes)
  }

  private mutating func addTransparency(_ chunk: PNGChunk, in bytes: RawSpan) throws(CodecError) {
    // libpng ignores the chunk at other places and lengths, and so do browsers.
    let wanted: ClosedRange<Int>
    switch header.colourType {
    case .grey: wanted = 2...2
    case .rgb: wanted = 6...6
    case .palette: wanted = 1...256
    case .greyAlpha, .rgba: return
    }
    guard !hasImageData, wanted.contains(chunk.length) else { return }
    // libpng would drop it after a bad CRC, and the picture would lose its transparency unsaid.
    try chunk.checkCRC(in: bytes)
    header.hasTransparencyChunk = true
  }

  private mutating func addImageData(_ chunk: PNGChunk) throws(CodecError) {
    guard header.colourType != .palette || hasPalette else {
      throw CodecError(.damaged(.missingPalette), chunk: "PLTE")
    }
    hasImageData = true
    header.imageDataByteCount += chunk.length
  }

  private mutating func finish() throws(CodecError) {
    guard hasImageData else { throw CodecError(.damaged(.missingImageData), chunk: "IDAT") }
    isComplete = true
  }
}
