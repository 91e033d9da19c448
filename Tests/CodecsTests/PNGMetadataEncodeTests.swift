import Codecs
import Raster
import Testing

@Suite struct PNGMetadataEncodeTests {
  private static let colour = Bitmap(width: 2, height: 1, samples: [1, 2, 3, 255, 4, 5, 6, 255])
  private static let grey = Bitmap(width: 1, height: 1, samples: [9, 9, 9, 255])

  private static func reader(_ metadata: PictureMetadata, of bitmap: Bitmap = colour) throws -> PNGReader {
    try PNGReader(PNG.encode(bitmap, metadata: metadata))
  }

  private static func profile(_ space: String, count: Int = 200, stated: Int? = nil) -> [UInt8] {
    var profile = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) }
    profile.replaceSubrange(0..<4, with: PNGWriter.bigEndian(stated ?? count))
    profile.replaceSubrange(16..<20, with: Array(space.utf8))
    profile.replaceSubrange(36..<40, with: Array("acsp".utf8))
    return profile
  }

  @Test func everythingIsWrittenInOrder() throws {
    let exif = Array("MM\0*".utf8) + [0, 0, 0, 8, 0, 0, 0, 0, 0, 0]
    let xmp = Array("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>".utf8)
    let reader = try Self.reader(
      PictureMetadata(
        gamma: 45_455, chromaticities: [31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6000],
        renderingIntent: 2, density: PixelDensity(horizontal: 2835, vertical: 3000),
        texts: [
          PictureText(keyword: "Title", text: "Caf\u{E9}\nline"),
          PictureText(keyword: "Autor", text: "\u{0141}ukasz", language: "pl-PL"),
        ], exif: exif, xmp: xmp))
    #expect(
      reader.names == [
        "IHDR", "cHRM", "gAMA", "sRGB", "pHYs", "eXIf", "iTXt", "tEXt", "iTXt", "IDAT", "IEND",
      ])
    #expect(reader.content("gAMA") == [0, 0, 0xB1, 0x8F])
    #expect(
      reader.content("cHRM") == [
        0, 0, 0x7A, 0x26, 0, 0, 0x80, 0x84, 0, 0, 0xFA, 0, 0, 0, 0x80, 0xE8, 0, 0, 0x75, 0x30, 0, 0, 0xEA,
        0x60,
        0, 0, 0x3A, 0x98, 0, 0, 0x17, 0x70,
      ])
    #expect(reader.content("sRGB") == [2])
    #expect(reader.content("pHYs") == [0, 0, 0x0B, 0x13, 0, 0, 0x0B, 0xB8, 1])
    #expect(reader.content("eXIf") == exif)
    #expect(reader.content("tEXt") == Array("Title\0Caf".utf8) + [0xE9, 0x0A] + Array("line".utf8))
    let texts = reader.contents("iTXt")
    #expect(texts[0] == Array("XML:com.adobe.xmp\0\0\0\0\0".utf8) + xmp)
    #expect(texts[1] == Array("Autor\0\0\0pl-PL\0\0\u{0141}ukasz".utf8))
  }

  @Test func ratiosHaveNoUnit() throws {
    let density = PixelDensity(horizontal: 4, vertical: 3, isRatioOnly: true)
    #expect(
      try Self.reader(PictureMetadata(density: density)).content("pHYs") == [0, 0, 0, 4, 0, 0, 0, 3, 0])
  }

  @Test func profileIsDeflatedAndReplacesTheIntent() throws {
    let profile = Self.profile("RGB ", count: 3000)
    let reader = try Self.reader(PictureMetadata(profile: profile, gamma: 50_000, renderingIntent: 0))
    #expect(reader.names == ["IHDR", "iCCP", "gAMA", "IDAT", "IEND"])
    let content = try #require(reader.content("iCCP"))
    #expect(content.starts(with: Array("ICC profile\0\0".utf8)))
    #expect(try Inflater.zlib(Array(content.dropFirst(13))) == profile)
  }

  @Test func profileFitsTheColourType() throws {
    let (rgb, level) = (
      PictureMetadata(profile: Self.profile("RGB ")), PictureMetadata(profile: Self.profile("GRAY"))
    )
    let promoted = try Self.reader(rgb, of: Self.grey)
    #expect(promoted.colourType == 2)
    #expect(promoted.names == ["IHDR", "iCCP", "IDAT", "IEND"])
    #expect(try promoted.samples() == [9, 9, 9])
    var soft = Self.grey
    soft[0, 0] = Colour(red: 9, green: 9, blue: 9, alpha: 8)
    #expect(try Self.reader(rgb, of: soft).colourType == 6)
    #expect(try Self.reader(level, of: Self.grey).names == ["IHDR", "iCCP", "IDAT", "IEND"])
    #expect(try Self.reader(level).names == ["IHDR", "IDAT", "IEND"])
  }

  private static let unholdable = [
    PictureMetadata(profile: []), PictureMetadata(profile: [UInt8](repeating: 0, count: 131)),
    PictureMetadata(profile: profile("CMYK")), PictureMetadata(profile: profile("RGB ", stated: 201)),
    PictureMetadata(profile: profile("RGB ", count: 8_000_001)),
    PictureMetadata(gamma: 0), PictureMetadata(gamma: -1), PictureMetadata(gamma: 1 << 31),
    PictureMetadata(chromaticities: []), PictureMetadata(chromaticities: [1, 2, 3, 4, 5, 6, 7]),
    PictureMetadata(chromaticities: [1, 0, 3, 4, 5, 6, 7, 8]),
    PictureMetadata(chromaticities: [1, 2, 3, 4, 5, 6, 7, 100_001]),
    PictureMetadata(chromaticities: [1, 2, 3, 4, 5, 6, 7, -1]),
    PictureMetadata(renderingIntent: -1), PictureMetadata(renderingIntent: 4),
    PictureMetadata(density: PixelDensity(horizontal: 0, vertical: 1)),
    PictureMetadata(density: PixelDensity(horizontal: 1, vertical: .max)),
    PictureMetadata(density: PixelDensity(horizontal: .min, vertical: 1)),
    PictureMetadata(exif: []), PictureMetadata(exif: Array("Exif\0\0II*\0".utf8)),
    PictureMetadata(exif: Array("II*\0".utf8) + [UInt8](repeating: 0, count: 8_000_000)),
    PictureMetadata(xmp: [0x3C, 0]), PictureMetadata(xmp: [0xFF, 0xFE]),
    PictureMetadata(xmp: [UInt8](repeating: 0x20, count: 8_000_000)),
    PictureMetadata(texts: [PictureText(keyword: "", text: "a")]),
    PictureMetadata(texts: [PictureText(keyword: " \0\n\u{A0} ", text: "a")]),
    PictureMetadata(texts: [PictureText(keyword: "k", text: String(repeating: "a", count: 8_000_000))]),
    PictureMetadata(notCarried: ["C2PA"]),
  ]

  // By place in the list: the test's name would print blocks of many megabytes.
  @Test(arguments: unholdable.indices) func whatCannotBeHeldIsLeftOut(index: Int) throws {
    #expect(try Self.reader(Self.unholdable[index]).names == ["IHDR", "IDAT", "IEND"])
  }

  @Test(arguments: [
    ("  two \0 \n words ", "two words"), ("a\u{A0}b", "a b"), ("\u{416}x", "?x"),
    (String(repeating: "k", count: 80), String(repeating: "k", count: 79)),
    (String(repeating: "k", count: 78) + " k", String(repeating: "k", count: 78)),
    ("caf\u{E9}", "caf\u{E9}"),
  ])
  func keywordsAreMadeLegal(keyword: String, written: String) throws {
    let content = try Self.reader(
      PictureMetadata(texts: [PictureText(keyword: keyword, text: "t")])
    ).content("tEXt")
    #expect(content == written.unicodeScalars.map { UInt8($0.value) } + [0, 0x74])
  }

  @Test(arguments: [
    ("a\r\nb\rc\n\r", "a\nb\nc\n\n"), ("\0a\0b\0", "ab"), ("tab\there", "tab\there"), ("", ""),
  ])
  func textsAreMadeLegal(text: String, written: String) throws {
    let reader = try Self.reader(PictureMetadata(texts: [PictureText(keyword: "k", text: text)]))
    #expect(reader.content("tEXt") == Array("k\0".utf8) + Array(written.utf8))
  }

  @Test(arguments: ["\u{1}", "\u{85}", "\u{100}", "\u{1F3A8}"])
  func textsBeyondLatin1AreUnicode(text: String) throws {
    let reader = try Self.reader(PictureMetadata(texts: [PictureText(keyword: "k", text: text)]))
    #expect(reader.content("iTXt") == Array("k\0\0\0\0\0".utf8) + Array(text.utf8))
  }

  @Test(arguments: [
    ("en", true), ("zh-Hant-TW", true), ("", false), ("e\0n", false), ("en-", false), ("morethan8", false),
  ])
  func onlyLanguageTagsAreWritten(language: String, isWritten: Bool) throws {
    let text = PictureText(keyword: "k", text: "t", language: language)
    let reader = try Self.reader(PictureMetadata(texts: [text]))
    let unicode = Array("k\0\0\0".utf8) + Array(language.utf8) + [0, 0, 0x74]
    #expect(reader.content("iTXt") == (isWritten ? unicode : nil))
    #expect(reader.content("tEXt") == (isWritten ? nil : [0x6B, 0, 0x74]))
  }

  @Test func onePacketOfXMPIsEnough() throws {
    let text = PictureText(keyword: "XML:com.adobe.xmp", text: "<b/>")
    let both = try Self.reader(PictureMetadata(texts: [text], xmp: Array("<a/>".utf8)))
    #expect(both.contents("iTXt").map { String(decoding: $0.suffix(4), as: UTF8.self) } == ["<a/>"])
    #expect(both.content("tEXt") == nil)
  }
}
