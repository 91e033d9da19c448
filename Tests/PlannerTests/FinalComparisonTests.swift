import EditModel
import Planner
import Raster
import Testing

@Suite struct FinalComparisonTests {
  private static let bands = Bands(workers: 2)

  @Test func findsEqualPicturesEqual() throws {
    let picture = Self.noise(1)
    let found = try Self.compare(picture, picture, Self.mask(0..<8))
    #expect(found.change.isUnchanged && found.outside?.isUnchanged == true)
    #expect(found.colour.maximum == 0)
    #expect(found.similarity == 1)
    #expect(!found.isScaled)
    #expect(found.size == picture.size)
    #expect(found.accepted == RoundID(4) && found.final == RoundID(6))
  }

  /// Oracle: a loop over the samples.
  @Test func measuresTheFrameAndWhatLiesOutsideAllMasks() throws {
    let (new, old) = (Self.noise(1), Self.noise(2))
    let found = try Self.compare(new, old, Self.mask(0..<16, but: 5..<12))
    let rows = (5..<12).flatMap { $0 * 24 * 4..<($0 + 1) * 24 * 4 }
    let outside = rows.map { abs(Int(new.samples[$0]) - Int(old.samples[$0])) }
    let whole = new.samples.indices.map { abs(Int(new.samples[$0]) - Int(old.samples[$0])) }
    #expect(found.outside?.sums.reduce(0, +) == outside.reduce(0, +))
    #expect(found.outside?.maximum == outside.max())
    #expect(found.outside?.pixelCount == 7 * 24)
    #expect(found.change.sums.reduce(0, +) == whole.reduce(0, +))
    #expect(found.change.maximum == whole.max())
    #expect(found.colour.mean > 1)
    #expect(try #require(found.similarity) < 0.5)
  }

  @Test func hasNoOutsideWhenAnInstructionHasNoMask() throws {
    #expect(try Self.compare(Self.noise(1), Self.noise(2), nil).outside == nil)
  }

  @Test(arguments: [true, false])
  func comparesAtTheSmallerSize(isFinalLarger: Bool) throws {
    let small = Self.noise(3)
    let large = try small.resized(to: PixelSize(width: 48, height: 32), bands: Self.bands)
    let found =
      isFinalLarger
      ? try Self.compare(large, small, Self.mask(0..<4)) : try Self.compare(small, large, nil)
    #expect(found.size == small.size)
    #expect(found.isScaled)
    #expect(found.outside == nil)
    let back = try large.resized(to: small.size, bands: Self.bands)
    #expect(found.change == (try back.changes(to: small, bands: Self.bands)))
  }

  @Test func hasNoSimilarityBelowItsWindow() throws {
    let thin = Bitmap(width: 24, height: 6, filledWith: .white)
    #expect(try Self.compare(thin, thin, nil).similarity == nil)
  }

  @Test func seesTransparentPlacesOverWhite() throws {
    var (new, old) = (Self.noise(1), Self.noise(1))
    new[3, 3] = Colour(red: 200, green: 0, blue: 0, alpha: 0)
    old[3, 3] = Colour(red: 0, green: 0, blue: 200, alpha: 0)
    let found = try Self.compare(new, old, nil)
    #expect(found.colour.maximum == 0)
    #expect(found.similarity == 1)
    #expect(found.change.changedPixelCount == 1)
  }

  @Test(arguments: [
    (1_024, 683, 2_048, "2048x1366"), (683, 1_024, 2_000, "1334x2000"), (1_000, 7, 600, "600x4"),
    (3_000, 1, 500, "500x1"), (640, 640, 17, "17x17"), (1_024, 681, 2_000, "2000x1330"),
  ])
  func scalesToTheLongestSide(width: Int, height: Int, longest: Int, size: String) {
    #expect(PixelSize(width: width, height: height).scaled(toLongest: longest).description == size)
  }

  private static func compare(_ final: Bitmap, _ accepted: Bitmap, _ union: Mask?) throws -> FinalComparison {
    try FinalComparison(
      final: (RoundID(6), final), accepted: (RoundID(4), accepted), within: union, bands: bands)
  }

  /// 24x16 pixels of opaque noise.
  private static func noise(_ seed: UInt64) -> Bitmap {
    var random = SplitMix64(seed: seed)
    let samples = (0..<4 * 24 * 16).map { $0 % 4 == 3 ? 255 : UInt8(random.next(below: 256)) }
    return Bitmap(width: 24, height: 16, samples: samples)
  }

  /// Editable in these rows, but not in those.
  private static func mask(_ rows: Range<Int>, but others: Range<Int> = 0..<0) -> Mask {
    Mask(
      width: 24, height: 16,
      weights: (0..<24 * 16).map { rows.contains($0 / 24) && !others.contains($0 / 24) ? 255 : 0 })
  }
}
