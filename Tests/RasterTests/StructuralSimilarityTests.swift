import Raster
import Testing

/// A seeded picture, and it again with a quarter of another one mixed in.
private func pair(width: Int, height: Int, seeds: (UInt64, UInt64)) -> (Bitmap, Bitmap) {
  func noise(_ seed: UInt64) -> [UInt8] {
    var generator = SplitMix64(seed: seed)
    return (0..<4 * width * height).map { _ in UInt8(generator.next(below: 256)) }
  }
  let first = noise(seeds.0)
  let second = zip(first, noise(seeds.1)).map { UInt8((3 * Int($0) + Int($1)) / 4) }
  return (
    Bitmap(width: width, height: height, samples: first),
    Bitmap(width: width, height: height, samples: second)
  )
}

/// What scikit-image 0.26.0 computes for a pair: `structural_similarity(win_size=7, channel_axis=-1,
/// data_range=255, full=True)` with its map's mean over channels at three pixels and over the frame,
/// `peak_signal_noise_ratio`, and the mean of `deltaE_ciede2000(rgb2lab(...), rgb2lab(...))`.
struct PublishedMeasures: Sendable {
  var width: Int
  var height: Int
  var seeds: (UInt64, UInt64)
  var similarity: Double
  var topLeft: Double
  var bottomMiddle: Double
  var centre: Double
  var wholeMap: Double
  var noiseRatio: Double
  var meanColourDifference: Double

  static let all = [
    PublishedMeasures(
      width: 31, height: 23, seeds: (1, 2), similarity: 0.917112523317002,
      topLeft: 0.9214387891260252, bottomMiddle: 0.9113354772886512, centre: 0.9173731456262733,
      wholeMap: 0.9184686445087796, noiseRatio: 19.72178987390744,
      meanColourDifference: 10.430818637343384),
    PublishedMeasures(
      width: 7, height: 7, seeds: (3, 4), similarity: 0.9248811849274631,
      topLeft: 0.9009980621859327, bottomMiddle: 0.9272762381853004, centre: 0.9248811849274631,
      wholeMap: 0.9222738275977544, noiseRatio: 20.121623187698336,
      meanColourDifference: 9.57016256341283),
    PublishedMeasures(
      width: 40, height: 90, seeds: (5, 6), similarity: 0.9215066151826582,
      topLeft: 0.9057648523944838, bottomMiddle: 0.932332971114453, centre: 0.9179323649556473,
      wholeMap: 0.9215478047577204, noiseRatio: 19.71702059341624,
      meanColourDifference: 10.122895412477984),
  ]
}

@Suite struct StructuralSimilarityTests {
  @Test(arguments: PublishedMeasures.all)
  func equalsScikitImage(expected: PublishedMeasures) throws {
    let (first, second) = pair(
      width: expected.width, height: expected.height, seeds: expected.seeds)
    let everything = Mask(width: expected.width, height: expected.height, filledWith: 1)
    for bands in RandomRasters.allBands() {
      let similarity = try StructuralSimilarity(of: first, and: second, bands: bands)
      #expect(abs(similarity.mean - expected.similarity) < 1e-12)
      #expect(abs(similarity.values[0] - expected.topLeft) < 1e-12)
      let last = (expected.height - 1) * expected.width + expected.width / 2
      #expect(abs(similarity.values[last] - expected.bottomMiddle) < 1e-12)
      let middle = expected.height / 2 * expected.width + expected.width / 2
      #expect(abs(similarity.values[middle] - expected.centre) < 1e-12)
      let whole = try #require(try similarity.mean(over: everything))
      #expect(abs(whole - expected.wholeMap) < 1e-12)
    }
  }

  @Test(arguments: PublishedMeasures.all)
  func noiseRatioAndColourShiftEqualScikitImage(expected: PublishedMeasures) throws {
    let (first, second) = pair(
      width: expected.width, height: expected.height, seeds: expected.seeds)
    let ratio = try #require(try first.peakSignalToNoiseRatio(to: second))
    #expect(abs(ratio - expected.noiseRatio) < 1e-10)
    // Its conversion rounds the primaries to six digits, so that the differences agree to four.
    let shift = try first.colourShift(to: second)
    #expect(abs(shift.mean - expected.meanColourDifference) < 1e-3)
  }

  @Test func regionsAreMeansOfTheirOwnPixels() throws {
    let (first, second) = pair(width: 12, height: 9, seeds: (7, 8))
    let similarity = try StructuralSimilarity(of: first, and: second)
    var mask = Mask(width: 12, height: 9, filledWith: 0)
    #expect(try similarity.mean(over: mask) == nil)
    mask[3, 4] = 1
    mask[11, 8] = 255
    let expected = (similarity.values[4 * 12 + 3] + similarity.values[8 * 12 + 11]) / 2
    #expect(try similarity.mean(over: mask) == expected)
  }

  @Test func equalPicturesHaveSimilarityOne() throws {
    let (first, _) = pair(width: 9, height: 70, seeds: (1, 2))
    let similarity = try StructuralSimilarity(of: first, and: first)
    #expect(similarity.values.allSatisfy { $0 == 1 })
  }

  @Test func refusesPicturesSmallerThanTheWindow() {
    let small = Bitmap(width: 6, height: 40, filledWith: .white)
    #expect(throws: RasterError.sideTooShort(found: small.size, minimum: 7)) {
      try StructuralSimilarity(of: small, and: small)
    }
  }
}
