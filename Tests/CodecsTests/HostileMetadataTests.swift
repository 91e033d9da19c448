import Codecs
import FoundationEssentials
import Raster
import Testing

/// Chunks beside the image data that are made to hurt: the picture is decoded, and what is bad is named.
@Suite struct HostileMetadataTests {
  private static func expectLeftOut(
    _ chunk: [UInt8], as name: String, _ place: SourceLocation = #_sourceLocation
  ) throws {
    let picture = try PNG.decode(ChunkedFile.bytes(early: [chunk]))
    #expect(picture.metadata == PictureMetadata(notCarried: [name]), sourceLocation: place)
    #expect(picture.orientation == .upright, sourceLocation: place)
    #expect(picture.bitmap.samples == [77, 77, 77, 255], sourceLocation: place)
  }

  @Test(
    arguments: [
      ("gAMA", []), ("gAMA", [0, 0, 0, 0]), ("gAMA", [0xFF, 0, 0, 0]), ("gAMA", [0, 0, 1, 2, 3]),
      ("cHRM", [UInt8](repeating: 0, count: 31)), ("cHRM", [UInt8](repeating: 0xFF, count: 32)),
      ("sRGB", [4]), ("sRGB", []), ("sRGB", [0, 0]), ("pHYs", [0, 0, 0, 1, 0, 0, 0, 1, 2]),
      ("pHYs", [0, 0, 0, 0, 0, 0, 0, 1, 1]), ("pHYs", [0, 0, 0, 1, 0, 0, 0, 1]),
    ] as [(String, [UInt8])])
  func leavesOutNumbersThatBreakTheRules(name: String, data: [UInt8]) throws {
    try Self.expectLeftOut(PNGWriter.chunk(name, data), as: "damaged \(name) chunk")
  }

  @Test(arguments: ["gAMA", "iCCP", "eXIf", "tEXt"])
  func leavesOutChunksWithABadCheckSum(name: String) throws {
    var chunk = PNGWriter.chunk(name, PNGWriter.bigEndian(45_455))
    chunk[chunk.count - 1] ^= 1
    let names = ["iCCP": "damaged colour profile", "eXIf": "damaged EXIF block", "tEXt": "damaged text"]
    try Self.expectLeftOut(chunk, as: names[name] ?? "damaged gAMA chunk")
  }

  @Test func leavesOutProfilesThatContradictThemselves() throws {
    let good = ChunkedFile.profile()
    var unsigned = good
    unsigned[36] = 0
    let bad = [
      ChunkedFile.profile(statedCount: 199), ChunkedFile.profile(space: "RGB "),
      ChunkedFile.profile(space: "CMYK"), unsigned, [], Array(good.prefix(131)), good + [0],
    ]
    for profile in bad {
      try Self.expectLeftOut(ChunkedFile.profileChunk(profile), as: "damaged colour profile")
    }
    let stream = PNGWriter.zlib(good)
    let headings: [[UInt8]] = [
      [0, 0], [0x61, 0, 1], [UInt8](repeating: 0x61, count: 80) + [0, 0], [0x61, 0], [0x61], [],
    ]
    for heading in headings {
      try Self.expectLeftOut(PNGWriter.chunk("iCCP", heading + stream), as: "damaged colour profile")
    }
    for count in [0, 1, 2, 7, stream.count - 1] {
      let cut = [0x61, 0, 0] + Array(stream.prefix(count))
      try Self.expectLeftOut(PNGWriter.chunk("iCCP", cut), as: "damaged colour profile")
    }
  }

  @Test func boundsWhatCompressedChunksBecome() throws {
    let bomb = Bomb.zeros(inflatingTo: 64 << 20)
    try Self.expectLeftOut(
      PNGWriter.chunk("iCCP", [0x61, 0, 0] + bomb), as: "damaged colour profile")
    try Self.expectLeftOut(ChunkedFile.compressedText("a", bomb), as: "text beyond 8 MiB")
    for keyword in ["a", "XML:com.adobe.xmp"] {
      try Self.expectLeftOut(
        ChunkedFile.internationalText(keyword, flag: 1, bomb), as: "text beyond 8 MiB")
    }
  }

