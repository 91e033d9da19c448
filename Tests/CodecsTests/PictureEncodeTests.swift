import Codecs
import Raster
import Testing

@Suite struct PictureEncodeTests {
  /// Forms with what a photograph must keep at least, in decibels.
  private static let forms: [(PictureEncoding.Form, Double)] = [
    (.jpeg(quality: 100), 44), (.jpeg(quality: 90), 36), (.jpeg(quality: 60), 30), (.webP(quality: 100), 38),
    (.webP(quality: 90), 34), (.losslessWebP, .infinity), (.png(.wire), .infinity),
  ]

  @Test(.enabled(if: hasJPEG && hasWebP), arguments: forms)
  func photographComesBack(form: PictureEncoding.Form, least: Double) throws {
    let picture = try Bitmap.fixture("photos/chelsea.png")
    let file = try PictureFile.encode(picture, as: PictureEncoding(form))
    let decoded = try PictureFile.decode(file.bytes)
    let ratio = try #require(try decoded.bitmap.peakSignalToNoiseRatio(to: picture))
    #expect(ratio >= least, "\(ratio) dB")
    #expect(file.quality == form.quality)
    #expect(file.format == decoded.format)
    #expect(!file.wasFlattened && !file.losesHiddenColour && file.dropped == [] && file.encodingCount == 1)
  }

  @Test(.enabled(if: hasJPEG)) func fullColourBeginsAtQuality90() throws {
    // One pixel wide stripes of pure colours: a quarter of the colour resolution cannot hold them.
    let colours = [Colour(red: 255, green: 0, blue: 0), Colour(red: 0, green: 0, blue: 255)]
    var stripes = Bitmap(width: 32, height: 32, filledWith: colours[0])
    for y in 0..<32 { for x in 0..<32 where x % 2 == 1 { stripes[x, y] = colours[1] } }
    func error(_ quality: Int) throws -> Int {
      let file = try PictureFile.encode(stripes, as: PictureEncoding(.jpeg(quality: quality)))
      return try PictureFile.decode(file.bytes).bitmap.largestDifference(from: stripes)
    }
    #expect(try error(90) < 60)
    #expect(try error(89) > 100)
  }

  @Test(.enabled(if: hasJPEG)) func greyPicturesHaveOneComponent() throws {
    let bytes = try FixtureFolder.bytes("jpeg/grey.png")
    let file = try PictureFile.encode(PNG.decode(bytes).bitmap, as: PictureEncoding(.jpeg))
    let frame = try #require(file.bytes.firstRange(of: [0xFF, 0xC0])).lowerBound
    #expect(file.bytes[frame + 9] == 1)
  }

  @Test(.enabled(if: hasJPEG)) func transparencyIsLaidOnWhiteAndSaid() throws {
    var picture = Bitmap(width: 16, height: 16, filledWith: Colour(red: 0, green: 0, blue: 0, alpha: 0))
    for y in 0..<16 { for x in 8..<16 { picture[x, y] = Colour(red: 100, green: 50, blue: 0, alpha: 128) } }
    let file = try PictureFile.encode(picture, as: PictureEncoding(.jpeg(quality: 100)))
    let decoded = try PictureFile.decode(file.bytes).bitmap
    #expect(file.wasFlattened)
    let left = Bitmap(width: 1, height: 1, samples: Array(decoded.samples.prefix(4)))
    #expect(left.largestDifference(from: Bitmap(width: 1, height: 1, samples: [255, 255, 255, 255])) <= 1)
    // 100 * 128 / 255 + 127 = 177.2 and so on, by hand.
    let right = Bitmap(width: 1, height: 1, samples: Array(decoded.samples.suffix(4)))
    #expect(right.largestDifference(from: Bitmap(width: 1, height: 1, samples: [177, 152, 127, 255])) <= 2)
  }

