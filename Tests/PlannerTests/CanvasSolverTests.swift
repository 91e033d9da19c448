import Billing
import EditModel
import Planner
import Raster
import Testing

/// Every legal size of a rule, each looked at: what the solver must agree with.
struct AllCanvases {
  struct Canvas {
    let size: PixelSize
    let cost: Estimate
    /// By the two candidates of how a model shrinks; 1 when it does not.
    let seen: (Double, Double)

    var pixels: Int { size.width * size.height }
  }

  let canvases: [Canvas]

  init(rule: SizeRule, cost: CanvasCost) {
    let sides = stride(from: rule.grid, through: rule.longestSide, by: rule.grid)
    canvases = sides.flatMap { width in
      sides.compactMap { height in
        let isLegal =
          rule.pixels.contains(width * height)
          && max(width, height) <= rule.maximumRatio * min(width, height)
        let size = PixelSize(width: width, height: height)
        guard isLegal, let price = cost.estimate(of: size) else { return nil }
        return Canvas(size: size, cost: price, seen: Self.seen(of: size))
      }
    }
  }

  /// The factors by which the sides become smaller, as they are published, in floating point.
  private static func seen(of size: PixelSize) -> (Double, Double) {
    let (width, height) = (Double(size.width), Double(size.height))
    let patches = (width / 32).rounded(.up) * (height / 32).rounded(.up)
    guard patches > 1_536 else { return (1, 1) }
    let area = (1_536 * 1_024 / (width * height)).squareRoot()
    let (across, down) = (width * area / 32, height * area / 32)
    func floor(_ number: Double) -> Double { (number + 1e-9).rounded(.down) }
    let whole = area * min(floor(across) / across, floor(down) / down)
    var stepwise = (1_536 / patches).squareRoot()
    while (width * stepwise / 32).rounded(.up) * (height * stepwise / 32).rounded(.up) > 1_536 {
      stepwise *= 0.99
    }
    return (whole, stepwise)
  }

  func canvas(_ size: PixelSize) -> Canvas? { canvases.first { $0.size == size } }

  func best(for content: PixelSize, yardstick: Canvas) -> Canvas? {
    let covering = canvases.filter { $0.size.width >= content.width && $0.size.height >= content.height }
    func distance(_ size: PixelSize) -> Double {
      let ratio = Double(size.width * content.height) / Double(size.height * content.width)
      return ((ratio < 1 ? 1 / ratio : ratio) * 1e9).rounded()
    }
    func shape(_ canvas: Canvas) -> (Double, Int) { (distance(canvas.size), -canvas.size.width) }
    guard let own = covering.min(by: { ($0.pixels, shape($0)) < ($1.pixels, shape($1)) }) else { return nil }
    let isOneUnshrunk = covering.contains { $0.seen == (1, 1) }
    let limit = isOneUnshrunk ? (1, 1) : own.seen
    let allowed = covering.filter {
      $0.seen.0 >= limit.0 - 1e-12 && $0.seen.1 >= limit.1 - 1e-12 && $0.cost.high <= yardstick.cost.high
        && $0.cost.low <= yardstick.cost.low
    }
    return allowed.min {
      let (left, right) = (($0.cost.high, $0.cost.low, $0.pixels), ($1.cost.high, $1.cost.low, $1.pixels))
      return left == right ? shape($0) < shape($1) : left < right
    }
  }
}

private func < (left: (Int, (Double, Int)), right: (Int, (Double, Int))) -> Bool {
  left.0 == right.0 ? left.1 < right.1 : left.0 < right.0
}

/// A model, a quality, and whether a mask goes along.
struct CanvasCase: Sendable, CustomStringConvertible {
  let model: String
  let quality: String
  let isMasked: Bool
  var rule = TokenRule.measured

  var description: String { "\(model) \(quality) \(rule.name)\(isMasked ? " masked" : "")" }

