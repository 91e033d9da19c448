import Codecs
import Raster
import Testing

@Suite struct EXIFTests {
  /// A block of one directory, entries as (tag, type, count, value), then what is added.
  private static func block(
    _ entries: [(Int, Int, Int, Int)], isLittle: Bool, next: Int = 0, then tail: [UInt8] = []
  ) -> [UInt8] {
    func number(_ value: Int, _ count: Int) -> [UInt8] {
      let digits = (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
      return isLittle ? digits : digits.reversed()
    }
    var bytes: [UInt8] = isLittle ? [0x49, 0x49] : [0x4D, 0x4D]
    bytes += number(42, 2)
    bytes += number(8, 4)
    bytes += number(entries.count, 2)
    for (tag, type, count, value) in entries {
      bytes += number(tag, 2)
      bytes += number(type, 2)
      bytes += number(count, 4)
      bytes += type == 3 ? number(value, 2) + [0, 0] : number(value, 4)
    }
    bytes += number(next, 4)
    return bytes + tail
  }

  @Test(arguments: Orientation.allCases, [true, false])
  func readsAndResetsOrientation(orientation: Orientation, isLittle: Bool) throws {
    for type in [3, 4] {
      let entries = [(0x010F, 2, 4, 0x4142_4300), (0x0112, type, 1, orientation.rawValue)]
      let reading = try #require(EXIF.read(Self.block(entries, isLittle: isLittle)))
      #expect(reading.orientation == orientation)
      #expect(reading.block == Self.block([entries[0], (0x0112, type, 1, 1)], isLittle: isLittle))
      #expect(!reading.hadThumbnail)
    }
  }

  @Test(arguments: [0, 9, 255, 65_535]) func orientationThatDoesNotExistIsUpright(value: Int) throws {
    let reading = try #require(EXIF.read(Self.block([(0x0112, 3, 1, value)], isLittle: true)))
    #expect(reading.orientation == .upright)
    #expect(EXIF.read(reading.block)?.block == Self.block([(0x0112, 3, 1, 1)], isLittle: true))
  }

  @Test(arguments: [true, false]) func readsDensityPerInchAndCentimetre(isLittle: Bool) throws {
    func density(unit: Int, x: Int) throws -> PixelDensity? {
      func order(_ value: Int) -> [UInt8] {
        let digits = (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        return isLittle ? digits : digits.reversed()
      }
      let entries = [(0x011A, 5, 1, 50), (0x011B, 5, 1, 58), (0x0128, 3, 1, unit)]
      let tail = order(x) + order(1) + order(2 * x) + order(2)
      return try #require(EXIF.read(Self.block(entries, isLittle: isLittle, then: tail))).density
    }
    #expect(try density(unit: 2, x: 300) == PixelDensity(horizontal: 11_811, vertical: 11_811))
    #expect(try density(unit: 3, x: 300) == PixelDensity(horizontal: 30_000, vertical: 30_000))
    #expect(try density(unit: 1, x: 300) == nil)
    #expect(try density(unit: 2, x: 0) == nil)
    #expect(try density(unit: 2, x: 0xFFFF_FFFF) == nil)
  }

  @Test func blockOfADensityStatesIt() throws {
    let density = PixelDensity(horizontal: 11_811, vertical: 2_835)
    let block = try #require(EXIF.block(stating: density))
    #expect(EXIF.read(block)?.density == density)
    #expect(EXIF.block(stating: PixelDensity(horizontal: 1, vertical: 2, isRatioOnly: true)) == nil)
  }

  @Test func removesTheThumbnail() throws {
    // The second directory at 26 states a thumbnail of 5 bytes at 56.
    let thumbnail: [UInt8] = [1, 2, 3, 4, 5]
    let second =
      Self.block([(0x0201, 4, 1, 56), (0x0202, 4, 1, 5)], isLittle: false).dropFirst(8) + thumbnail
    let block = Self.block([(0x0112, 3, 1, 6)], isLittle: false, next: 26, then: Array(second))
    let reading = try #require(EXIF.read(block))
    #expect(reading.hadThumbnail)
    #expect(reading.block.count == block.count - 5)
    #expect(EXIF.read(reading.block)?.hadThumbnail == false)
    #expect(EXIF.read(EXIF.read(block + [9])?.block ?? [])?.block.suffix(6) == [0, 0, 0, 0, 0, 9])
  }

  @Test func statesAnotherSize() throws {
    // The EXIF directory at 38 states 4000 columns (LONG) and 3000 rows (SHORT).
    let details = Self.block([(0xA002, 4, 1, 4000), (0xA003, 3, 1, 3000)], isLittle: true).dropFirst(8)
    let block = Self.block(
      [(0x0100, 4, 1, 4000), (0x8769, 4, 1, 38)], isLittle: true, then: Array(details))
    let expectedDetails = Self.block([(0xA002, 4, 1, 70_000), (0xA003, 3, 1, 20)], isLittle: true).dropFirst(
      8)
    let expected = Self.block(
      [(0x0100, 4, 1, 70_000), (0x8769, 4, 1, 38)], isLittle: true, then: Array(expectedDetails))
    #expect(EXIF.block(block, stating: PixelSize(width: 70_000, height: 20)) == expected)
  }

  @Test func refusesWhatIsNoBlock() {
    let blocks: [[UInt8]] = [
      [], [0x49, 0x49], Array("II*\0".utf8), Array("II*\0\0\0\0\0".utf8),
      [0x49, 0x49, 0x2A, 0, 255, 255, 255, 255],
      [0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8, 255, 255], Array("Exif\0\0II*\0\u{8}\0\0\0".utf8),
    ]
    for block in blocks {
      #expect(EXIF.read(block) == nil)
      #expect(EXIF.block(block, stating: PixelSize(width: 1, height: 1)) == block)
    }
  }

  @Test func everyLyingNumberIsSurvived() {
    let entries = [
      (0x0112, 3, 1, 6), (0x011A, 5, 1, 90), (0x011B, 5, 1, 98), (0x8769, 4, 1, 80), (0x0201, 4, 1, 60),
    ]
    let block = Self.block(entries, isLittle: true, next: 8, then: [UInt8](repeating: 1, count: 40))
    var generator = SplitMix64(seed: 5)
    for _ in 0..<2000 {
      var damaged = block
      for _ in 0..<3 {
        damaged[4 + generator.next(below: block.count - 4)] = UInt8(generator.next(below: 256))
      }
      let reading = EXIF.read(damaged)
      #expect(reading?.block.count ?? 0 <= damaged.count)
      #expect(EXIF.block(damaged, stating: PixelSize(width: 9, height: 9)).count == damaged.count)
    }
  }
}
