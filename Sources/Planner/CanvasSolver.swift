package import Billing
package import EditModel
package import Raster

/// Finds the legal canvas of lowest price on which a picture, or a region of it, loses no detail.
///
/// The price counts what goes in and what comes out. It is not monotone in area: at the higher qualities a padded
/// strip costs less than the square. The lowest is that of the lowest upper end; then the lower end decides,
/// then the fewest pixels, then the nearest ratio of sides, then the larger width. No canvas costs more than the
/// yardstick at either end. A canvas that the model shrinks more than the smallest one that covers the content
/// shows less of it, and is none to choose; where one is not shrunk at all, only such are.
package struct CanvasSolver: Sendable {
  package let rule: SizeRule
  package let cost: CanvasCost
  /// `nil` without prices, where the smallest canvas is the best.
  private let table: CanvasTable?
  private let lastYardstick = LastYardstickCanvas()

  /// - Complexity: The first time for a rule and a cost, the price of some thousand canvases is computed.
  package init(rule: SizeRule, cost: CanvasCost) {
    self.rule = rule
    self.cost = cost
    table = cost.isPriced ? .table(rule, cost) : nil
  }

  /// The yardstick: the legal size on which the picture loses no detail at the fewest pixels.
  package func naive(_ picture: PixelSize) -> PixelSize? { rule.nearestSize(to: picture) }

  /// The price of a frame's canvas without a prompt.
  ///
  /// Zero where nothing is priced, and for a canvas that the model of the prices does not render.
  package func estimate(of frame: SentFrame) -> Estimate { cost.estimate(of: frame.canvas) ?? .zero }

  /// The canvas for the whole picture, and where on it the picture lies: in the middle, of an odd number of spare
  /// pixels the smaller half comes first.
  ///
  /// The picture lies at its own scale. It is reduced when it is too large for every legal size, to what the
  /// yardstick's shows; and to `wholeSize` where `mayCap`, unless the canvas has room for more.
  ///
  /// - Parameters:
  ///   - picture: Sides in `1...1_000_000`.
  ///   - wholeSize: Longest side, in pixels, at which a whole picture is rendered where `mayCap`.
  ///   - mayCap: False for a masked call.
  /// - Returns: `nil` when the rule allows no size at all.
  package func whole(_ picture: PixelSize, wholeSize: Int, mayCap: Bool) -> SentFrame? {
    guard let yardstick = yardstick(picture) else { return nil }
    let size = yardstick.size
    let largest = size.covers(picture) ? picture : picture.scaled(into: size)
    let isCapped = mayCap && max(largest.width, largest.height) > wholeSize
    let side = max(wholeSize, 1)
    let content = isCapped ? picture.scaled(into: PixelSize(width: side, height: side)) : largest
    let canvas = cheapest(for: content, yardstick)
    return SentFrame(placing: picture, at: canvas.covers(largest) ? largest : content, on: canvas)
  }

  /// The best canvas for content that lies on the yardstick too.
  private func cheapest(for content: PixelSize, _ yardstick: YardstickCanvas) -> PixelSize {
    guard let priced = yardstick.priced else { return rule.nearestSize(to: content) ?? yardstick.size }
    guard let best = best(for: content, within: priced.cost), best.isBetter(than: priced, for: content)
    else { return priced.size }
    return best.size
  }

  /// The yardstick and its price; of one picture it is asked for often.
  func yardstick(_ picture: PixelSize) -> YardstickCanvas? {
    lastYardstick.value(for: picture) {
      naive(picture).map { YardstickCanvas(size: $0, priced: PricedCanvas($0, cost)) }
    }
  }

  /// The best canvas for content at its own scale, or `nil` when none covers it within the limit.
  func best(for content: PixelSize, within limit: Estimate) -> PricedCanvas? {
    if let table, table.step == rule.grid, let best = table.best(for: content, within: limit) { return best }
    guard let size = rule.nearestSize(to: content), size.covers(content) else { return nil }
    var candidates: [PricedCanvas] = []
    if let smallest = PricedCanvas(size, cost), smallest.isWithin(limit) { candidates.append(smallest) }
    if let table {
      let unshrunk = table.best(for: content, within: limit)
      candidates += unshrunk.map { [$0] } ?? shrunkNoMore(than: size, by: table.step, content, limit)
    }
    return candidates.min { $0.isBetter(than: $1, for: content) }
  }

  /// The canvases that a model shrinks no more than this one; they have hardly more pixels, so there are few.
  ///
  /// None when it is not shrunk, because those are in the table.
  private func shrunkNoMore(
    than smallest: PixelSize, by step: Int, _ content: PixelSize, _ limit: Estimate
  ) -> [PricedCanvas] {
    let shrink = CanvasShrink(of: smallest)
    guard !shrink.isNone else { return [] }
    let most = min(shrink.mostPixels, rule.pixels.upperBound)
    let widest = min(rule.longestSide, most / content.height)
    func onStep(_ length: Int) -> Int { (length + step - 1) / step * step }
    var found: [PricedCanvas] = []
    for width in stride(from: onStep(content.width), through: widest, by: step) {
      guard let legal = rule.heights(at: width) else { continue }
      let least = onStep(max(content.height, legal.lowerBound))
      for height in stride(from: least, through: min(legal.upperBound, most / width), by: step) {
        let size = PixelSize(width: width, height: height)
        guard shrink.isNoWeaker(than: size), let canvas = PricedCanvas(size, cost) else { continue }
        if canvas.isWithin(limit) { found.append(canvas) }
      }
    }
    return found
  }
}
