import Glibc
import Raster
import Testing

@Suite struct MetricsTests {
  let first = RandomRasters.bitmap(width: 21, height: 140, seed: 1, opaque: false)
  let second: Bitmap
  let mask = RandomRasters.mask(width: 21, height: 140, seed: 2)

  init() {
    var changed = first
    var generator = SplitMix64(seed: 77)
    for _ in 0..<600 {
      let (x, y) = (generator.next(below: 21), generator.next(below: 140))
      let sample = UInt8(generator.next(below: 256))
      changed[x, y] = Colour(red: sample, green: 9, blue: sample / 2, alpha: sample)
    }
    second = changed
  }

  private func samples(_ colour: Colour) -> [Int] {
    [colour.red, colour.green, colour.blue, colour.alpha].map { Int($0) }
  }

  /// The absolute differences of the samples of each pixel on one side of the mask.
  private func differences(inside: Bool?) -> [[Int]] {
    var result: [[Int]] = []
    for y in 0..<140 {
      for x in 0..<21 where inside == nil || inside == (mask[x, y] > 0) {
        result.append(zip(samples(first[x, y]), samples(second[x, y])).map { abs($0 - $1) })
      }
    }
    return result
  }

  @Test func changesAreCountedApartOnBothSides() throws {
    for bands in RandomRasters.allBands() {
      let changes = try first.changes(to: second, inside: mask, bands: bands)
      expect(changes.inside, differences(inside: true))
      expect(changes.outside, differences(inside: false))
      expect(try first.changes(to: second, bands: bands), differences(inside: nil))
    }
  }

  private func expect(_ measure: ChangeMeasure, _ pixels: [[Int]]) {
    let sums = (0..<4).map { channel in pixels.reduce(0) { $0 + $1[channel] } }
    #expect(measure.pixelCount == pixels.count)
    #expect(measure.changedPixelCount == pixels.filter { $0.contains { $0 > 0 } }.count)
    #expect(measure.maximum == pixels.flatMap { $0 }.max())
    #expect(measure.sums == sums)
    #expect(abs(measure.mean - Double(sums.reduce(0, +)) / Double(4 * pixels.count)) < 1e-12)
    #expect(!measure.isUnchanged)
  }

  @Test func equalPicturesAreUnchanged() throws {
    let changes = try first.changes(to: first, inside: mask)
    #expect(changes.inside.isUnchanged && changes.outside.isUnchanged)
    #expect(changes.inside.pixelCount + changes.outside.pixelCount == 21 * 140)
  }

  @Test func noiseRatioIsThatOfTheRegionsColours() throws {
    for (region, inside) in [(mask, true), (nil, nil)] as [(Mask?, Bool?)] {
      let squares = differences(inside: inside).map { pixel in
        pixel.prefix(3).reduce(0) { $0 + $1 * $1 }
      }
      let error = Double(squares.reduce(0, +)) / Double(3 * squares.count)
      for bands in RandomRasters.allBands() {
        let ratio = try #require(try first.peakSignalToNoiseRatio(to: second, in: region, bands: bands))
        #expect(abs(ratio - 10 * Glibc.log10(65_025 / error)) < 1e-11)
      }
    }
  }

  @Test func noiseRatioOfEqualAndOfNoPixels() throws {
    #expect(try first.peakSignalToNoiseRatio(to: first) == .infinity)
    let none = Mask(width: 21, height: 140, filledWith: 0)
    #expect(try first.peakSignalToNoiseRatio(to: second, in: none) == nil)
  }

  @Test func seamIsTheMeanStepBetweenTheTwoSides() throws {
    var steps: [Int] = []
    for y in 0..<140 {
      for x in 0..<21 where mask[x, y] == 0 {
        for (u, v) in [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)]
        where (0..<21).contains(u) && (0..<140).contains(v) && mask[u, v] > 0 {
          steps += zip(samples(first[x, y]), samples(first[u, v])).prefix(3).map { abs($0 - $1) }
        }
      }
    }
    for bands in RandomRasters.allBands() {
      let seam = try first.seamStep(along: mask, bands: bands)
      #expect(3 * seam.pairCount == steps.count)
      #expect(seam.sum == steps.reduce(0, +))
      #expect(abs(seam.mean - Double(steps.reduce(0, +)) / Double(steps.count)) < 1e-12)
    }
    #expect(try first.seamStep(along: Mask(width: 21, height: 140, filledWith: 255)).mean == 0)
  }

  @Test func flatMeansThatNoSampleDiffers() {
    var bitmap = Bitmap(width: 6, height: 5, filledWith: Colour(red: 1, green: 2, blue: 3, alpha: 4))
    #expect(bitmap.isFlat)
    bitmap[5, 4].alpha = 5
    #expect(!bitmap.isFlat)
    #expect(Bitmap(width: 1, height: 1, filledWith: .black).isFlat)
  }

  @Test func refusesOtherSizes() {
    let small = Bitmap(width: 20, height: 140, filledWith: .white)
    let tall = Mask(width: 21, height: 141, filledWith: 0)
    let picture = RasterError.sizeDiffers(found: small.size, expected: first.size)
    let region = RasterError.sizeDiffers(found: tall.size, expected: first.size)
    #expect(throws: picture) { try first.changes(to: small) }
    #expect(throws: picture) { try first.changes(to: small, inside: mask) }
    #expect(throws: picture) { try first.peakSignalToNoiseRatio(to: small) }
    #expect(throws: picture) { try first.colourShift(to: small) }
    #expect(throws: picture) { try StructuralSimilarity(of: first, and: small) }
    #expect(throws: region) { try first.changes(to: second, inside: tall) }
    #expect(throws: region) { try first.peakSignalToNoiseRatio(to: second, in: tall) }
    #expect(throws: region) { try first.colourShift(to: second, in: tall) }
    #expect(throws: region) { try first.seamStep(along: tall) }
    #expect(throws: region) { try first.tinted(with: tall) }
  }
}
