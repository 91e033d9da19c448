import Codecs
import Raster
import Testing

@Suite struct PictureMetadataTests {
  /// A small file with segments put behind its start.
  private func file(with segments: [(UInt8, [UInt8])]) throws -> [UInt8] {
    let bytes = try FixtureFolder.bytes("jpeg/orientation-1.jpg")
    let scan = try #require(bytes.firstRange(of: [0xFF, 0xDB])).lowerBound
    var file: [UInt8] = [0xFF, 0xD8]
    for (marker, data) in segments {
      file += [0xFF, marker, UInt8((data.count + 2) >> 8), UInt8((data.count + 2) & 255)]
      file += data
    }
    return file + bytes[scan...]
  }

  @Test func readsWhatAnotherProgramWrote() throws {
    let metadata = try PictureFile.metadata(of: FixtureFolder.bytes("jpeg/metadata.jpg"))
    #expect(try metadata.profile == FixtureFolder.bytes("jpeg/srgb.icc"))
    #expect(metadata.density == PixelDensity(horizontal: 11_811, vertical: 11_811))
    #expect(metadata.texts == [PictureText(keyword: "Comment", text: "Nächtliche Katze")])
    #expect(metadata.notCarried == ["embedded thumbnail", "IPTC and Photoshop records"])
    let exif = try #require(metadata.exif.flatMap(EXIF.read))
    #expect(exif.orientation == .upright)
    #expect(!exif.hadThumbnail)
    let xmp = try #require(metadata.xmp)
    #expect(XMP.digitalSourceType(of: xmp)?.hasSuffix("/digitalCapture") == true)
    #expect(!String(decoding: xmp, as: UTF8.self).contains("tiff:Orientation"))
  }

  @Test func joinsAProfileByTheNumbersOfItsParts() throws {
    let profile = try FixtureFolder.bytes("jpeg/srgb.icc")
    let signature = Array("ICC_PROFILE\0".utf8)
    let parts: [(UInt8, [UInt8])] = [
      (0xE2, signature + [2, 3] + profile[200..<400]), (0xE2, signature + [3, 3] + profile[400...]),
      (0xE2, signature + [1, 3] + profile[..<200]),
    ]
    #expect(try PictureFile.metadata(of: file(with: parts)).profile == profile)
    for incomplete in [Array(parts.dropLast()), parts + [parts[0]]] {
      let metadata = try PictureFile.metadata(of: file(with: incomplete))
      #expect(metadata.profile == nil)
      #expect(metadata.notCarried == ["damaged colour profile"])
    }
  }

  @Test func profileOfInksDoesNotGoAlong() throws {
    let inks = try FixtureFolder.bytes("jpeg/inks.jpg")
    let part = Array("ICC_PROFILE\0".utf8) + [1, 1] + (try FixtureFolder.bytes("jpeg/srgb.icc"))
    let length = part.count + 2
    let segment = [0xFF, 0xE2, UInt8(length >> 8), UInt8(length & 255)] + part
    let metadata = try PictureFile.metadata(of: Array(inks[..<2]) + segment + Array(inks[2...]))
    #expect(metadata.profile == nil)
    #expect(metadata.notCarried == ["profile of other colours than red, green and blue"])
  }

