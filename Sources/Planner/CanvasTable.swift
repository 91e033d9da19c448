internal import Billing
internal import EditModel
internal import Raster
internal import Synchronization

/// A legal canvas and its price.
struct PricedCanvas: Sendable {
  let size: PixelSize
  let cost: Estimate

  init(_ size: PixelSize, _ cost: Estimate) {
    (self.size, self.cost) = (size, cost)
  }

  /// `nil` for a size that has no price.
  init?(_ size: PixelSize, _ cost: CanvasCost) {
    guard let price = cost.estimate(of: size) else { return nil }
    self.size = size
    self.cost = price
  }

  var pixels: Int { size.width * size.height }

  func covers(_ content: PixelSize) -> Bool { size.covers(content) }

  func isWithin(_ limit: Estimate) -> Bool { cost.high <= limit.high && cost.low <= limit.low }

  /// What the choice looks at before it looks at shapes.
  fileprivate var rank: (Money, Money, Int) { (cost.high, cost.low, pixels) }

  /// The upper end of the price decides, then the lower, then the pixels, then the nearer ratio of sides, then
  /// the larger width.
  func isBetter(than other: PricedCanvas, for content: PixelSize) -> Bool {
    if rank != other.rank { return rank < other.rank }
    return isNearer(to: content, than: other)
  }

  fileprivate func isNearer(to content: PixelSize, than other: PricedCanvas) -> Bool {
    size.isNearer(than: other.size, toRatioOf: content) ?? (size.width > other.size.width)
  }
}

/// All legal canvases of which a model sees every pixel, by price, and the cheapest for every content.
///
/// A grid so fine that there were more than `mostSteps` sides to look at is looked at in multiples.
struct CanvasTable: Sendable {
  /// Sides are multiples of it: the rule's grid, or a multiple of that.
  let step: Int
  /// In the order of `PricedCanvas.rank`.
  private let canvases: [PricedCanvas]
  private let columns: Int
  private let rows: Int
  /// By the content's width and height in steps: the first of `canvases` that covers it, or their count.
  private let first: [Int32]

  static let mostSteps = 256

  init(rule: SizeRule, cost: CanvasCost) {
    let step = Self.step(of: rule)
    let sizes = Self.sizes(rule, step: step)
    let canvases = Self.priced(sizes, cost).sorted { $0.rank < $1.rank }
    let columns = (sizes.map(\.width).max() ?? 0) / step
    let rows = (sizes.map(\.height).max() ?? 0) / step
    var first = [Int32](repeating: Int32(canvases.count), count: columns * rows)
    for (index, canvas) in canvases.enumerated().reversed() {
      first[(canvas.size.height / step - 1) * columns + canvas.size.width / step - 1] = Int32(index)
    }
    for row in (0..<rows).reversed() {
      for column in (0..<columns).reversed() {
        let cell = row * columns + column
        if column + 1 < columns { first[cell] = min(first[cell], first[cell + 1]) }
        if row + 1 < rows { first[cell] = min(first[cell], first[cell + columns]) }
      }
    }
    (self.step, self.canvases, self.columns, self.rows, self.first) = (step, canvases, columns, rows, first)
  }

  /// The best of these canvases for this content, or `nil` when none covers it within the limit.
  ///
  /// - Complexity: O(1) unless the cheapest is above the limit at its lower end alone.
  func best(for content: PixelSize, within limit: Estimate) -> PricedCanvas? {
    let (column, row) = ((content.width - 1) / step, (content.height - 1) / step)
    guard column < columns, row < rows else { return nil }
    var index = Int(first[row * columns + column])
    while index < canvases.count, !(canvases[index].covers(content) && canvases[index].isWithin(limit)) {
      guard canvases[index].cost.high <= limit.high else { return nil }
      index += 1
    }
    guard index < canvases.count else { return nil }
    var best = canvases[index]
    for other in canvases[(index + 1)...].prefix(while: { $0.rank == best.rank })
    where other.covers(content) && other.isNearer(to: content, than: best) {
      best = other
    }
    return best
  }

  /// A canvas costs the same when it is turned, so that half of them tell the prices of all.
  private static func priced(_ sizes: [PixelSize], _ cost: CanvasCost) -> [PricedCanvas] {
    sizes.filter { $0.width >= $0.height }.flatMap { size in
      guard let price = cost.estimate(of: size) else { return [PricedCanvas]() }
      let canvas = PricedCanvas(size, price)
      if size.width == size.height { return [canvas] }
      return [canvas, PricedCanvas(PixelSize(width: size.height, height: size.width), price)]
    }
  }

  private static func step(of rule: SizeRule) -> Int {
    // A canvas that is not shrunk is at most so long.
    let longest = min(rule.longestSide, CanvasShrink.tallest(at: 1))
    return max(1, (longest + mostSteps * rule.grid - 1) / (mostSteps * rule.grid)) * rule.grid
  }

  private static func sizes(_ rule: SizeRule, step: Int) -> [PixelSize] {
    stride(from: step, through: min(rule.longestSide, CanvasShrink.tallest(at: 1)), by: step).flatMap {
      width in
      guard let legal = rule.heights(at: width) else { return [PixelSize]() }
      let most = min(legal.upperBound, CanvasShrink.tallest(at: width))
      let least = (legal.lowerBound + step - 1) / step * step
      guard least <= most else { return [] }
      return stride(from: least, through: most, by: step).map { PixelSize(width: width, height: $0) }
    }
  }
}

extension CanvasTable {
  /// What a table depends on.
  private struct Key: Hashable {
    let rule: SizeRule
    let cost: CanvasCost
  }

  private static let made = Mutex<[Key: CanvasTable]>([:])

  /// Tables kept in this process; a plan needs two, and what-ifs two for each model and quality.
  private static let mostKept = 64

  /// The table of this rule and cost, made once.
  static func table(_ rule: SizeRule, _ cost: CanvasCost) -> CanvasTable {
    let key = Key(rule: rule, cost: cost)
    return made.withLock { made in
      if let table = made[key] { return table }
      if made.count >= mostKept { made.removeAll() }
      let table = CanvasTable(rule: rule, cost: cost)
      made[key] = table
      return table
    }
  }
}