  @Test(.enabled(if: hasWebP), arguments: [PictureEncoding.Form.losslessWebP, .webP(quality: 90)])
  func webPKeepsAlphaAndSaysThatItLosesHiddenColour(form: PictureEncoding.Form) throws {
    let picture = try Bitmap.fixture("webp/lossless-alpha.png")
    let file = try PictureFile.encode(picture, as: PictureEncoding(form))
    let decoded = try PictureFile.decode(file.bytes).bitmap
    #expect(file.losesHiddenColour)
    #expect(!file.wasFlattened)
    let pixels = stride(from: 0, to: picture.samples.count, by: 4)
    #expect(pixels.allSatisfy { picture.samples[$0 + 3] == decoded.samples[$0 + 3] })
    guard form == .losslessWebP else { return }
    #expect(
      pixels.allSatisfy {
        picture.samples[$0 + 3] == 0 || picture.samples[$0..<($0 + 4)] == decoded.samples[$0..<($0 + 4)]
      })
  }

  private static let limits: [(PictureEncoding.Form, Int)] = [
    (.jpeg, 20_000), (.jpeg, 8_000), (.webP, 12_000), (.webP, 5_000),
  ]

  @Test(.enabled(if: hasJPEG && hasWebP), arguments: limits)
  func keepsAByteLimitAtTheBestQuality(form: PictureEncoding.Form, limit: Int) throws {
    let picture = try Bitmap.fixture("photos/chelsea.png")
    let metadata = PictureMetadata(xmp: [UInt8](repeating: 0x20, count: 1500))
    let file = try PictureFile.encode(
      picture, as: PictureEncoding(form, maxBytes: limit), metadata: metadata)
    #expect(file.bytes.count <= limit)
    #expect(file.encodingCount <= 8)
    #expect(try PictureFile.metadata(of: file.bytes).xmp == metadata.xmp)
    let quality = try #require(file.quality)
    let next = try PictureFile.encode(
      picture,
      as: PictureEncoding(form.format == .jpeg ? .jpeg(quality: quality + 1) : .webP(quality: quality + 1)),
      metadata: metadata)
    #expect(next.bytes.count > limit)
  }

  private static let impossible: [(PictureEncoding.Form, Int)] = [
    (.jpeg, 1000), (.webP, 500), (.losslessWebP, 10_000), (.png(.wire), 10_000), (.jpeg(quality: 1), 100),
  ]

  @Test(.enabled(if: hasJPEG && hasWebP), arguments: impossible)
  func saysHowSmallItGotWhenALimitCannotBeKept(form: PictureEncoding.Form, limit: Int) throws {
    let picture = try Bitmap.fixture("photos/chelsea.png")
    let error = #expect(throws: CodecError.self) {
      _ = try PictureFile.encode(picture, as: PictureEncoding(form, maxBytes: limit))
    }
    #expect(error?.code == .byteLimitUnreachable)
    #expect(error?.allowed == limit)
    #expect(try #require(error?.found) > limit)
  }

  @Test(.enabled(if: hasJPEG && hasWebP), arguments: [0, 101, -1])
  func refusesQualitiesThatDoNotExist(quality: Int) throws {
    let picture = Bitmap(width: 2, height: 2, filledWith: Colour(red: 1, green: 2, blue: 3))
    for form in [PictureEncoding.Form.jpeg(quality: quality), .webP(quality: quality)] {
      let error = #expect(throws: CodecError.self) {
        _ = try PictureFile.encode(picture, as: PictureEncoding(form))
      }
      #expect(error?.code == .qualityOutOfRange)
      #expect(error?.found == quality)
    }
  }

  @Test(.enabled(if: hasJPEG && hasWebP), arguments: [(PictureEncoding.Form.jpeg, 65_501), (.webP, 16_384)])
  func refusesSidesThatTheFormatCannotHold(form: PictureEncoding.Form, side: Int) throws {
    let picture = Bitmap(width: side, height: 1, filledWith: Colour(red: 1, green: 2, blue: 3))
    let error = #expect(throws: CodecError.self) {
      _ = try PictureFile.encode(picture, as: PictureEncoding(form))
    }
    #expect(error?.code == .notEncodable)
    #expect(error?.found == side)
    #expect(error?.allowed == side - 1)
  }

  @Test(.enabled(if: hasJPEG && hasWebP), arguments: [PictureEncoding.Form.jpeg, .webP, .losslessWebP])
  func metadataComesBack(form: PictureEncoding.Form) throws {
    let source = try PictureFile.metadata(of: FixtureFolder.bytes("jpeg/metadata.jpg"))
    let picture = try Bitmap.fixture("jpeg/baseline.png")
    let file = try PictureFile.encode(picture, as: PictureEncoding(form), metadata: source)
    let found = try PictureFile.metadata(of: file.bytes)
    #expect(found.profile == source.profile)
    #expect(found.exif == source.exif)
    #expect(found.xmp == source.xmp)
    #expect(found.density == source.density)
    #expect(found.texts == (form.format == .jpeg ? source.texts : []))
    #expect(file.dropped == (form.format == .jpeg ? [] : ["text Comment"]))
    #expect(try PictureFile.decode(file.bytes).bitmap.size == picture.size)
  }

  @Test(.enabled(if: hasJPEG && hasWebP), arguments: [PictureEncoding.Form.jpeg, .webP])
  func densityGoesAlongWithoutAnEXIFBlock(form: PictureEncoding.Form) throws {
    let metadata = PictureMetadata(density: PixelDensity(horizontal: 11_811, vertical: 2_835))
    let picture = try Bitmap.fixture("jpeg/baseline.png")
    let file = try PictureFile.encode(picture, as: PictureEncoding(form), metadata: metadata)
    #expect(try PictureFile.metadata(of: file.bytes).density == metadata.density)
    #expect(file.dropped == [])
  }

  @Test(.enabled(if: hasJPEG)) func statedSizeFollowsThePicture() throws {
    let source = try PictureFile.metadata(of: FixtureFolder.bytes("jpeg/metadata.jpg"))
    let picture = try Bitmap.fixture("jpeg/blocks.png")
    let file = try PictureFile.encode(picture, as: PictureEncoding(.jpeg), metadata: source)
    let exif = try #require(try PictureFile.metadata(of: file.bytes).exif)
    #expect(exif == EXIF.block(try #require(source.exif), stating: PixelSize(width: 24, height: 16)))
    #expect(exif != source.exif)
  }

  @Test(.enabled(if: hasJPEG)) func longProfilesAreSpreadOverSegments() throws {
    var profile = try FixtureFolder.bytes("jpeg/srgb.icc")
    profile += (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let file = try PictureFile.encode(
      .fixture("jpeg/blocks.png"), as: PictureEncoding(.jpeg), metadata: PictureMetadata(profile: profile))
    #expect(try PictureFile.metadata(of: file.bytes).profile == profile)
  }

  @Test(.enabled(if: hasJPEG)) func namesWhatDoesNotFit() throws {
    let long = [UInt8](repeating: 0x20, count: 70_000)
    let metadata = PictureMetadata(
      profile: [UInt8](repeating: 0, count: 200), gamma: 100_000,
      density: PixelDensity(horizontal: 1, vertical: 1),
      texts: [
        PictureText(keyword: "Title", text: "Cat"),
        PictureText(keyword: "Description", text: String(repeating: "x", count: 70_000)),
      ],
      xmp: long)
    let file = try PictureFile.encode(
      .fixture("jpeg/blocks.png"), as: PictureEncoding(.jpeg), metadata: metadata)
    #expect(file.dropped == ["colour profile", "gamma", "density", "XMP packet", "text Description"])
    #expect(
      try PictureFile.metadata(of: file.bytes).texts == [PictureText(keyword: "Comment", text: "Title: Cat")])
  }

  @Test(.enabled(if: hasJPEG)) func greyProfileStaysWithGreyPictures() throws {
    var profile = try FixtureFolder.bytes("jpeg/srgb.icc")
    profile.replaceSubrange(16..<20, with: Array("GRAY".utf8))
    let metadata = PictureMetadata(profile: profile)
    let grey = try PictureFile.encode(
      .fixture("jpeg/grey.png"), as: PictureEncoding(.jpeg), metadata: metadata)
    #expect(try PictureFile.metadata(of: grey.bytes).profile == profile)
    let coloured = try PictureFile.encode(
      .fixture("jpeg/blocks.png"), as: PictureEncoding(.jpeg), metadata: metadata)
    #expect(coloured.dropped == ["colour profile"])
  }

  @Test func pngHoldsAllOfItAndSaysWhatItDoesNot() throws {
    var metadata = try PictureFile.metadata(of: FixtureFolder.bytes("jpeg/metadata.jpg"))
    metadata.gamma = 45_455
    metadata.chromaticities = [31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000]
    let picture = try Bitmap.fixture("jpeg/blocks.png")
    let whole = try PictureFile.encode(picture, as: PictureEncoding(.png(.wire)), metadata: metadata)
    #expect(whole.dropped == [])
    for name in ["iCCP", "gAMA", "cHRM", "pHYs", "eXIf", "XML:com.adobe.xmp", "Comment"] {
      #expect(whole.bytes.firstRange(of: Array(name.utf8)) != nil)
    }
    let impossible = PictureMetadata(
      profile: [1, 2, 3], gamma: -1, chromaticities: [1], renderingIntent: 9,
      density: PixelDensity(horizontal: 0, vertical: 0), texts: [PictureText(keyword: "", text: "a")],
      exif: [1], xmp: [0])
    let bare = try PictureFile.encode(picture, as: PictureEncoding(.png(.wire)), metadata: impossible)
    #expect(
      bare.dropped == [
        "colour profile", "chromaticities", "gamma", "rendering intent", "density", "EXIF block",
        "XMP packet", "text ",
      ])
  }

  /// What the writer makes legal is in the file, whatever it looks like there.
  @Test func pngNamesOnlyTextsThatItLeavesOut() throws {
    let texts = [
      PictureText(keyword: "  Two   words ", text: "a"), PictureText(keyword: "Größe", text: "b"),
      PictureText(keyword: String(repeating: "k", count: 90), text: "c"),
      PictureText(keyword: "題", text: "絵"), PictureText(keyword: " \n", text: "d"),
      PictureText(keyword: "Long", text: String(repeating: "x", count: 8_000_001)),
    ]
    let file = try PictureFile.encode(
      .fixture("jpeg/blocks.png"), as: PictureEncoding(.png(.wire)),
      metadata: PictureMetadata(texts: texts))
    #expect(file.dropped == ["text  \n", "text Long"])
    #expect(try PictureFile.metadata(of: file.bytes).texts.map(\.text) == ["a", "b", "c", "絵"])
  }

  @Test(.enabled(if: hasWebP), arguments: [PictureEncoding.Form.webP, .losslessWebP])
  func greyProfileDoesNotGoIntoWebP(form: PictureEncoding.Form) throws {
    let metadata = PictureMetadata(profile: ChunkedFile.profile(space: "GRAY"))
    let file = try PictureFile.encode(
      .fixture("jpeg/grey.png"), as: PictureEncoding(form), metadata: metadata)
    #expect(file.dropped == ["colour profile"])
    #expect(try PictureFile.metadata(of: file.bytes).profile == nil)
  }

  @Test(arguments: [("RGB ", 2 as UInt8), ("GRAY", 0)])
  func greyPNGHasTheColoursOfItsProfile(space: String, colourType: UInt8) throws {
    let metadata = PictureMetadata(profile: ChunkedFile.profile(space: space))
    let file = try PictureFile.encode(
      .fixture("jpeg/grey.png"), as: PictureEncoding(.png(.wire)), metadata: metadata)
    #expect(file.bytes[25] == colourType)
    #expect(file.dropped == [])
    #expect(try PictureFile.metadata(of: file.bytes).profile == metadata.profile)
  }

  @Test(arguments: [ChunkedFile.profile(space: "CMYK"), ChunkedFile.profile(space: "RGB ", statedCount: 9)])
  func unusableProfilesLeaveAGreyPNGGrey(profile: [UInt8]) throws {
    let file = try PictureFile.encode(
      .fixture("jpeg/grey.png"), as: PictureEncoding(.png(.wire)),
      metadata: PictureMetadata(profile: profile))
    #expect(file.bytes[25] == 0)
    #expect(file.dropped == ["colour profile"])
  }
}
