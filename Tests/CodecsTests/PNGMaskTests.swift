import Codecs
import Raster
import Testing

@Suite struct PNGMaskTests {
  @Test(arguments: MaskPolarity.allCases, PNG.Effort.allCases)
  func maskComesBackInEveryPolarity(polarity: MaskPolarity, effort: PNG.Effort) throws {
    let mask = Mask(width: 256, height: 3, weights: (0..<768).map { UInt8($0 % 256) })
    let file = try PNG.encode(mask: mask, as: polarity, effort: effort)
    let reading = try PNG.decodeMask(file, interpretation: .stated(polarity))
    #expect(reading.mask == mask)
    #expect(reading.polarity == polarity)
    #expect(reading.reason == .stated)
  }

  @Test func alphaFormIsBlackWithInvertedAlpha() throws {
    let mask = Mask(width: 3, height: 1, weights: [255, 0, 55])
    let file = try PNG.encode(mask: mask, as: .alphaZeroIsEdit)
    let picture = try PNG.decode(file)
    let header = try PNG.header(of: file)
    #expect(picture.bitmap.samples == [0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 200])
    #expect(header.colourType == .rgba)
  }

  @Test func alphaFormKeepsItsChannelWhenNothingIsEdited() throws {
    let file = try PNG.encode(
      mask: Mask(width: 2, height: 2, filledWith: 0), as: .alphaZeroIsEdit)
    #expect(try PNG.header(of: file).colourType == .rgba)
  }

  @Test(arguments: [(MaskPolarity.whiteIsEdit, 255 as UInt8), (.blackIsEdit, 0)])
  func greyFormsStoreOneChannel(polarity: MaskPolarity, grey: UInt8) throws {
    let file = try PNG.encode(mask: Mask(width: 2, height: 2, filledWith: 255), as: polarity)
    let picture = try PNG.decode(file)
    let header = try PNG.header(of: file)
    #expect(header.colourType == .grey)
    #expect(picture.bitmap[0, 0] == Colour(red: grey, green: grey, blue: grey))
  }

  @Test func automaticReadsAlphaThatVaries() throws {
    let writer = PNGWriter(
      width: 2, height: 1, bitDepth: 8, colourType: 6, pixels: [[255, 255, 255, 255], [0, 0, 0, 10]])
    let reading = try PNG.decodeMask(writer.file)
    #expect(reading.mask.weights == [0, 245])
    #expect(reading.polarity == .alphaZeroIsEdit)
    #expect(reading.reason == .alphaVaries)
  }

  @Test func automaticReadsWhiteWhenAlphaIsOpaqueEverywhere() throws {
    let writer = PNGWriter(
      width: 2, height: 1, bitDepth: 8, colourType: 4, pixels: [[255, 255], [40, 255]])
    let reading = try PNG.decodeMask(writer.file)
    #expect(reading.mask.weights == [255, 40])
    #expect(reading.polarity == .whiteIsEdit)
    #expect(reading.reason == .alphaIsOpaqueEverywhere)
  }

  @Test func automaticReadsWhiteWithoutAlpha() throws {
    let writer = PNGWriter(
      width: 2, height: 1, bitDepth: 1, colourType: 0, pixels: [[1], [0]])
    let reading = try PNG.decodeMask(writer.file)
    #expect(reading.mask.weights == [255, 0])
    #expect(reading.reason == .noAlpha)
  }

  @Test func automaticReadsATransparentPaletteEntryAsEdit() throws {
    var writer = PNGWriter(width: 2, height: 1, bitDepth: 8, colourType: 3, pixels: [[0], [1]])
    writer.palette = [[0, 0, 0], [0, 0, 0]]
    writer.transparency = [0]
    let reading = try PNG.decodeMask(writer.file)
    #expect(reading.mask.weights == [255, 0])
    #expect(reading.reason == .alphaVaries)
  }

  @Test func refusesAlphaPolarityWithoutAlpha() {
    let writer = PNGWriter(width: 1, height: 1, bitDepth: 8, colourType: 2, pixels: [[1, 2, 3]])
    let error = #expect(throws: CodecError.self) {
      try PNG.decodeMask(writer.file, interpretation: .stated(.alphaZeroIsEdit))
    }
    #expect(error?.code == .noAlpha)
  }

  @Test func weighsColoursByLuma() throws {
    let writer = PNGWriter(
      width: 3, height: 1, bitDepth: 8, colourType: 2,
      pixels: [[255, 0, 0], [0, 255, 0], [0, 0, 255]])
    // 255 * 0.299, 0.587 and 0.114, rounded.
    #expect(try PNG.decodeMask(writer.file).mask.weights == [76, 150, 29])
  }

  @Test(arguments: [
    (MaskPolarity.whiteIsEdit, [128, 0, 255, 0, 79]), (.blackIsEdit, [0, 0, 0, 255, 122]),
  ])
  func transparentCountsAsNotPainted(polarity: MaskPolarity, expected: [UInt8]) throws {
    let writer = PNGWriter(
      width: 5, height: 1, bitDepth: 8, colourType: 4,
      pixels: [[255, 128], [255, 0], [255, 255], [0, 255], [100, 201]])
    let reading = try PNG.decodeMask(writer.file, interpretation: .stated(polarity))
    #expect(reading.mask.weights == expected)
  }
}
