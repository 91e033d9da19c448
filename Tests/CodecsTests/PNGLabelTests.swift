import Codecs
import Raster
import Testing

@Suite struct PNGLabelTests {
  @Test(arguments: PNGKind.all.filter { [0, 3, 4].contains($0.colourType) }, [false, true])
  func keepsSamplesAsTheyAre(kind: PNGKind, isInterlaced: Bool) throws {
    var generator = SplitMix64(seed: UInt64(kind.colourType) << 8 | UInt64(kind.bitDepth))
    for (width, height) in [(1, 1), (3, 7), (17, 9)] {
      var writer = PNGWriter(
        random: &generator, width: width, height: height, bitDepth: kind.bitDepth,
        colourType: kind.colourType, isInterlaced: isInterlaced)
      writer.addTransparency(random: &generator)
      let picture = try PNG.labels(of: writer.file)
      #expect(picture.size == PixelSize(width: width, height: height))
      #expect(picture.labels == writer.pixels.map { UInt16($0[0]) })
      #expect((picture.palette == nil) == (kind.colourType != 3))
    }
  }

  @Test func givesThePaletteWithItsAlphas() throws {
    var writer = PNGWriter(width: 2, height: 1, bitDepth: 4, colourType: 3, pixels: [[1], [9]])
    writer.palette = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    writer.transparency = [255, 40]
    let picture = try PNG.labels(of: writer.file)
    #expect(picture.labels == [1, 9])
    #expect(
      picture.palette == [
        Colour(red: 1, green: 2, blue: 3), Colour(red: 4, green: 5, blue: 6, alpha: 40),
        Colour(red: 7, green: 8, blue: 9),
      ])
  }

  @Test(arguments: [2, 6] as [UInt8], [8, 16])
  func refusesColours(colourType: UInt8, bitDepth: Int) {
    var generator = SplitMix64(seed: 51)
    let writer = PNGWriter(
      random: &generator, width: 2, height: 2, bitDepth: bitDepth, colourType: colourType)
    let error = #expect(throws: CodecError.self) { try PNG.labels(of: writer.file) }
    #expect(error?.code == .noLabels)
  }

  @Test(arguments: ["jpeg/baseline.jpg", "webp/lossless.webp"])
  func otherPicturesHaveNoLabels(file: String) throws {
    let bytes = try FixtureFolder.bytes(file)
    let error = #expect(throws: CodecError.self) { try PNG.labels(of: bytes) }
    #expect(error?.code == .noLabels)
  }

  @Test func whatIsNoPictureIsNamedSo() {
    let cases: [([UInt8], CodecError.Code)] = [([], .emptyFile), ([1, 2, 3, 4], .notAPicture)]
    for (bytes, code) in cases {
      let error = #expect(throws: CodecError.self) { try PNG.labels(of: bytes) }
      #expect(error?.code == code)
    }
  }

  /// Labels that differ in both of their bytes, against the pixels of the decoded picture.
  @Test(arguments: Orientation.allCases) func labelsLieAsThePicture(orientation: Orientation) throws {
    let pixels = (0..<6).map { [($0 + 1) << 8 | ($0 + 7)] }
    var writer = PNGWriter(width: 3, height: 2, bitDepth: 16, colourType: 0, pixels: pixels)
    writer.early = PNGWriter.chunk("eXIf", ChunkedFile.exif(orientation: orientation.rawValue))
    let labels = try PNG.labels(of: writer.file)
    let picture = try PictureFile.decode(writer.file).bitmap
    #expect(labels.size == picture.size)
    #expect(Set(labels.labels) == Set(pixels.map { UInt16($0[0]) }))
    // Of 16 bits the picture has the nearest of 8, which is the upper byte here.
    #expect(
      labels.labels.map { UInt8($0 >> 8) } == stride(from: 0, to: 24, by: 4).map { picture.samples[$0] })
  }
}
