import Codecs
import Raster
import Testing

/// Files whose statements contradict the format or each other, each with the error that names the lie.
@Suite struct LyingPNGTests {
  private static let header8 = header(width: 1, height: 1)
  private static let grey = PNGWriter.chunk("IDAT", PNGWriter.zlib([0, 77]))
  private static let end = PNGWriter.chunk("IEND", [])

  private static func header(
    width: Int, height: Int, depth: UInt8 = 8, type: UInt8 = 0, methods: [UInt8] = [0, 0, 0]
  ) -> [UInt8] {
    PNGWriter.chunk(
      "IHDR", PNGWriter.bigEndian(width) + PNGWriter.bigEndian(height) + [depth, type] + methods)
  }

  private static func code(_ parts: [UInt8]..., limits: DecodeLimits = .standard) -> CodecError.Code? {
    do throws(CodecError) {
      _ = try PNG.decode(PNGWriter.signature + parts.flatMap { $0 }, limits: limits)
      return nil
    } catch {
      return error.code
    }
  }

  @Test func theFrameItselfIsSound() {
    #expect(Self.code(Self.header8, Self.grey, Self.end) == nil)
  }

  @Test(arguments: [
    (0, 1), (1, 0), (0, 0), (0x8000_0000, 1), (1, 0xFFFF_FFFF),
  ])
  func refusesSidesThatNoPictureHas(width: Int, height: Int) {
    let header = Self.header(width: width, height: height)
    #expect(Self.code(header, Self.grey, Self.end) == .damaged(.header))
  }

  @Test func refusesEveryPairOfTypeAndDepthThatTheFormatLacks() {
    let allowed = Set(PNGKind.all.map { [$0.colourType, UInt8($0.bitDepth)] })
    for type in 0...255 as ClosedRange<UInt8> {
      for depth in [0, 1, 2, 3, 4, 8, 16, 32, 99] as [UInt8] where !allowed.contains([type, depth]) {
        let header = Self.header(width: 1, height: 1, depth: depth, type: type)
        #expect(Self.code(header, Self.grey, Self.end) == .damaged(.header))
      }
    }
  }

  @Test(arguments: [[1, 0, 0], [0, 1, 0], [0, 64, 0], [0, 0, 2]] as [[UInt8]])
  func refusesUnknownMethods(methods: [UInt8]) {
    let header = Self.header(width: 1, height: 1, methods: methods)
    #expect(Self.code(header, Self.grey, Self.end) == .damaged(.header))
  }

  @Test(arguments: [
    (0x7FFF_FFFF, 0x7FFF_FFFF, CodecError.Quantity.side), (60_000, 60_000, .pixels),
    (65_536, 1, .side), (1, 65_536, .side), (16_384, 16_384, .pixels),
  ])
  func refusesPicturesAboveTheLimits(width: Int, height: Int, quantity: CodecError.Quantity) {
    let header = Self.header(width: width, height: height, depth: 16, type: 6)
    #expect(Self.code(header, Self.grey, Self.end) == .tooLarge(quantity))
  }

  @Test func limitsHoldExactly() {
    let rows = PNGWriter.chunk("IDAT", PNGWriter.zlib([0, 1, 2, 3, 0, 4, 5, 6]))
    let parts = Self.header(width: 3, height: 2) + rows + Self.end
    let count = parts.count + 8
    let fits = DecodeLimits(maxPixels: 6, maxSide: 3, maxBytes: count)
    #expect(Self.code(parts, limits: fits) == nil)
    var limits = fits
    limits.maxPixels = 5
    #expect(Self.code(parts, limits: limits) == .tooLarge(.pixels))
    limits = fits
    limits.maxSide = 2
    #expect(Self.code(parts, limits: limits) == .tooLarge(.side))
    limits = fits
    limits.maxBytes = count - 1
    #expect(Self.code(parts, limits: limits) == .tooLarge(.bytes))
  }

