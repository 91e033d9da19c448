import Codecs
import Raster
import Testing

/// A file of one grey pixel with chunks around its image data.
enum ChunkedFile {
  static func bytes(
    early: [[UInt8]] = [], late: [[UInt8]] = [], colourType: UInt8 = 0
  ) -> [UInt8] {
    let samples = [UInt8](repeating: 77, count: colourType == 2 ? 3 : 1)
    let header = PNGWriter.bigEndian(1) + PNGWriter.bigEndian(1) + [8, colourType, 0, 0, 0]
    return PNGWriter.signature + PNGWriter.chunk("IHDR", header) + early.flatMap { $0 }
      + PNGWriter.chunk("IDAT", PNGWriter.zlib([0] + samples)) + late.flatMap { $0 }
      + PNGWriter.chunk("IEND", [])
  }

  static func text(_ keyword: String, _ text: [UInt8]) -> [UInt8] {
    PNGWriter.chunk("tEXt", Array(keyword.utf8) + [0] + text)
  }

  static func compressedText(_ keyword: String, _ stream: [UInt8]) -> [UInt8] {
    PNGWriter.chunk("zTXt", Array(keyword.utf8) + [0, 0] + stream)
  }

  static func internationalText(
    _ keyword: String, flag: UInt8 = 0, language: String = "", translated: String = "", _ text: [UInt8]
  ) -> [UInt8] {
    PNGWriter.chunk(
      "iTXt",
      Array(keyword.utf8) + [0, flag, 0] + Array(language.utf8) + [0] + Array(translated.utf8) + [0] + text)
  }

  static func profileChunk(_ profile: [UInt8]) -> [UInt8] {
    PNGWriter.chunk("iCCP", Array("made".utf8) + [0, 0] + PNGWriter.zlib(profile))
  }

  /// The header of a profile and an empty tag table (ICC.1:2022, 7.2 and 7.3).
  static func profile(space: String = "GRAY", statedCount: Int = 200) -> [UInt8] {
    var profile = [UInt8](repeating: 0, count: 200)
    profile.replaceSubrange(0..<4, with: PNGWriter.bigEndian(statedCount))
    profile.replaceSubrange(16..<20, with: Array(space.utf8))
    profile.replaceSubrange(36..<40, with: Array("acsp".utf8))
    return profile
  }

  /// A block whose first directory has a make and an orientation.
  static func exif(orientation: Int, isLittle: Bool = true) -> [UInt8] {
    func number(_ value: Int, _ byteCount: Int) -> [UInt8] {
      let bytes = (0..<byteCount).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
      return isLittle ? bytes : bytes.reversed()
    }
    let header = Array((isLittle ? "II" : "MM").utf8) + number(42, 2) + number(8, 4)
    let make = number(0x010F, 2) + number(2, 2) + number(2, 4) + Array("x\0\0\0".utf8)
    let entry = number(0x0112, 2) + number(3, 2) + number(1, 4) + number(orientation, 2) + [0, 0]
    return header + number(2, 2) + make + entry + number(0, 4)
  }
}

@Suite struct PNGMetadataTests {
  @Test func aFileThatSaysNothingGivesNothing() throws {
    #expect(try PNG.metadata(of: ChunkedFile.bytes()).isEmpty)
  }

  @Test func readsTheNumbersOfEachChunk() throws {
    let white: [Int] = [31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000]
    let file = ChunkedFile.bytes(early: [
      PNGWriter.chunk("gAMA", PNGWriter.bigEndian(45_455)),
      PNGWriter.chunk("cHRM", white.flatMap(PNGWriter.bigEndian)), PNGWriter.chunk("sRGB", [2]),
      PNGWriter.chunk("pHYs", PNGWriter.bigEndian(2835) + PNGWriter.bigEndian(2836) + [1]),
    ])
    let expected = PictureMetadata(
      gamma: 45_455, chromaticities: white, renderingIntent: 2,
      density: PixelDensity(horizontal: 2835, vertical: 2836))
    #expect(try PNG.metadata(of: file) == expected)
    #expect(try PNG.decode(file).metadata == expected)
  }

