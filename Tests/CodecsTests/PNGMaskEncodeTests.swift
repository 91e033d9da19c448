import Codecs
import Raster
import Testing

@Suite struct PNGMaskEncodeTests {
  /// What the file must hold, written out.
  private static func samples(of mask: Mask, as polarity: MaskPolarity) -> [UInt8] {
    switch polarity {
    case .whiteIsEdit: mask.weights
    case .blackIsEdit: mask.weights.map { 255 - $0 }
    case .alphaZeroIsEdit: mask.weights.flatMap { [0, 0, 0, 255 - $0] }
    }
  }

  private static func check(_ mask: Mask, as polarity: MaskPolarity, effort: PNG.Effort) throws {
    let file = try PNG.encode(mask: mask, as: polarity, effort: effort)
    let reader = try PNGReader(file)
    #expect(reader.colourType == (polarity == .alphaZeroIsEdit ? 6 : 0))
    #expect([reader.width, reader.height] == [mask.width, mask.height])
    #expect(reader.names == ["IHDR", "IDAT", "IEND"])
    #expect(try reader.samples() == samples(of: mask, as: polarity))
    #expect(try PNG.decodeMask(file, interpretation: .stated(polarity)).mask == mask)
  }

  /// Runs of rows and columns of all lengths, hard and soft, so that every kind of run is met.
  private static func blocks(_ width: Int, _ height: Int, generator: inout SplitMix64) -> Mask {
    var mask = Mask(width: width, height: height, filledWith: 0)
    for round in 0..<6 {
      let left = generator.next(below: width)
      let top = generator.next(below: height)
      let right = left + 1 + generator.next(below: width - left)
      let bottom = top + 1 + generator.next(below: height - top)
      let weight = round % 3 == 0 ? 255 : generator.next(below: 256)
      for y in top..<bottom {
        for x in left..<right { mask[x, y] = UInt8((weight + (round == 4 ? x + y : 0)) & 255) }
      }
    }
    return mask
  }

  @Test(arguments: MaskPolarity.allCases, PNG.Effort.allCases)
  func masksOfEverySizeComeBack(polarity: MaskPolarity, effort: PNG.Effort) throws {
    var generator = SplitMix64(seed: 31)
    let sizes = (1...9).flatMap { width in (1...4).map { (width, $0) } } + [(1, 300), (300, 1), (67, 131)]
    for (width, height) in sizes {
      try Self.check(Self.blocks(width, height, generator: &generator), as: polarity, effort: effort)
      let noise = Mask(
        width: width, height: height,
        weights: (0..<(width * height)).map { _ in UInt8(generator.next(below: 3)) })
      try Self.check(noise, as: polarity, effort: effort)
    }
  }

  @Test(arguments: MaskPolarity.allCases, [63, 64, 65, 129])
  func masksOfSeveralBandsComeBack(polarity: MaskPolarity, height: Int) throws {
    var generator = SplitMix64(seed: 32)
    // A row of more than 4096 bytes: bands have 64 rows.
    let width = polarity == .alphaZeroIsEdit ? 1100 : 4200
    let mask = Self.blocks(width, height, generator: &generator)
    try Self.check(mask, as: polarity, effort: .wire)
    let bands = try PNGReader(PNG.encode(mask: mask, as: polarity)).contents("IDAT").count
    #expect(bands == (height + 63) / 64)
  }

  @Test(arguments: MaskPolarity.allCases, PNG.Effort.allCases)
  func bytesAreTheSameForAnyNumberOfThreads(polarity: MaskPolarity, effort: PNG.Effort) throws {
    var generator = SplitMix64(seed: 33)
    let mask = Self.blocks(1400, 400, generator: &generator)
    let file = try PNG.encode(mask: mask, as: polarity, effort: effort, bands: Bands(workers: 1))
    for workers in [2, 5] {
      let other = try PNG.encode(mask: mask, as: polarity, effort: effort, bands: Bands(workers: workers))
      #expect(other == file)
    }
  }

  @Test(arguments: MaskPolarity.allCases)
  func uniformMasksAreTiny(polarity: MaskPolarity) throws {
    for weight in [0, 128, 255] as [UInt8] {
      let mask = Mask(width: 1000, height: 1000, filledWith: weight)
      #expect(try PNG.encode(mask: mask, as: polarity).count < (polarity == .alphaZeroIsEdit ? 8000 : 3000))
    }
  }

  // MARK: Golden files

  private static let golden = Mask(
    width: 4, height: 3, weights: [0, 255, 255, 0, 0, 255, 255, 1, 128, 64, 64, 254])

  @Test(arguments: [
    (
      MaskPolarity.alphaZeroIsEdit, "alpha-zero-is-edit", 6 as UInt8,
      [
        0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        254,
        0, 0, 0, 127, 0, 0, 0, 191, 0, 0, 0, 191, 0, 0, 0, 1,
      ] as [UInt8]
    ),
    (.whiteIsEdit, "white-is-edit", 0, [0, 255, 255, 0, 0, 255, 255, 1, 128, 64, 64, 254]),
    (.blackIsEdit, "black-is-edit", 0, [255, 0, 0, 255, 255, 0, 0, 254, 127, 191, 191, 1]),
  ])
  func goldenFilesHold(polarity: MaskPolarity, name: String, colourType: UInt8, samples: [UInt8]) throws {
    let file = try FixtureFolder.bytes("png/masks/\(name).png")
    let reader = try PNGReader(file)
    #expect(reader.colourType == colourType)
    #expect([reader.width, reader.height] == [4, 3])
    #expect(try reader.samples() == samples)
    #expect(try PNG.decodeMask(file, interpretation: .stated(polarity)).mask == Self.golden)
    // The quick form takes nothing from zlib, so that its bytes are the same on every machine.
    #expect(try PNG.encode(mask: Self.golden, as: polarity) == file)
  }
}