  @Test func namesWhatCannotGoAlong() throws {
    let segments: [(UInt8, [UInt8])] = [
      (0xEB, [0x4A, 0x50, 0, 1, 0, 0, 0, 1, 0, 0, 0, 40] + Array("jumb".utf8) + Array("....jumdc2pa".utf8)),
      (0xE2, Array("MPF\0".utf8) + [0, 0]),
      (0xE1, Array("http://ns.adobe.com/xmp/extension/\0".utf8)),
      (0xE0, Array("JFXX\0".utf8) + [0x10]),
      (0xEC, Array("Ducky".utf8)),
      (0xE1, Array("Exif\0\0nonsense".utf8)),
    ]
    let metadata = try PictureFile.metadata(of: file(with: segments))
    #expect(
      metadata.notCarried == [
        "C2PA provenance manifest", "further pictures in the file (MPF)", "extended XMP",
        "embedded thumbnail",
        "application data (APP12)", "damaged EXIF block",
      ])
  }

  private static let densities: [([UInt8], PixelDensity?)] = [
    ([1, 0, 72, 0, 72], PixelDensity(horizontal: 2835, vertical: 2835)),
    ([2, 0, 118, 0, 59], PixelDensity(horizontal: 11_800, vertical: 5_900)),
    ([0, 0, 1, 0, 2], PixelDensity(horizontal: 1, vertical: 2, isRatioOnly: true)),
    ([0, 0, 1, 0, 1], nil), ([1, 0, 0, 0, 72], nil), ([7, 0, 72, 0, 72], nil),
  ]

  @Test(arguments: densities) func readsDensities(fields: [UInt8], density: PixelDensity?) throws {
    let segment = Array("JFIF\0".utf8) + [1, 1] + fields + [0, 0]
    #expect(try PictureFile.metadata(of: file(with: [(0xE0, segment)])).density == density)
  }

  @Test func commentsThatAreNotUnicodeAreLatin() throws {
    let metadata = try PictureFile.metadata(of: file(with: [(0xFE, [0x4E, 0xE4, 0x68, 0])]))
    #expect(metadata.texts == [PictureText(keyword: "Comment", text: "Näh")])
  }

  @Test func webPChunksAreRead() throws {
    let metadata = try PictureFile.metadata(of: FixtureFolder.bytes("webp/metadata.webp"))
    #expect(try metadata.profile == FixtureFolder.bytes("jpeg/srgb.icc"))
    #expect(metadata.exif.flatMap(EXIF.read)?.orientation == .upright)
    #expect(metadata.xmp?.starts(with: Array("<x:xmpmeta".utf8)) == true)
    #expect(metadata.notCarried == [])
  }

  @Test func webPManifestIsNamed() throws {
    var bytes = try FixtureFolder.bytes("webp/metadata.webp")
    bytes += Array("C2PA".utf8) + [2, 0, 0, 0, 1, 2]
    let size = bytes.count - 8
    bytes.replaceSubrange(4..<6, with: [UInt8(size & 255), UInt8(size >> 8)])
    #expect(try PictureFile.metadata(of: bytes).notCarried == ["C2PA provenance manifest"])
  }

  @Test func keepsTheFirstThousandComments() throws {
    let comments = (0..<3000).map { (0xFE as UInt8, Array(String($0).utf8)) }
    let metadata = try PictureFile.metadata(of: file(with: comments))
    #expect(metadata.texts.map(\.text) == (0..<1000).map { String($0) })
    #expect(metadata.notCarried == ["text beyond the first 1000 entries"])
  }

  @Test func keepsAtMostEightMiBOfComments() throws {
    let comment = (0xFE as UInt8, [UInt8](repeating: 0x61, count: 1 << 15))
    let metadata = try PictureFile.metadata(of: file(with: Array(repeating: comment, count: 300)))
    #expect(metadata.texts.count == 256)
    #expect(metadata.notCarried == ["text beyond 8 MiB"])
  }

  @Test func looksAtTheFirstSegmentsOnlyAndStillSeesThePicture() throws {
    let empty = (0xFE as UInt8, [UInt8]())
    let late = (0xE1 as UInt8, Array("Exif\0\0".utf8) + ChunkedFile.exif(orientation: 6))
    for (count, orientation) in [(4095, Orientation.needsQuarterTurnClockwise), (4096, .upright)] {
      let bytes = try file(with: Array(repeating: empty, count: count) + [late])
      #expect(try PictureFile.header(of: bytes).orientation == orientation)
      let metadata = try PictureFile.metadata(of: bytes)
      #expect((metadata.exif != nil) == (count == 4095))
      #expect(metadata.notCarried.contains("segments beyond the first 4096"))
      #expect(metadata.texts.count == 1000)
    }
  }

  /// The block of a damaged EXIF segment says nothing; the following one counts.
  @Test func headerAndMetadataAgreeOnTheOrientation() throws {
    let signature = Array("Exif\0\0".utf8)
    let segments: [(UInt8, [UInt8])] = [
      (0xE1, signature + [1, 2, 3]), (0xE1, signature + ChunkedFile.exif(orientation: 8)),
      (0xE1, signature + ChunkedFile.exif(orientation: 3)),
    ]
    let bytes = try file(with: segments)
    #expect(try PictureFile.header(of: bytes).orientation == .needsQuarterTurnCounterclockwise)
    let metadata = try PictureFile.metadata(of: bytes)
    #expect(metadata.exif == ChunkedFile.exif(orientation: 1))
    #expect(metadata.notCarried == ["damaged EXIF block", "a second EXIF block"])
  }

  @Test func joinsProfilesOfAtMostEightMiB() throws {
    let start = Array("ICC_PROFILE\0".utf8)
    let parts = (1...129).map { number -> (UInt8, [UInt8]) in
      (0xE2, start + [UInt8(number), 129] + [UInt8](repeating: 0, count: 65_519))
    }
    #expect(
      try PictureFile.metadata(of: file(with: parts)).notCarried == ["colour profile beyond 8 MiB"])
  }

  private static let webPBlocks = [
    ("XMP ", "XMP packet"), ("EXIF", "EXIF block"), ("ICCP", "colour profile"),
  ]

  @Test(arguments: webPBlocks) func webPBlocksAboveEightMiBAreLeftOut(chunk: String, name: String) throws {
    var bytes = try FixtureFolder.bytes("webp/lossless-alpha.webp")
    let count = 8 << 20 + 2
    bytes +=
      Array(chunk.utf8) + PNGWriter.bigEndian(count).reversed() + [UInt8](repeating: 0x20, count: count)
    bytes.replaceSubrange(4..<8, with: PNGWriter.bigEndian(bytes.count - 8).reversed())
    let metadata = try PictureFile.metadata(of: bytes)
    #expect(metadata.notCarried == ["\(name) beyond 8 MiB"])
    #expect(metadata.exif == nil && metadata.xmp == nil && metadata.profile == nil)
    #expect(try PictureFile.header(of: bytes).orientation == .upright)
  }
}