  @Test func unlimitedLimitsStillDoNotOverflow() {
    let limits = DecodeLimits(maxPixels: .max, maxSide: .max, maxBytes: .max)
    for type in [0, 6] as [UInt8] {
      let header = Self.header(width: 0x7FFF_FFFF, height: 0x7FFF_FFFF, depth: 8, type: type)
      let code = Self.code(header, Self.grey, Self.end, limits: limits)
      #expect(code == .tooLarge(.pixels))
    }
  }

  @Test func refusesImageDataThatCannotFillThePicture() {
    let header = Self.header(width: 10_000, height: 10_000)
    #expect(Self.code(header, Self.grey, Self.end) == .truncated)
  }

  @Test func refusesImageDataThatEndsBeforeThePicture() {
    let header = Self.header(width: 2, height: 4)
    #expect(Self.code(header, Self.grey, Self.end) == .damaged(.content))
  }

  @Test func dropsImageDataBeyondThePicture() {
    let data = PNGWriter.chunk("IDAT", PNGWriter.zlib([0, 77] + [UInt8](repeating: 1, count: 5000)))
    #expect(Self.code(Self.header8, data, Self.end) == nil)
  }

  @Test func refusesChunkLengthsThatLie() {
    let half = Array(Self.grey.dropFirst(4))
    for length in [0x6000_0000, 0x7FFF_FFFF, 1000] {
      let chunk = PNGWriter.bigEndian(length) + half
      #expect(Self.code(Self.header8, chunk, Self.end) == .truncated)
    }
    let chunk = PNGWriter.bigEndian(0x8000_0000) + half
    #expect(Self.code(Self.header8, chunk, Self.end) == .damaged(.chunkLength))
  }

  @Test func refusesTheSuggestedPaletteBomb() {
    let bomb = PNGWriter.bigEndian(0x6000_0000) + Array("sPLT".utf8) + Array("x\0".utf8) + [8, 1, 2, 3]
    #expect(Self.code(Self.header8, bomb, Self.grey, Self.end) == .truncated)
  }

  @Test func refusesBadCheckSumsAndNamesTheChunk() {
    let parts: [(String, [UInt8])] = [
      ("IHDR", Self.header(width: 1, height: 1, depth: 8, type: 3)),
      ("PLTE", PNGWriter.chunk("PLTE", [1, 2, 3])), ("tRNS", PNGWriter.chunk("tRNS", [9])),
      ("IDAT", PNGWriter.chunk("IDAT", PNGWriter.zlib([0, 0]))), ("IEND", Self.end),
    ]
    for index in parts.indices {
      var file = PNGWriter.signature
      for (position, part) in parts.enumerated() {
        file += position == index ? part.1.dropLast() + [part.1[part.1.count - 1] ^ 1] : part.1
      }
      let error = #expect(throws: CodecError.self) { try PNG.decode(file) }
      #expect(error?.code == .badCRC)
      #expect(error?.chunk == parts[index].0)
    }
  }

  @Test func refusesChunksThatAreMissing() {
    #expect(Self.code(Self.header8, Self.end) == .damaged(.missingImageData))
    #expect(Self.code(Self.header8, Self.grey) == .truncated)
    #expect(Self.code(Self.grey, Self.end) == .damaged(.chunkOrder))
    let palette = Self.header(width: 1, height: 1, type: 3)
    #expect(Self.code(palette, Self.grey, Self.end) == .damaged(.missingPalette))
  }

  @Test func refusesChunksInTheWrongPlace() {
    let palette = PNGWriter.chunk("PLTE", [1, 2, 3])
    let header = Self.header(width: 1, height: 1, type: 3)
    let data = PNGWriter.chunk("IDAT", PNGWriter.zlib([0, 0]))
    #expect(Self.code(header, palette, data, Self.end) == nil)
    #expect(Self.code(header, palette, palette, data, Self.end) == .damaged(.chunkOrder))
    #expect(Self.code(header, palette, data, palette, Self.end) == .damaged(.chunkOrder))
    #expect(Self.code(header, header, palette, data, Self.end) == .damaged(.chunkOrder))
    #expect(Self.code(header, data, palette, Self.end) == .damaged(.missingPalette))
  }