  func cost() throws -> CanvasCost {
    let model = try #require(PriceTable.embedded.model(named: model))
    let size = BilledSize(width: 1024, height: 1024)
    return CanvasCost(
      try CallPricing(model: model, quality: quality, output: size, inputs: [size], rule: rule),
      isMasked: isMasked)
  }

  static let all = [
    CanvasCase(model: "gpt-image-2", quality: "low", isMasked: false),
    CanvasCase(model: "gpt-image-2", quality: "low", isMasked: true),
    CanvasCase(model: "gpt-image-2", quality: "medium", isMasked: false),
    CanvasCase(model: "gpt-image-2", quality: "high", isMasked: false),
    CanvasCase(model: "gpt-image-2", quality: "high", isMasked: true),
    CanvasCase(model: "gpt-image-2.5-flare", quality: "medium", isMasked: false),
    CanvasCase(model: "gpt-image-2.5-flare", quality: "max", isMasked: true),
    CanvasCase(model: "gpt-image-2.6-sunburst", quality: "medium", isMasked: true),
    CanvasCase(model: "gpt-image-2", quality: "high", isMasked: false, rule: .base64),
    CanvasCase(
      model: "gpt-image-2", quality: "low", isMasked: true, rule: .flat(Money(nanodollars: 40_000_000))),
  ]
}

@Suite struct CanvasSolverTests {
  static let rule = SizeRuleTests.published

  private static func size(_ width: Int, _ height: Int) -> PixelSize {
    PixelSize(width: width, height: height)
  }

  private static func random(_ random: inout SplitMix64) -> PixelSize {
    let longest = [300, 900, 1_300, 2_000, 4_000, 9_000][random.next(below: 6)]
    return size(1 + random.next(below: longest), 1 + random.next(below: longest))
  }

