import EditModel
import Planner
import Raster
import Testing

@Suite struct SizeRuleFrameTests {
  private static let published = SizeRuleTests.published

  private static func size(_ width: Int, _ height: Int) -> PixelSize {
    PixelSize(width: width, height: height)
  }

  /// Picture, longest side, canvas, place on it.
  static let frames: [(PixelSize, Int, PixelSize, PixelRect)] = [
    // At its own scale.
    (size(1024, 1024), 2048, size(1024, 1024), PixelRect(x: 0, y: 0, width: 1024, height: 1024)),
    (size(1920, 1080), 2048, size(1920, 1088), PixelRect(x: 0, y: 4, width: 1920, height: 1080)),
    (size(1000, 1001), 2048, size(1008, 1008), PixelRect(x: 4, y: 3, width: 1000, height: 1001)),
    (size(3000, 500), 3840, size(3008, 1008), PixelRect(x: 4, y: 254, width: 3000, height: 500)),
    (size(1500, 100), 2048, size(1504, 512), PixelRect(x: 2, y: 206, width: 1500, height: 100)),
    (size(700, 500), 2048, size(1024, 640), PixelRect(x: 162, y: 70, width: 700, height: 500)),
    // Enlarged.
    (size(600, 400), 2048, size(1008, 672), PixelRect(x: 0, y: 0, width: 1008, height: 672)),
    (size(512, 512), 2048, size(816, 816), PixelRect(x: 0, y: 0, width: 816, height: 816)),
    (size(1, 1), 512, size(816, 816), PixelRect(x: 0, y: 0, width: 816, height: 816)),
    // Reduced.
    (size(4000, 3000), 2048, size(2048, 1536), PixelRect(x: 0, y: 0, width: 2048, height: 1536)),
    (size(3000, 4000), 2048, size(1536, 2048), PixelRect(x: 0, y: 0, width: 1536, height: 2048)),
    (size(3500, 3500), 3840, size(2880, 2880), PixelRect(x: 0, y: 0, width: 2880, height: 2880)),
    (size(10_000, 100), 2048, size(2048, 688), PixelRect(x: 0, y: 334, width: 2048, height: 20)),
    // No legal canvas within the longest side.
    (size(2000, 2000), 512, size(816, 816), PixelRect(x: 0, y: 0, width: 816, height: 816)),
  ]

  @Test(arguments: frames)
  func placesTheWholePicture(picture: PixelSize, wholeSize: Int, canvas: PixelSize, placed: PixelRect) {
    let frame = Self.published.frame(for: picture, wholeSize: wholeSize)
    #expect(frame == SentFrame(crop: PixelRect(frameOf: picture), placed: placed, canvas: canvas))
    #expect(frame?.isWhole(of: picture) == (canvas == picture))
  }

  @Test func hasNoFrameUnderARuleThatAllowsNoSize() {
    let rule = SizeRule(grid: 16, longestSide: 8, maximumRatio: 3, pixels: 1...100)
    #expect(rule.frame(for: PixelSize(width: 4, height: 4), wholeSize: 100) == nil)
  }

  /// Every legal size of small rules is looked at.
  @Test(arguments: 0..<120)
  func isTheBestOfAllLegalSizes(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let least = 1 + random.next(below: 2_000)
    let rule = SizeRule(
      grid: 1 + random.next(below: 8), longestSide: 40 + random.next(below: 60),
      maximumRatio: 1 + random.next(below: 3), pixels: least...least + 500 + random.next(below: 4_000))
    let legal = legalSizes(of: rule)
    for _ in 0..<20 {
      let picture = PixelSize(width: 1 + random.next(below: 120), height: 1 + random.next(below: 120))
      let wholeSize = 30 + random.next(below: 100)
      guard let frame = rule.frame(for: picture, wholeSize: wholeSize) else {
        #expect(legal.isEmpty)
        continue
      }
      #expect(legal.contains(frame.canvas))
      #expect(frame.crop == PixelRect(frameOf: picture))
      #expect(frame.placed.intersection(PixelRect(frameOf: frame.canvas)) == frame.placed)
      let spare = (frame.canvas.width - frame.placed.width, frame.canvas.height - frame.placed.height)
      #expect(frame.placed.x == spare.0 / 2 && frame.placed.y == spare.1 / 2)
      expectBest(frame, for: picture, wholeSize, rule, legal)
    }
  }

  private func expectBest(
    _ frame: SentFrame, for picture: PixelSize, _ wholeSize: Int, _ rule: SizeRule, _ legal: [PixelSize]
  ) {
    func pixels(_ size: PixelSize) -> Int { size.width * size.height }
    func content(_ canvas: PixelSize) -> PixelSize {
      let scale = min(
        Double(canvas.width) / Double(picture.width), Double(canvas.height) / Double(picture.height))
      func side(_ length: Int) -> Int { max(1, Int((Double(length) * scale + 1e-9).rounded())) }
      return PixelSize(width: side(picture.width), height: side(picture.height))
    }
    func near(_ number: Double) -> Double { (number * 1e9).rounded() }
    func fill(_ canvas: PixelSize) -> Double {
      let ratio = Double(canvas.width * picture.height) / Double(canvas.height * picture.width)
      return near(min(ratio, 1 / ratio))
    }
    func scale(_ canvas: PixelSize) -> Double {
      near(min(Double(canvas.width) / Double(picture.width), Double(canvas.height) / Double(picture.height)))
    }
    /// The cheapest that is filled well, else the best filled.
    func smallest() -> PixelSize? {
      let filled = legal.filter { fill($0) >= near(0.99) }
      if let best = filled.min(by: { (pixels($0), $0.height) < (pixels($1), $1.height) }) { return best }
      return legal.min { (-fill($0), pixels($0), $0.height) < (-fill($1), pixels($1), $1.height) }
    }
    func isEnlarged(_ size: PixelSize) -> Bool {
      size.width >= picture.width && size.height >= picture.height
    }
    let covers = legal.contains { $0.width >= picture.width && $0.height >= picture.height }
    let within = legal.filter { max($0.width, $0.height) <= wholeSize }
    var best: (canvas: PixelSize, content: PixelSize)?
    let isSmall = 2 * pixels(picture) < rule.pixels.lowerBound
    if isSmall, let canvas = smallest(), isEnlarged(content(canvas)) {
      best = (canvas, content(canvas))
    } else if covers, max(picture.width, picture.height) <= wholeSize {
      best = rule.nearestSize(to: picture).map { ($0, picture) }
    } else if let canvas = within.min(by: {
      (-scale($0), pixels($0), $0.height) < (-scale($1), pixels($1), $1.height)
    }) {
      best = (canvas, content(canvas))
    } else {
      best = smallest().map { ($0, content($0)) }
    }
    #expect(frame.canvas == best?.canvas, "\(picture) within \(wholeSize)")
    #expect(frame.placed.size == best?.content)
  }

  private func legalSizes(of rule: SizeRule) -> [PixelSize] {
    let sides = stride(from: rule.grid, through: rule.longestSide, by: rule.grid)
    return sides.flatMap { width in
      sides.compactMap { height in
        let isLegal =
          rule.pixels.contains(width * height)
          && max(width, height) <= rule.maximumRatio * min(width, height)
        return isLegal ? PixelSize(width: width, height: height) : nil
      }
    }
  }
}