  @Test func readsADensityWithoutUnitAsRatio() throws {
    let chunk = PNGWriter.chunk("pHYs", PNGWriter.bigEndian(2) + PNGWriter.bigEndian(1) + [0])
    let density = try PNG.metadata(of: ChunkedFile.bytes(early: [chunk])).density
    #expect(density == PixelDensity(horizontal: 2, vertical: 1, isRatioOnly: true))
  }

  @Test(arguments: [(0 as UInt8, "GRAY"), (2, "RGB ")])
  func readsAProfileOfThePicturesOwnColours(colourType: UInt8, space: String) throws {
    let profile = ChunkedFile.profile(space: space)
    let file = ChunkedFile.bytes(early: [ChunkedFile.profileChunk(profile)], colourType: colourType)
    let metadata = try PNG.metadata(of: file)
    #expect(metadata == PictureMetadata(profile: profile))
  }

  @Test func aProfileCountsMoreThanTheIntent() throws {
    let chunks = [PNGWriter.chunk("sRGB", [0]), ChunkedFile.profileChunk(ChunkedFile.profile())]
    for early in [chunks, chunks.reversed()] {
      let metadata = try PNG.metadata(of: ChunkedFile.bytes(early: early))
      #expect(metadata.renderingIntent == nil)
      #expect(metadata.profile != nil)
    }
  }