  /// Each would take 8 MiB and some milliseconds if it had an allowance of its own.
  @Test func manyBombsShareOneAllowance() throws {
    let small = ChunkedFile.compressedText("a", Bomb.zeros(inflatingTo: 9 << 20))
    let many = [[UInt8]](repeating: small, count: 999)
    let text = ChunkedFile.text("b", [0x63])
    let metadata = try PNG.metadata(of: ChunkedFile.bytes(early: [text] + many))
    #expect(metadata.texts == [PictureText(keyword: "b", text: "c")])
    #expect(metadata.notCarried == ["text beyond 8 MiB"])
  }

  @Test func keepsTheFirstThousandTexts() throws {
    let many = (0..<200_000).map { ChunkedFile.text("k", Array(String($0).utf8)) }
    let metadata = try PNG.decode(ChunkedFile.bytes(early: many)).metadata
    #expect(metadata.texts.count == 1000)
    #expect(metadata.texts.last?.text == "999")
    #expect(metadata.notCarried == ["text beyond the first 1000 entries"])
  }

  @Test func keepsAtMostEightMiBOfText() throws {
    let megabyte = ChunkedFile.text("k", [UInt8](repeating: 0x61, count: 1 << 20))
    let metadata = try PNG.metadata(of: ChunkedFile.bytes(early: [[UInt8]](repeating: megabyte, count: 12)))
    #expect(metadata.texts.count == 8)
    #expect(metadata.notCarried == ["text beyond 8 MiB"])
  }

  @Test func leavesOutTextsThatBreakTheRules() throws {
    let longKeyword = String(repeating: "k", count: 80)
    let bad: [[UInt8]] = [
      PNGWriter.chunk("tEXt", []), PNGWriter.chunk("tEXt", Array("no end".utf8)),
      ChunkedFile.text("", [0x61]), ChunkedFile.text(longKeyword, [0x61]),
      ChunkedFile.text("a\nb", [0x61]), ChunkedFile.text("\u{7F}", [0x61]),
      ChunkedFile.text("k", [0x61, 0, 0x62]), PNGWriter.chunk("zTXt", Array("k\0".utf8)),
      PNGWriter.chunk("zTXt", Array("k\0\u{1}".utf8) + PNGWriter.zlib([0x61])),
      ChunkedFile.compressedText("k", []), ChunkedFile.compressedText("k", [0x78, 0x01, 0xFF]),
      ChunkedFile.compressedText("k", PNGWriter.zlib([0x61]).dropLast()),
      ChunkedFile.compressedText("k", PNGWriter.zlib([0x61]).dropLast() + [0]),
      PNGWriter.chunk("iTXt", Array("k\0".utf8)), PNGWriter.chunk("iTXt", Array("k\0\0\0".utf8)),
      PNGWriter.chunk("iTXt", Array("k\0\0\0en".utf8)), PNGWriter.chunk("iTXt", Array("k\0\0\0en\0x".utf8)),
      PNGWriter.chunk("iTXt", Array("k\0\u{2}\0\0\0x".utf8)),
      PNGWriter.chunk("iTXt", Array("k\0\0\u{1}\0\0x".utf8)),
      ChunkedFile.internationalText("k", language: "e n", [0x61]),
    ]
    for chunk in bad { try Self.expectLeftOut(chunk, as: "damaged text") }
  }

  /// An overlong slash, a surrogate, a value above U+10FFFF, a lone continuation, a cut sequence.
  @Test(
    arguments: [[0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80], [0xE2, 0x82]] as [[UInt8]]
  )
  func leavesOutTextThatIsNotUTF8(bytes: [UInt8]) throws {
    try Self.expectLeftOut(ChunkedFile.internationalText("k", bytes), as: "damaged text")
    try Self.expectLeftOut(
      ChunkedFile.internationalText("XML:com.adobe.xmp", bytes), as: "damaged XMP packet")
  }