  @Test(arguments: [("low", 1024, 1024), ("medium", 1520, 1024), ("high", 1536, 1024)])
  func theSquareIsPaddedWhereThatIsCheaper(quality: String, width: Int, height: Int) throws {
    let cost = try CanvasCase(model: "gpt-image-2", quality: quality, isMasked: false).cost()
    let frame = CanvasSolver(rule: Self.rule, cost: cost)
      .whole(Self.size(1024, 1024), wholeSize: 2048, mayCap: true)
    #expect(
      frame
        == SentFrame(
          crop: PixelRect(x: 0, y: 0, width: 1024, height: 1024),
          placed: PixelRect(x: (width - 1024) / 2, y: 0, width: 1024, height: 1024),
          canvas: Self.size(width, height)))
  }

  /// 5,488 tokens out and 1,536 in instead of 7,024 and 1,024, at 30 and 8 dollars a million.
  @Test func thePaddedSquareCostsWhatWasPublished() throws {
    let cost = try CanvasCase(model: "gpt-image-2", quality: "high", isMasked: false).cost()
    let padded = Money(nanodollars: 5_488 * 30_000 + 1_536 * 8_000)
    let square = Money(nanodollars: 7_024 * 30_000 + 1_024 * 8_000)
    #expect(cost.estimate(of: Self.size(1536, 1024)) == Estimate(low: padded, high: padded))
    #expect(cost.estimate(of: Self.size(1024, 1024)) == Estimate(low: square, high: square))
  }

  /// The whole picture on every legal canvas, where nothing is capped.
  @Test(arguments: CanvasCase.all)
  func theWholePictureLiesOnTheCheapestOfAllCanvases(what: CanvasCase) throws {
    let cost = try what.cost()
    let solver = CanvasSolver(rule: Self.rule, cost: cost)
    let all = AllCanvases(rule: Self.rule, cost: cost)
    var random = SplitMix64(seed: 5)
    let chosen = [(1024, 1024), (1920, 1080), (1086, 1448), (3000, 500), (1, 1), (2048, 2048), (9_000, 100)]
    let pictures = chosen.map { Self.size($0.0, $0.1) } + (0..<40).map { _ in Self.random(&random) }
    for picture in pictures {
      let naive = try #require(solver.naive(picture))
      let yardstick = try #require(all.canvas(naive))
      let frame = try #require(solver.whole(picture, wholeSize: 100, mayCap: false))
      let isHeld = naive.width >= picture.width && naive.height >= picture.height
      // Too large a picture is shown as the yardstick shows it.
      let content = isHeld ? picture : frame.placed.size
      #expect(frame.crop == PixelRect(frameOf: picture) && frame.keepsScale == isHeld)
      if !isHeld {
        let scale = min(
          Double(naive.width) / Double(picture.width), Double(naive.height) / Double(picture.height))
        #expect(abs(Double(content.width) - max(1, Double(picture.width) * scale)) <= 0.5 + 1e-9)
        #expect(abs(Double(content.height) - max(1, Double(picture.height) * scale)) <= 0.5 + 1e-9)
      }
      #expect(frame.canvas == all.best(for: content, yardstick: yardstick)?.size, "\(picture)")
      let price = solver.estimate(of: frame)
      #expect(price.high <= yardstick.cost.high && price.low <= yardstick.cost.low)
    }
  }

  @Test(arguments: CanvasCase.all)
  func aCappedPictureIsAtMostOfWholeSizeUnlessThereIsRoomForMore(what: CanvasCase) throws {
    let cost = try what.cost()
    let solver = CanvasSolver(rule: Self.rule, cost: cost)
    let all = AllCanvases(rule: Self.rule, cost: cost)
    var random = SplitMix64(seed: 6)
    for _ in 0..<40 {
      let picture = Self.random(&random)
      let wholeSize = 256 + random.next(below: 3_000)
      let yardstick = try #require(solver.naive(picture).flatMap(all.canvas))
      let frame = try #require(solver.whole(picture, wholeSize: wholeSize, mayCap: true))
      let placed = frame.placed
      #expect(placed.intersection(PixelRect(frameOf: frame.canvas)) == placed)
      let longest = max(placed.width, placed.height)
      let uncapped = try #require(solver.whole(picture, wholeSize: wholeSize, mayCap: false))
      if longest > wholeSize { #expect(placed.size == uncapped.placed.size) }
      if longest < min(wholeSize, max(picture.width, picture.height)) {
        #expect(placed.size == uncapped.placed.size, "reduced more than asked for")
      }
      let best = all.best(for: placed.size, yardstick: yardstick)
      if longest == wholeSize { #expect(frame.canvas == best?.size, "\(picture) within \(wholeSize)") }
      let price = solver.estimate(of: frame)
      #expect(price.high <= yardstick.cost.high && price.low <= yardstick.cost.low)
    }
  }

  /// Rules within the published one, so that every size has a price.
  @Test(arguments: 0..<60)
  func followsAnyRule(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let least = 655_360 + random.next(below: 1_000_000)
    let rule = SizeRule(
      grid: 16 * (1 + random.next(below: 4)), longestSide: 800 + random.next(below: 3_000),
      maximumRatio: 1 + random.next(below: 3), pixels: least...least + 500 + random.next(below: 3_000_000))
    let cost = try CanvasCase.all[random.next(below: CanvasCase.all.count)].cost()
    let solver = CanvasSolver(rule: rule, cost: cost)
    let all = AllCanvases(rule: rule, cost: cost)
    for _ in 0..<5 {
      let picture = Self.random(&random)
      let frame = solver.whole(picture, wholeSize: 2_048, mayCap: false)
      guard let naive = solver.naive(picture), let yardstick = all.canvas(naive) else {
        #expect(frame == nil && all.canvases.isEmpty)
        continue
      }
      let chosen = try #require(frame)
      #expect(chosen.canvas == all.best(for: chosen.placed.size, yardstick: yardstick)?.size, "\(picture)")
    }
  }

  @Test func aSizeWithoutPriceIsNeverChosen() throws {
    // Half the grid of the prices' model: most sizes are not rendered by it.
    let rule = SizeRule(grid: 8, longestSide: 3840, maximumRatio: 3, pixels: 655_360...8_294_400)
    let cost = try CanvasCase.all[0].cost()
    let solver = CanvasSolver(rule: rule, cost: cost)
    var random = SplitMix64(seed: 8)
    for _ in 0..<50 {
      let picture = Self.random(&random)
      let frame = try #require(solver.whole(picture, wholeSize: 2_048, mayCap: true))
      let naive = try #require(solver.naive(picture))
      #expect(cost.estimate(of: frame.canvas) != nil || cost.estimate(of: naive) == nil)
    }
  }

  /// What the solver takes for granted of prices.
  @Test(arguments: CanvasCase.all)
  func aCanvasCostsTheSameWhenItIsTurned(what: CanvasCase) throws {
    let cost = try what.cost()
    for canvas in AllCanvases(rule: Self.rule, cost: cost).canvases {
      #expect(cost.estimate(of: Self.size(canvas.size.height, canvas.size.width)) == canvas.cost)
    }
  }

  /// Without prices, when the fewest pixels decide: picture, longest side, canvas, place on it.
  static let frames: [(PixelSize, Int, PixelSize, PixelRect)] = [
    // At its own scale.
    (size(1024, 1024), 2048, size(1024, 1024), PixelRect(x: 0, y: 0, width: 1024, height: 1024)),
    (size(1920, 1080), 2048, size(1920, 1088), PixelRect(x: 0, y: 4, width: 1920, height: 1080)),
    (size(1000, 1001), 2048, size(1008, 1008), PixelRect(x: 4, y: 3, width: 1000, height: 1001)),
    (size(3000, 500), 3840, size(3008, 1008), PixelRect(x: 4, y: 254, width: 3000, height: 500)),
    (size(1500, 100), 2048, size(1504, 512), PixelRect(x: 2, y: 206, width: 1500, height: 100)),
    (size(700, 500), 2048, size(1024, 640), PixelRect(x: 162, y: 70, width: 700, height: 500)),
    (size(600, 400), 2048, size(1024, 640), PixelRect(x: 212, y: 120, width: 600, height: 400)),
    (size(1, 1), 512, size(1024, 640), PixelRect(x: 511, y: 319, width: 1, height: 1)),
    // Reduced.
    (size(4000, 3000), 2048, size(2048, 1536), PixelRect(x: 0, y: 0, width: 2048, height: 1536)),
    (size(3000, 4000), 2048, size(1536, 2048), PixelRect(x: 0, y: 0, width: 1536, height: 2048)),
    (size(3500, 3500), 3840, size(2880, 2880), PixelRect(x: 0, y: 0, width: 2880, height: 2880)),
    (size(10_000, 100), 2048, size(2048, 688), PixelRect(x: 0, y: 334, width: 2048, height: 20)),
    (size(2000, 2000), 512, size(1024, 640), PixelRect(x: 256, y: 64, width: 512, height: 512)),
  ]

  @Test(arguments: frames)
  func withoutPricesTheSmallestCanvasIsTheBest(
    picture: PixelSize, wholeSize: Int, canvas: PixelSize, placed: PixelRect
  ) {
    let solver = CanvasSolver(rule: Self.rule, cost: CanvasCost(nil, isMasked: false))
    let frame = solver.whole(picture, wholeSize: wholeSize, mayCap: true)
    #expect(frame == SentFrame(crop: PixelRect(frameOf: picture), placed: placed, canvas: canvas))
    #expect(frame?.isWhole(of: picture) == (canvas == picture))
  }

  @Test func hasNoFrameUnderARuleThatAllowsNoSize() {
    let rule = SizeRule(grid: 16, longestSide: 8, maximumRatio: 3, pixels: 1...100)
    let solver = CanvasSolver(rule: rule, cost: CanvasCost(nil, isMasked: false))
    #expect(solver.whole(Self.size(4, 4), wholeSize: 100, mayCap: true) == nil)
    #expect(solver.crop(PixelRect(x: 1, y: 1, width: 1, height: 1), in: Self.size(4, 4)) == nil)
  }
}