  @Test func readsTextsInTheOrderOfTheFile() throws {
    let file = ChunkedFile.bytes(
      early: [
        ChunkedFile.text("Title", [0x47, 0x72, 0xFC, 0xDF, 0x65]),
        ChunkedFile.compressedText("Comment", PNGWriter.zlib([0xE9, 0x0A])),
      ],
      late: [
        ChunkedFile.internationalText("Title", language: "ja", translated: "題", Array("絵".utf8)),
        ChunkedFile.internationalText("Author", flag: 1, PNGWriter.zlib(Array("Žofie".utf8))),
        ChunkedFile.text("Empty", []),
      ])
    #expect(
      try PNG.metadata(of: file)
        == PictureMetadata(texts: [
          PictureText(keyword: "Title", text: "Grüße"), PictureText(keyword: "Comment", text: "é\n"),
          PictureText(keyword: "Title", text: "絵", language: "ja"),
          PictureText(keyword: "Author", text: "Žofie"), PictureText(keyword: "Empty", text: ""),
        ]))
  }

  @Test(arguments: [0, 1] as [UInt8])
  func readsAnXMPPacketAsBytes(flag: UInt8) throws {
    let packet = Array("<x:xmpmeta>ö</x:xmpmeta>".utf8)
    let content = flag == 1 ? PNGWriter.zlib(packet) : packet
    let chunk = ChunkedFile.internationalText("XML:com.adobe.xmp", flag: flag, content)
    #expect(try PNG.metadata(of: ChunkedFile.bytes(late: [chunk])) == PictureMetadata(xmp: packet))
  }

  @Test(arguments: Orientation.allCases, [false, true])
  func readsTheOrientationAndSetsItUpright(orientation: Orientation, isLittle: Bool) throws {
    let block = ChunkedFile.exif(orientation: orientation.rawValue, isLittle: isLittle)
    for isLate in [false, true] {
      let chunks = [PNGWriter.chunk("eXIf", block)]
      let file = ChunkedFile.bytes(early: isLate ? [] : chunks, late: isLate ? chunks : [])
      let picture = try PNG.decode(file)
      #expect(picture.orientation == orientation)
      #expect(picture.metadata.exif == ChunkedFile.exif(orientation: 1, isLittle: isLittle))
      #expect(picture.metadata.notCarried.isEmpty)
    }
  }

  @Test func anyPictureFileKnowsTheOrientationOfAPNG() throws {
    var writer = PNGWriter(
      width: 2, height: 1, bitDepth: 8, colourType: 0, pixels: [[10], [200]])
    writer.early = PNGWriter.chunk("eXIf", ChunkedFile.exif(orientation: 6))
    let file = writer.file
    let header = try PictureFile.header(of: file.span.bytes)
    #expect(header.orientation == .needsQuarterTurnClockwise)
    #expect(header.uprightSize == PixelSize(width: 1, height: 2))
    let picture = try PictureFile.decode(file.span.bytes)
    #expect(picture.bitmap.samples == [10, 10, 10, 255, 200, 200, 200, 255])
    let metadata = try PictureFile.metadata(of: file.span.bytes)
    #expect(metadata.exif == ChunkedFile.exif(orientation: 1))
    #expect(picture.metadata == metadata)
  }

  @Test func takesTheDensityFromEXIFWhereThereIsNoOther() throws {
    // 300 per inch are 11811 per metre.
    let block = try #require(
      EXIF.block(stating: PixelDensity(horizontal: 11_811, vertical: 11_811)))
    let exif = PNGWriter.chunk("eXIf", block)
    let ratio = PNGWriter.chunk("pHYs", PNGWriter.bigEndian(1) + PNGWriter.bigEndian(1) + [0])
    let own = PNGWriter.chunk("pHYs", PNGWriter.bigEndian(9) + PNGWriter.bigEndian(9) + [1])
    for (early, expected) in [([exif], 11_811), ([ratio, exif], 11_811), ([exif, own], 9)] {
      let density = try PNG.metadata(of: ChunkedFile.bytes(early: early)).density
      #expect(density == PixelDensity(horizontal: expected, vertical: expected))
    }
  }

  @Test(arguments: [
    ("caBX", "C2PA provenance manifest"), ("acTL", "animation frames"),
    ("cICP", "colour description (cICP)"),
  ])
  func namesWhatCannotGoAlong(chunk: String, name: String) throws {
    let file = ChunkedFile.bytes(early: [PNGWriter.chunk(chunk, [1, 13, 0, 1])])
    #expect(try PNG.metadata(of: file) == PictureMetadata(notCarried: [name]))
  }

  @Test func countsOnlyWhatIsNeitherUsedNorCarriedAsUnused() throws {
    let names = ["gAMA", "cHRM", "iCCP", "eXIf", "cICP", "cLLI", "cICP"]
    let file = ChunkedFile.bytes(early: names.map { PNGWriter.chunk($0, [1, 2, 3, 4]) })
    #expect(try PNG.header(of: file).unusedChunks == ["cICP", "cLLI"])
  }

  @Test func theFirstOfTwoChunksCounts() throws {
    let file = ChunkedFile.bytes(early: [
      PNGWriter.chunk("gAMA", PNGWriter.bigEndian(45_455)),
      PNGWriter.chunk("gAMA", PNGWriter.bigEndian(100_000)),
      PNGWriter.chunk("eXIf", ChunkedFile.exif(orientation: 3)),
      PNGWriter.chunk("eXIf", ChunkedFile.exif(orientation: 6)),
    ])
    let picture = try PNG.decode(file)
    #expect(picture.metadata.gamma == 45_455)
    #expect(picture.orientation == .rotatedHalf)
  }

  @Test func colourChunksAfterTheImageDataMeanNothing() throws {
    let file = ChunkedFile.bytes(late: [
      PNGWriter.chunk("gAMA", PNGWriter.bigEndian(45_455)), PNGWriter.chunk("sRGB", [0]),
      PNGWriter.chunk("pHYs", PNGWriter.bigEndian(2) + PNGWriter.bigEndian(1) + [0]),
      ChunkedFile.profileChunk(ChunkedFile.profile()),
    ])
    #expect(try PNG.metadata(of: file).isEmpty)
  }
}