  @Test func leavesOutASecondPacketAndOrientationsHiddenInText() throws {
    let packet = ChunkedFile.internationalText("XML:com.adobe.xmp", [0x61])
    let metadata = try PNG.metadata(of: ChunkedFile.bytes(early: [packet, packet]))
    #expect(metadata == PictureMetadata(xmp: [0x61], notCarried: ["second XMP packet"]))
    for keyword in ["Raw profile type exif", "Raw profile type APP1"] {
      try Self.expectLeftOut(ChunkedFile.text(keyword, [0x0A]), as: "EXIF data kept as text")
    }
  }

  @Test func leavesOutBlocksThatAreNoEXIF() throws {
    let good = ChunkedFile.exif(orientation: 6)
    var bad = (0..<good.count - 4).map { Array(good.prefix($0)) }
    for (offset, value) in [(0, 0x4D), (2, 0), (4, 0), (4, 7), (4, 250), (7, 0x80), (8, 200), (9, 255)] {
      var block = good
      block[offset] = UInt8(value)
      bad.append(block)
    }
    for block in bad {
      try Self.expectLeftOut(PNGWriter.chunk("eXIf", block), as: "damaged EXIF block")
    }
  }

  @Test(arguments: [0, 9, 255, 65_535])
  func takesImpossibleOrientationsForUpright(orientation: Int) throws {
    let chunk = PNGWriter.chunk("eXIf", ChunkedFile.exif(orientation: orientation))
    let picture = try PNG.decode(ChunkedFile.bytes(early: [chunk]))
    #expect(picture.orientation == .upright)
    #expect(picture.metadata.exif == ChunkedFile.exif(orientation: 1))
  }

  @Test(arguments: ["iCCP", "tEXt", "zTXt", "iTXt", "eXIf", "gAMA", "caBX"])
  func lengthsThatLieAreOneError(name: String) {
    for length in [5, 0x6000_0000, 0x7FFF_FFFF, 0x8000_0000] {
      let chunk = PNGWriter.bigEndian(length) + Array(name.utf8) + [0x61, 0, 0, 1]
      let error = #expect(throws: CodecError.self) {
        try PNG.metadata(of: PNGWriter.signature + Self.header + chunk)
      }
      #expect(error?.code == (length > 0x7FFF_FFFF ? .damaged(.chunkLength) : .truncated))
    }
  }

  private static let header = PNGWriter.chunk(
    "IHDR", PNGWriter.bigEndian(1) + PNGWriter.bigEndian(1) + [8, 0, 0, 0, 0])

  /// Whatever the chunks hold, the picture comes out, and no more text or profile than is allowed.
  @Test func randomContentNeverCostsThePicture() throws {
    let rounds = ProcessInfo.processInfo.environment["PENTIMENTO_SWEEPS"] == nil ? 400 : 50_000
    var generator = SplitMix64(seed: 31)
    let seeds: [(String, [UInt8])] = [
      ("eXIf", ChunkedFile.exif(orientation: 5)),
      ("iCCP", Array(ChunkedFile.profileChunk(ChunkedFile.profile()).dropFirst(8).dropLast(4))),
      ("zTXt", [0x61, 0, 0] + PNGWriter.zlib([0x61, 0x62])), ("iTXt", Array("k\0\0\0en\0t\0text".utf8)),
      ("iTXt", Array("k\0\u{1}\0en\0t\0".utf8) + PNGWriter.zlib([0x61])), ("tEXt", Array("k\0t".utf8)),
    ]
    for _ in 0..<rounds {
      var (name, data) = seeds[generator.next(below: seeds.count)]
      for _ in 0...generator.next(below: 3) {
        data[generator.next(below: data.count)] = UInt8(generator.next(below: 256))
      }
      if generator.next(below: 4) == 0 { data.removeLast(generator.next(below: data.count)) }
      let picture = try PNG.decode(ChunkedFile.bytes(early: [PNGWriter.chunk(name, data)]))
      #expect(picture.bitmap.samples == [77, 77, 77, 255])
      let metadata = picture.metadata
      let size = (metadata.exif ?? []).count + (metadata.profile ?? []).count
      #expect(size <= 8 << 20)
      #expect(metadata.texts.count <= 1)
    }
  }
}