  @Test func refusesImageDataThatIsInterrupted() {
    let stream = PNGWriter.zlib([0, 77])
    let first = PNGWriter.chunk("IDAT", Array(stream.prefix(8)))
    let second = PNGWriter.chunk("IDAT", Array(stream.dropFirst(8)))
    #expect(Self.code(Self.header8, first, second, Self.end) == nil)
    let text = PNGWriter.chunk("tEXt", Array("a\0b".utf8))
    #expect(Self.code(Self.header8, first, text, second, Self.end) == .damaged(.chunkOrder))
  }

  @Test(arguments: [0, 1, 4, 771])
  func refusesPalettesOfImpossibleLength(length: Int) {
    let header = Self.header(width: 1, height: 1, type: 3)
    let palette = PNGWriter.chunk("PLTE", [UInt8](repeating: 0, count: length))
    #expect(Self.code(header, palette, Self.grey, Self.end) == .damaged(.chunkLength))
  }

  @Test func refusesUnknownCriticalChunksAndSkipsOthers() {
    let critical = PNGWriter.chunk("CgBI", [1, 2, 3, 4])
    #expect(Self.code(critical, Self.header8, Self.grey, Self.end) == .unsupportedChunk)
    #expect(Self.code(Self.header8, critical, Self.grey, Self.end) == .unsupportedChunk)
    let ancillary = PNGWriter.chunk("prVt", [1, 2, 3, 4])
    #expect(Self.code(Self.header8, ancillary, Self.grey, ancillary, Self.end) == nil)
  }

  @Test func refusesChunkNamesThatAreNotLetters() {
    let chunk = PNGWriter.chunk("ID\0T", [])
    #expect(Self.code(Self.header8, chunk, Self.grey, Self.end) == .damaged(.chunkName))
  }

  @Test(
    arguments: [
      [0x89, 0x50, 0x4E, 0x47, 0x0A, 0x1A, 0x0A], [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0D, 0x0A],
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x0A],
    ] as [[UInt8]])
  func namesDamageByTextTransfer(signature: [UInt8]) {
    let error = #expect(throws: CodecError.self) {
      try PNG.decode(signature + Self.header8 + Self.grey + Self.end)
    }
    #expect(error?.code == .damaged(.signature))
  }

  @Test(arguments: ["zTXt", "iTXt", "iCCP", "tEXt", "eXIf", "sPLT"])
  func skipsBombsInAncillaryChunks(name: String) {
    let prefix: [UInt8] = name == "iTXt" ? [0x61, 0, 1, 0, 0, 0] : [0x61, 0, 0]
    let bomb = PNGWriter.chunk(name, prefix + Bomb.zeros(inflatingTo: 64 << 20))
    #expect(Self.code(Self.header8, bomb, Self.grey, bomb, Self.end) == nil)
  }

  @Test func boundsBombsInTheImageData() {
    let bomb = PNGWriter.chunk("IDAT", Bomb.zeros(inflatingTo: 64 << 20))
    #expect(Self.code(Self.header8, bomb, Self.end) == .damaged(.excessImageData))
    let file = PNGWriter.signature + Self.header(width: 1, height: 1, methods: [0, 0, 1]) + bomb + Self.end
    let error = #expect(throws: CodecError.self) { try PNG.validateMask(file) }
    #expect(error?.code == .damaged(.excessImageData))
    // The stream has no end.
    let small = PNGWriter.chunk("IDAT", Bomb.zeros(inflatingTo: 1 << 17))
    #expect(Self.code(Self.header8, small, Self.end) == .damaged(.content))
  }

  @Test func skipsChunksOfAnyLength() {
    let long = PNGWriter.chunk("prVt", [UInt8](repeating: 7, count: 9_000_000))
    #expect(Self.code(Self.header8, long, Self.grey, long, Self.end) == nil)
  }

  @Test func skipsTensOfThousandsOfChunks() {
    let text = PNGWriter.chunk("tEXt", Array("a\0b".utf8))
    let many = [[UInt8]](repeating: text, count: 50_000).flatMap { $0 }
    #expect(Self.code(Self.header8, many, Self.grey, Self.end) == nil)
  }
}
