import Codecs
import Raster
import Testing

@Suite struct PNGValidationTests {
  private static let interpretations: [MaskInterpretation] =
    [.automatic] + MaskPolarity.allCases.map { .stated($0) }

  /// Counts a mask that was decoded as a whole, in the plainest way.
  private static func count(_ mask: Mask) -> (histogram: [Int], bounds: PixelRect?) {
    var histogram = [Int](repeating: 0, count: 256)
    var columns: Set<Int> = []
    var rows: Set<Int> = []
    for y in 0..<mask.height {
      for x in 0..<mask.width {
        histogram[Int(mask[x, y])] += 1
        if mask[x, y] > 0 {
          columns.insert(x)
          rows.insert(y)
        }
      }
    }
    guard let left = columns.min(), let right = columns.max(), let top = rows.min(), let bottom = rows.max()
    else { return (histogram, nil) }
    return (histogram, PixelRect(x: left, y: top, width: right - left + 1, height: bottom - top + 1))
  }

  private static func expectAgreement(
    on file: [UInt8], _ interpretation: MaskInterpretation,
    _ place: SourceLocation = #_sourceLocation
  ) throws {
    let reading: MaskReading
    do throws(CodecError) {
      reading = try PNG.decodeMask(file, interpretation: interpretation)
    } catch {
      let found = #expect(throws: CodecError.self, sourceLocation: place) {
        try PNG.validateMask(file, interpretation: interpretation)
      }
      #expect(found == error, sourceLocation: place)
      return
    }
    let validation = try PNG.validateMask(file, interpretation: interpretation)
    let expected = count(reading.mask)
    #expect(validation.histogram == expected.histogram, sourceLocation: place)
    #expect(validation.facts == reading.mask.facts(), sourceLocation: place)
    #expect(validation.facts.bounds == expected.bounds, sourceLocation: place)
    #expect(validation.polarity == reading.polarity, sourceLocation: place)
    #expect(validation.reason == reading.reason, sourceLocation: place)
    #expect(validation.size == reading.mask.size, sourceLocation: place)
  }

  @Test(arguments: PNGKind.all, [false, true])
  func countsWhatDecodingGives(kind: PNGKind, isInterlaced: Bool) throws {
    var generator = SplitMix64(seed: UInt64(kind.colourType) << 8 | UInt64(kind.bitDepth))
    for (width, height) in [(1, 1), (3, 7), (17, 9), (40, 12)] {
      for hasTransparency in [false, true] {
        var writer = PNGWriter(
          random: &generator, width: width, height: height, bitDepth: kind.bitDepth,
          colourType: kind.colourType, isInterlaced: isInterlaced)
        if hasTransparency { writer.addTransparency(random: &generator) }
        for interpretation in Self.interpretations {
          try Self.expectAgreement(on: writer.file, interpretation)
        }
      }
    }
  }

  /// Opaque rows first, then one pixel that is not: rows before it must have been counted as kept.
  @Test(arguments: [4, 6] as [UInt8], [8, 16])
  func changesItsMindAtTheFirstTransparentPixel(colourType: UInt8, bitDepth: Int) throws {
    var generator = SplitMix64(seed: 41)
    let largest = 1 << bitDepth - 1
    for place in [0, 1, 57, 180, 199] {
      for isInterlaced in [false, true] {
        var writer = PNGWriter(
          random: &generator, width: 20, height: 10, bitDepth: bitDepth, colourType: colourType,
          isInterlaced: isInterlaced)
        for index in writer.pixels.indices {
          let isFree = index >= place && generator.next(below: 3) == 0
          writer.pixels[index][colourType == 4 ? 1 : 3] = isFree ? generator.next(below: largest) : largest
        }
        writer.pixels[place][colourType == 4 ? 1 : 3] = 0
        try Self.expectAgreement(on: writer.file, .automatic)
      }
    }
  }

  @Test func readsOpaqueAlphaAsWhiteIsEdit() throws {
    var generator = SplitMix64(seed: 42)
    var writer = PNGWriter(random: &generator, width: 11, height: 5, bitDepth: 8, colourType: 6)
    for index in writer.pixels.indices { writer.pixels[index][3] = 255 }
    try Self.expectAgreement(on: writer.file, .automatic)
    let reason = try PNG.validateMask(writer.file).reason
    #expect(reason == .alphaIsOpaqueEverywhere)
  }

  /// Long runs of equal values.
  @Test func countsLargeMasks() throws {
    let mask = try Mask.ellipse(
      in: PixelSize(width: 701, height: 403), centreX: 320, centreY: 190, radiusX: 250, radiusY: 160)
    for polarity in MaskPolarity.allCases {
      let file = try PNG.encode(mask: mask, as: polarity)
      try Self.expectAgreement(on: file, .stated(polarity))
      try Self.expectAgreement(on: file, .automatic)
    }
  }

  @Test func anEmptyMaskHasNoBox() throws {
    let file = try PNG.encode(mask: Mask(width: 9, height: 9, filledWith: 0), as: .whiteIsEdit)
    let facts = try PNG.validateMask(file).facts
    #expect(facts == MaskFacts(pixelCount: 81, editablePixelCount: 0, fullPixelCount: 0, bounds: nil))
  }

  @Test func checksTheLimitsFirst() throws {
    let file = try PNG.encode(mask: Mask(width: 9, height: 9, filledWith: 0), as: .whiteIsEdit)
    let error = #expect(throws: CodecError.self) {
      try PNG.validateMask(file, limits: DecodeLimits(maxPixels: 80))
    }
    #expect(error?.code == .tooLarge(.pixels))
  }
}
