import Codecs
import Raster
import Testing

struct PNGKind: CustomStringConvertible {
  var colourType: UInt8
  var bitDepth: Int
  var description: String { "colour type \(colourType), \(bitDepth) bits" }

  /// The fifteen pairs of the format.
  static let all: [PNGKind] =
    [1, 2, 4, 8, 16].map { PNGKind(colourType: 0, bitDepth: $0) }
    + [1, 2, 4, 8].map { PNGKind(colourType: 3, bitDepth: $0) }
    + [2, 4, 6].flatMap { type in [8, 16].map { PNGKind(colourType: type, bitDepth: $0) } }
}

@Suite struct PNGDecodeTests {
  private static let sizes = [(1, 1), (2, 3), (5, 1), (1, 9), (8, 8), (17, 13), (33, 6)]

  @Test(arguments: PNGKind.all, [false, true])
  func decodesEveryKindToTheExpectedPixels(kind: PNGKind, isInterlaced: Bool) throws {
    var generator = SplitMix64(seed: UInt64(kind.colourType) << 8 | UInt64(kind.bitDepth))
    for (width, height) in Self.sizes {
      for hasTransparency in [false, true] {
        var writer = PNGWriter(
          random: &generator, width: width, height: height, bitDepth: kind.bitDepth,
          colourType: kind.colourType, isInterlaced: isInterlaced)
        if hasTransparency { writer.addTransparency(random: &generator) }
        let picture = try PNG.decode(writer.file)
        let header = try PNG.header(of: writer.file)
        #expect(picture.bitmap.size == PixelSize(width: width, height: height))
        #expect(picture.bitmap.samples == writer.expectedSamples)
        #expect(header.bitDepth == kind.bitDepth)
        #expect(header.colourType.rawValue == kind.colourType)
        #expect(header.isInterlaced == isInterlaced)
        #expect(header.hasTransparencyChunk == (writer.transparency != nil))
        #expect(picture.wasSixteenBit == (kind.bitDepth == 16))
      }
    }
  }

  @Test func roundsEverySixteenBitValue() throws {
    let writer = PNGWriter(
      width: 256, height: 256, bitDepth: 16, colourType: 0, pixels: (0..<65_536).map { [$0] })
    let samples = try PNG.decode(writer.file).bitmap.samples
    let wrong = (0..<65_536).filter { Int(samples[4 * $0]) != ($0 * 255 + 32_767) / 65_535 }
    #expect(wrong.isEmpty)
  }

  @Test func keepsColourUnderTransparentPixels() throws {
    let writer = PNGWriter(
      width: 2, height: 1, bitDepth: 8, colourType: 6, pixels: [[9, 8, 7, 0], [1, 2, 3, 1]])
    #expect(try PNG.decode(writer.file).bitmap.samples == [9, 8, 7, 0, 1, 2, 3, 1])
  }

  @Test(arguments: [1, 7, 100])
  func readsImageDataInManyChunks(split: Int) throws {
    var generator = SplitMix64(seed: 5)
    var writer = PNGWriter(random: &generator, width: 9, height: 9, bitDepth: 8, colourType: 2)
    writer.imageDataSplit = split
    #expect(try PNG.decode(writer.file).bitmap.samples == writer.expectedSamples)
  }

  /// Frames and check sums of the chunks are many times longer than the row.
  @Test func readsALongRowInChunksOfOneByte() throws {
    let width = 20_000
    var writer = PNGWriter(
      width: width, height: 1, bitDepth: 8, colourType: 0, pixels: (0..<width).map { [$0 % 251] })
    writer.imageDataSplit = 1
    #expect(try PNG.labels(of: writer.file).labels == (0..<width).map { UInt16($0 % 251) })
    #expect(try PNG.decode(writer.file).bitmap.samples == writer.expectedSamples)
  }

  @Test func countsBytesAfterTheEnd() throws {
    var generator = SplitMix64(seed: 6)
    let writer = PNGWriter(random: &generator, width: 3, height: 3, bitDepth: 8, colourType: 6)
    let picture = try PNG.decode(writer.file + [1, 2, 3, 4, 5])
    #expect(picture.trailingByteCount == 5)
    #expect(picture.bitmap.samples == writer.expectedSamples)
  }

  @Test func saysThatAFileIsAnimated() throws {
    var generator = SplitMix64(seed: 7)
    var writer = PNGWriter(random: &generator, width: 3, height: 3, bitDepth: 8, colourType: 6)
    #expect(try !PNG.decode(writer.file).isAnimated)
    writer.early = PNGWriter.chunk("acTL", [0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0])
    #expect(try PNG.decode(writer.file).isAnimated)
  }

  @Test func readsPaletteIndexPastTheEndAsOpaqueBlack() throws {
    var writer = PNGWriter(
      width: 2, height: 1, bitDepth: 8, colourType: 3, pixels: [[0], [200]])
    writer.palette = [[10, 20, 30]]
    #expect(try PNG.decode(writer.file).bitmap.samples == [10, 20, 30, 255, 0, 0, 0, 255])
  }

  @Test func ignoresTransparencyThatTheKindCannotHave() throws {
    var generator = SplitMix64(seed: 8)
    var writer = PNGWriter(random: &generator, width: 3, height: 3, bitDepth: 8, colourType: 6)
    let expected = writer.expectedSamples
    writer.transparency = [0, 1, 0, 1, 0, 1]
    #expect(try PNG.decode(writer.file).bitmap.samples == expected)
  }

  @Test func checksumsOfTheTestsGiveThePublishedValues() {
    #expect(Checksum.crc32(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(Checksum.adler32(Array("Wikipedia".utf8)) == 0x11E6_0398)
  }

  @Test func decodesPhotographsLikeAnotherDecoder() throws {
    let rows = try FixtureFolder.rows("png/oracle.tsv")
    #expect(rows.count == 3)
    for row in rows {
      let picture = try PNG.decode(try FixtureFolder.bytes("photos/" + row[0]))
      #expect("\(picture.bitmap.size)" == row[1])
      #expect(String(Checksum.crc32(picture.bitmap.samples), radix: 16) == row[2])
    }
  }
}
