import Codecs
import Raster
import Testing

@Suite struct JPEGDecodeTests {
  /// A file and the picture that another build of libjpeg-turbo makes of it.
  private static let pairs = [
    ("baseline", "baseline"), ("full-colour", "full-colour"), ("odd-sampling", "odd-sampling"),
    ("grey", "grey"), ("progressive", "baseline"), ("restarts", "baseline"), ("rgb", "rgb"),
    ("arithmetic", "baseline"), ("inks", "inks"),
  ]

  @Test(.enabled(if: hasJPEG), arguments: pairs)
  func decodesWhatAnotherDecoderSees(file: String, expected: String) throws {
    let picture = try PictureFile.decode(FixtureFolder.bytes("jpeg/\(file).jpg"))
    #expect(picture.bitmap.largestDifference(from: try .fixture("jpeg/\(expected).png")) <= 2)
    #expect(picture.format == .jpeg)
    #expect(picture.bitDepth == 8)
    #expect(!picture.hasAlpha)
  }

  @Test(.enabled(if: hasJPEG), arguments: Orientation.allCases)
  func turnsEachOrientationUpright(orientation: Orientation) throws {
    let bytes = try FixtureFolder.bytes("jpeg/orientation-\(orientation.rawValue).jpg")
    let picture = try PictureFile.decode(bytes)
    #expect(picture.orientation == orientation)
    #expect(picture.bitmap.largestDifference(from: try .fixture("jpeg/blocks.png")) <= 6)
  }

  @Test(arguments: Orientation.allCases)
  func headerStatesStoredAndUprightSizeWithoutLibrary(orientation: Orientation) throws {
    let header = try PictureFile.header(
      of: FixtureFolder.bytes("jpeg/orientation-\(orientation.rawValue).jpg"))
    #expect(header.orientation == orientation)
    #expect(header.uprightSize == PixelSize(width: 24, height: 16))
    let turned = PixelSize(width: 16, height: 24)
    #expect(header.size == (orientation.rawValue >= 5 ? turned : header.uprightSize))
  }

  @Test(.enabled(if: hasJPEG)) func countsBytesAfterThePicture() throws {
    let bytes = try FixtureFolder.bytes("jpeg/baseline.jpg")
    let picture = try PictureFile.decode(bytes + [1, 2, 3])
    #expect(picture.trailingByteCount == 3)
    #expect(try picture.bitmap == PictureFile.decode(bytes).bitmap)
  }

  @Test(.enabled(if: hasJPEG)) func passesStrayBytesBeforeTheEnd() throws {
    let bytes = try FixtureFolder.bytes("jpeg/baseline.jpg")
    let stray = bytes.dropLast(2) + [0, 0, 0, 0] + bytes.suffix(2)
    #expect(try PictureFile.decode(Array(stray)).bitmap == PictureFile.decode(bytes).bitmap)
  }

  @Test(.enabled(if: hasJPEG)) func inksWithoutAdobesSegmentAreNotInverted() throws {
    let bytes = try FixtureFolder.bytes("jpeg/inks.jpg")
    let name = try #require(bytes.firstRange(of: Array("Adobe".utf8)))
    var plain = bytes
    plain.replaceSubrange(name, with: Array("Other".utf8))
    let expected = try PictureFile.decode(bytes).bitmap
    let found = try PictureFile.decode(plain).bitmap
    // A dark corner of one is a light one of the other, channel by channel.
    #expect(found.largestDifference(from: expected) > 100)
  }

  @Test(.enabled(if: hasJPEG), arguments: [DecodeLimits(maxPixels: 3000), DecodeLimits(maxSide: 60)])
  func refusesPicturesAboveTheLimits(limits: DecodeLimits) throws {
    let error = #expect(throws: CodecError.self) {
      _ = try PictureFile.decode(FixtureFolder.bytes("jpeg/baseline.jpg"), limits: limits)
    }
    #expect(error?.blame == .limit)
  }

  @Test func refusesFilesAboveTheLimit() throws {
    let error = #expect(throws: CodecError.self) {
      _ = try PictureFile.decode(
        FixtureFolder.bytes("jpeg/baseline.jpg"), limits: DecodeLimits(maxBytes: 1000))
    }
    #expect(error?.code == .tooLarge(.bytes))
  }

  private static let frames: [(UInt8, UInt8, CodecError.Code)] = [
    (0xC3, 8, .unsupportedCoding(.losslessJPEG)), (0xCB, 8, .unsupportedCoding(.losslessJPEG)),
    (0xC5, 8, .unsupportedCoding(.hierarchicalJPEG)), (0xCF, 8, .unsupportedCoding(.hierarchicalJPEG)),
    (0xC1, 12, .unsupportedCoding(.jpegPrecision)), (0xC2, 12, .unsupportedCoding(.jpegPrecision)),
  ]

  @Test(arguments: frames)
  func refusesOtherProcesses(marker: UInt8, precision: UInt8, code: CodecError.Code) throws {
    var bytes = try FixtureFolder.bytes("jpeg/baseline.jpg")
    let frame = try #require(bytes.firstRange(of: [0xFF, 0xC0])).lowerBound
    bytes[frame + 1] = marker
    bytes[frame + 4] = precision
    let error = #expect(throws: CodecError.self) { _ = try PictureFile.header(of: bytes) }
    #expect(error?.code == code)
    #expect(error?.blame == .unsupported)
  }

  @Test func refusesHeightThatIsStatedLater() throws {
    var bytes = try FixtureFolder.bytes("jpeg/baseline.jpg")
    let frame = try #require(bytes.firstRange(of: [0xFF, 0xC0])).lowerBound
    bytes[frame + 5] = 0
    bytes[frame + 6] = 0
    let error = #expect(throws: CodecError.self) { _ = try PictureFile.header(of: bytes) }
    #expect(error?.code == .unsupportedCoding(.jpegHeightAfterScan))
  }
}
