import Billing
import EditModel
import Planner
import Raster
import Testing

@Suite struct CropWindowTests {
  private static let rule = SizeRuleTests.published
  private static let high = CanvasCase(model: "gpt-image-2", quality: "high", isMasked: true)
  private static let low = CanvasCase(model: "gpt-image-2", quality: "low", isMasked: true)

  private static func size(_ width: Int, _ height: Int) -> PixelSize {
    PixelSize(width: width, height: height)
  }

  private static func rect(_ x: Int, _ y: Int, _ width: Int, _ height: Int) -> PixelRect {
    PixelRect(x: x, y: y, width: width, height: height)
  }

  private func solver(_ what: CanvasCase) throws -> CanvasSolver {
    CanvasSolver(rule: Self.rule, cost: try what.cost())
  }

  @Test func aSmallRegionOfALargePictureGoesOutAsAStripOfIt() throws {
    let solver = try solver(Self.high)
    let picture = Self.size(3000, 2000)
    let frame = try #require(solver.crop(Self.rect(1400, 900, 200, 200), in: picture))
    // The box with 50 pixels around it, in the middle of a strip that is filled with the picture.
    #expect(frame.canvas == Self.size(1424, 480))
    #expect(frame.crop == Self.rect(1500 - 712, 1000 - 240, 1424, 480))
    #expect(frame.placed == PixelRect(frameOf: frame.canvas) && frame.keepsScale)
  }

  @Test func atAnEdgeTheRegionGrowsInwards() throws {
    let solver = try solver(Self.high)
    let frame = try #require(solver.crop(Self.rect(2980, 0, 20, 10), in: Self.size(3000, 2000)))
    #expect(frame.crop == Self.rect(3000 - 1424, 0, 1424, 480))
  }

  @Test func beyondThePictureIsPadding() throws {
    let solver = try solver(Self.high)
    let frame = try #require(solver.crop(Self.rect(500, 400, 20, 20), in: Self.size(1024, 1024)))
    #expect(frame.crop == Self.rect(0, 410 - 240, 1024, 480))
    #expect(frame.canvas == Self.size(1424, 480) && frame.placed == Self.rect(200, 0, 1024, 480))
  }

  @Test(arguments: [
    // Its context is the whole picture; nothing of it is in the picture; the whole picture is the smallest canvas.
    (rect(100, 100, 900, 900), size(1024, 1024)), (rect(2000, 0, 10, 10), size(1024, 1024)),
    (rect(10, 10, 0, 5), size(1024, 1024)), (rect(10, 10, 50, 50), size(300, 200)),
  ])
  func thereIsNoRegionThatGainsNothing(box: PixelRect, picture: PixelSize) throws {
    #expect(try solver(Self.high).crop(box, in: picture) == nil)
    #expect(try solver(Self.low).crop(box, in: picture) == nil)
  }

  /// At high a strip of three to one costs less than any canvas for the square in its middle, of which a model
  /// sees every pixel.
  @Test func aRegionThatCostsMoreThanTheWholeIsNone() throws {
    let solver = try solver(Self.high)
    #expect(solver.crop(Self.rect(1100, 200, 650, 650), in: Self.size(3072, 1024)) == nil)
    #expect(solver.crop(Self.rect(1100, 200, 200, 200), in: Self.size(3072, 1024)) != nil)
  }

  /// Random boxes in random pictures, each against every legal canvas.
  @Test(arguments: CanvasCase.all)
  func liesOnTheCheapestOfAllCanvases(what: CanvasCase) throws {
    let solver = try solver(what)
    let all = AllCanvases(rule: Self.rule, cost: solver.cost)
    var random = SplitMix64(seed: 4)
    var found = 0
    for _ in 0..<60 {
      let picture = Self.size(1 + random.next(below: 4_000), 1 + random.next(below: 4_000))
      let box = Self.rect(
        random.next(below: picture.width), random.next(below: picture.height),
        1 + random.next(below: 1 + picture.width / (1 + random.next(below: 8))),
        1 + random.next(below: 1 + picture.height / (1 + random.next(below: 8))))
      let yardstick = try #require(solver.naive(picture).flatMap(all.canvas))
      let needed = Self.context(of: box, in: picture)
      let best = all.best(for: needed.size, yardstick: yardstick)
      guard let frame = solver.crop(box, in: picture) else {
        if let best {
          let isWhole = best.size.width >= picture.width && best.size.height >= picture.height
          let gainsNothing = best.cost == yardstick.cost && best.pixels >= yardstick.pixels
          #expect(isWhole || needed == PixelRect(frameOf: picture) || gainsNothing, "\(box) in \(picture)")
        }
        continue
      }
      found += 1
      #expect(frame.canvas == best?.size, "\(box) in \(picture)")
      let window = frame.crop
      #expect(window.intersection(PixelRect(frameOf: picture)) == window)
      #expect(needed.intersection(window) == needed && frame.keepsScale)
      // Padding is only where the picture ends.
      #expect(window.width == min(frame.canvas.width, picture.width))
      #expect(window.height == min(frame.canvas.height, picture.height))
      let price = solver.estimate(of: frame)
      #expect(price.high <= yardstick.cost.high && price.low <= yardstick.cost.low)
    }
    #expect(found > 10)
  }

  /// The pixels that lie in the picture, and at most a quarter of the box's longer side, or 48 pixels, from it.
  private static func context(of box: PixelRect, in picture: PixelSize) -> PixelRect {
    let (right, bottom) = (min(box.x + box.width, picture.width), min(box.y + box.height, picture.height))
    let longer = Double(max(right - box.x, bottom - box.y))
    let margin = max(48, Int((longer / 4).rounded(.up)))
    let (left, top) = (max(0, box.x - margin), max(0, box.y - margin))
    return rect(
      left, top, min(picture.width, right + margin) - left, min(picture.height, bottom + margin) - top)
  }
}
