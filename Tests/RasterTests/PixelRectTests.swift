import Raster
import Testing

@Suite struct PixelRectTests {
  let rect = PixelRect(x: 2, y: 3, width: 5, height: 4)

  @Test(arguments: [
    (PixelRect(x: 4, y: 0, width: 9, height: 5), PixelRect(x: 4, y: 3, width: 3, height: 2)),
    (PixelRect(x: -9, y: -9, width: 99, height: 99), PixelRect(x: 2, y: 3, width: 5, height: 4)),
    (PixelRect(x: 7, y: 3, width: 5, height: 4), PixelRect(x: 2, y: 3, width: 0, height: 0)),
    (PixelRect(x: 3, y: 4, width: 0, height: 1), PixelRect(x: 2, y: 3, width: 0, height: 0)),
  ])
  func intersectionHoldsTheSharedPixels(other: PixelRect, expected: PixelRect) {
    #expect(rect.intersection(other) == expected)
  }

  @Test func unionIsTheSmallestRectangleAroundBoth() {
    let other = PixelRect(x: -1, y: 5, width: 2, height: 9)
    #expect(rect.union(other) == PixelRect(x: -1, y: 3, width: 8, height: 11))
    #expect(rect.union(PixelRect(x: 90, y: 90, width: 0, height: 3)) == rect)
    #expect(PixelRect(x: 90, y: 90, width: 3, height: -1).union(rect) == rect)
  }

  @Test func expandingMovesEveryEdge() {
    #expect(rect.expanded(by: 2) == PixelRect(x: 0, y: 1, width: 9, height: 8))
    #expect(rect.expanded(by: -2).isEmpty)
  }

  @Test func sizesThatOverflowHaveNoPixelCount() {
    #expect(PixelSize(width: .max, height: 2).pixelCount == nil)
    #expect(PixelSize(width: -1, height: 2).pixelCount == nil)
    #expect(PixelSize(width: 600, height: 400).pixelCount == 240_000)
  }
}

@Suite struct SplitMix64Tests {
  /// The first numbers of the reference implementation in C for this seed.
  @Test func givesThePublishedNumbers() {
    var generator = SplitMix64(seed: 1_234_567)
    let numbers = (0..<5).map { _ in generator.next() }
    #expect(
      numbers == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  @Test func boundedNumbersStayBelowTheBound() {
    var generator = SplitMix64(seed: 5)
    let numbers = (0..<2_000).map { _ in generator.next(below: 7) }
    #expect(Set(numbers) == Set(0..<7))
  }
}
