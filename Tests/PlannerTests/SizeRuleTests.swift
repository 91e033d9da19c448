import EditModel
import Planner
import Raster
import Testing

@Suite struct SizeRuleTests {
  static let published = SizeRule(
    grid: 16, longestSide: 3840, maximumRatio: 3, pixels: 655_360...8_294_400)

  @Test(arguments: [
    (1024, 1024, 1024, 1024), (1920, 1080, 1920, 1088), (3840, 2160, 3840, 2160),
    (4000, 3000, 3264, 2448), (3000, 4000, 2448, 3264), (1000, 1000, 1008, 1008),
    (10_000, 100, 3840, 1280), (600, 400, 1024, 640),
  ])
  func findsTheNearestSize(width: Int, height: Int, bestWidth: Int, bestHeight: Int) {
    let best = Self.published.nearestSize(to: PixelSize(width: width, height: height))
    #expect(best == PixelSize(width: bestWidth, height: bestHeight))
  }

  /// Every legal size of small rules, compared in floating point.
  @Test(arguments: 0..<150)
  func isTheBestOfAllLegalSizes(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    let least = 1 + random.next(below: 3_000)
    let rule = SizeRule(
      grid: 1 + random.next(below: 8), longestSide: 40 + random.next(below: 60),
      maximumRatio: 1 + random.next(below: 3), pixels: least...least + random.next(below: 4_000))
    for _ in 0..<20 {
      let picture = PixelSize(
        width: 1 + random.next(below: 120), height: 1 + random.next(below: 120))
      #expect(rule.nearestSize(to: picture) == best(of: rule, for: picture))
    }
  }

  @Test func hasNoSizeUnderARuleThatAllowsNone() {
    let rule = SizeRule(grid: 16, longestSide: 8, maximumRatio: 3, pixels: 1...100)
    #expect(rule.nearestSize(to: PixelSize(width: 4, height: 4)) == nil)
  }

  @Test func takesTheLargestPictures() {
    let picture = PixelSize(width: 1_000_000, height: 1)
    #expect(Self.published.nearestSize(to: picture) == PixelSize(width: 3840, height: 1280))
  }

  private func best(of rule: SizeRule, for picture: PixelSize) -> PixelSize? {
    var legal: [PixelSize] = []
    for width in stride(from: rule.grid, through: rule.longestSide, by: rule.grid) {
      for height in stride(from: rule.grid, through: rule.longestSide, by: rule.grid)
      where rule.pixels.contains(width * height)
        && max(width, height) <= rule.maximumRatio * min(width, height)
      {
        legal.append(PixelSize(width: width, height: height))
      }
    }
    func pixels(_ size: PixelSize) -> Int { size.width * size.height }
    func distance(_ size: PixelSize) -> Double {
      let ratio =
        Double(size.width * picture.height) / Double(size.height * picture.width)
      return ((ratio < 1 ? 1 / ratio : ratio) * 1e9).rounded()
    }
    let covering = legal.filter { $0.width >= picture.width && $0.height >= picture.height }
    if !covering.isEmpty {
      return covering.min {
        (pixels($0), distance($0), -$0.width) < (pixels($1), distance($1), -$1.width)
      }
    }
    return legal.min {
      (distance($0), -pixels($0), -$0.width) < (distance($1), -pixels($1), -$1.width)
    }
  }
}
