import Codecs
import Raster
import Testing

@Suite struct WebPDecodeTests {
  private static let files = ["lossy", "lossless", "lossy-alpha", "lossless-alpha"]

  @Test(.enabled(if: hasWebP), arguments: files)
  func decodesWhatAnotherDecoderSees(file: String) throws {
    let picture = try PictureFile.decode(FixtureFolder.bytes("webp/\(file).webp"))
    let expected = try Bitmap.fixture("webp/\(file).png")
    #expect(picture.bitmap.largestDifference(from: expected) <= (file.hasPrefix("lossless") ? 0 : 2))
    #expect(picture.hasAlpha == file.hasSuffix("alpha"))
    #expect(picture.format == .webp)
  }

  @Test(arguments: files) func headerNeedsNoLibrary(file: String) throws {
    let header = try PictureFile.header(of: FixtureFolder.bytes("webp/\(file).webp"))
    #expect(header.size == PixelSize(width: 67, height: 45))
    #expect(header.hasAlpha == file.hasSuffix("alpha"))
    #expect(!header.isAnimated)
  }

  @Test func tellsAndRefusesAnimations() throws {
    let bytes = try FixtureFolder.bytes("webp/animated.webp")
    let header = try PictureFile.header(of: bytes)
    #expect(header.isAnimated)
    #expect(header.size == PixelSize(width: 67, height: 45))
    let error = #expect(throws: CodecError.self) { _ = try PictureFile.decode(bytes) }
    #expect(error?.code == .unsupportedCoding(.animatedWebP))
    #expect(try PictureFile.metadata(of: bytes).notCarried == ["animation frames"])
  }

  @Test(.enabled(if: hasWebP)) func turnsUprightAndReadsMetadata() throws {
    let bytes = try FixtureFolder.bytes("webp/metadata.webp")
    let picture = try PictureFile.decode(bytes)
    #expect(picture.orientation == .needsQuarterTurnClockwise)
    #expect(picture.bitmap.size == PixelSize(width: 45, height: 67))
    #expect(try picture.metadata.profile == FixtureFolder.bytes("jpeg/srgb.icc"))
    #expect(try picture.metadata == PictureFile.metadata(of: bytes))
  }

  @Test(.enabled(if: hasWebP), arguments: files + ["metadata"])
  func refusesEveryCut(file: String) throws {
    let bytes = try FixtureFolder.bytes("webp/\(file).webp")
    for count in stride(from: 0, to: bytes.count, by: 7) {
      let error = #expect(throws: CodecError.self) { _ = try PictureFile.decode(Array(bytes.prefix(count))) }
      let codes: [CodecError.Code] = [.truncated, .emptyFile, .notAPicture]
      #expect(codes.contains(try #require(error).code), "\(count) bytes")
    }
  }

  @Test(.enabled(if: hasWebP), arguments: ["lossy", "lossless"])
  func refusesCutsThatHideTheirEnd(file: String) throws {
    let bytes = try FixtureFolder.bytes("webp/\(file).webp")
    for count in stride(from: 20, to: bytes.count - 16, by: 8) {
      var cut = Array(bytes.prefix(count))
      cut.replaceSubrange(4..<8, with: littleEndian(count - 8))
      cut.replaceSubrange(16..<20, with: littleEndian(count - 20))
      #expect(throws: CodecError.self) { _ = try PictureFile.decode(cut) }
    }
  }

  @Test(.enabled(if: hasWebP), arguments: files + ["metadata", "animated"])
  func flippedBitsAndLyingLengthsGiveAPictureOrAnError(file: String) throws {
    let bytes = try FixtureFolder.bytes("webp/\(file).webp")
    var generator = SplitMix64(seed: 12)
    for round in 0..<200 {
      var damaged = bytes
      // Half of the flips fall into the headers.
      let range = UInt64(round % 2 == 0 ? 8 * min(bytes.count, 60) : 8 * bytes.count)
      for _ in 0..<(1 + Int(generator.next() % 3)) {
        let bit = Int(generator.next() % range)
        damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      }
      expectPictureOrError(damaged)
    }
    for offset in stride(from: 4, to: min(bytes.count - 4, 64), by: 4) {
      for length in [0, 1, 3, 4, 9, 10, 255, 65_535, 0x7FFF_FFFF, 0xFFFF_FFFF] {
        var damaged = bytes
        damaged.replaceSubrange(offset..<(offset + 4), with: littleEndian(length))
        expectPictureOrError(damaged)
      }
    }
  }

  @Test func refusesACanvasOfAnotherSizeThanThePicture() throws {
    var bytes = try FixtureFolder.bytes("webp/metadata.webp")
    bytes[24] ^= 1
    let error = #expect(throws: CodecError.self) { _ = try PictureFile.header(of: bytes) }
    #expect(error?.code == .damaged(.header))
  }

  private func expectPictureOrError(_ bytes: [UInt8]) {
    do {
      let picture = try PictureFile.decode(bytes, limits: DecodeLimits(maxPixels: 4_000_000))
      #expect(picture.bitmap.samples.count == 4 * picture.bitmap.width * picture.bitmap.height)
    } catch {
      #expect(error.blame != .environment)
    }
  }

  private func littleEndian(_ value: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
