/// The weights that pixels near the edge of a mask may keep, by their depth and the thickness around them.
///
/// `Mask.featheredInwards(by:bands:)` has the rules.
struct InwardRamp: Sendable {
  /// Codes of a pixel, and of the radius.
  private let unit: Int
  private let radius: Int
  /// Pixels around one by rising distance, and that distance twice, in codes.
  private let steps: [(x: Int, y: Int, twice: Int)]

  /// The largest distance, along rows and columns, at which a depth counts.
  let reach: Int

  init(radius: Int, scale: DepthScale) {
    unit = scale.unit
    self.radius = radius * scale.unit
    let reach = (3 * scale.limit + 1) / 2
    self.reach = reach
    let squares = (-reach...reach).flatMap { y in (-reach...reach).map { x in (x, y, x * x + y * y) } }
    steps = squares.filter { 1...reach * reach ~= $0.2 }.sorted { ($0.2, $0.1, $0.0) < ($1.2, $1.1, $1.0) }
      .map { ($0.0, $0.1, Int((2 * Double(scale.unit) * Double($0.2).squareRoot()).rounded(.up))) }
  }

  /// Writes the weights of some pixels, given the depths of all.
  func compute(
    _ depths: TiledUpdate.Source, _ pixels: PixelRect, into result: UnsafeMutableBufferPointer<UInt8>
  ) {
    let deepest = depths.largest(in: pixels.expanded(by: reach))
    for y in 0..<pixels.height {
      for x in 0..<pixels.width {
        let depth = Int(depths[pixels.x + x, pixels.y + y])
        result[y * pixels.width + x] =
          if depth == 0 {
            0
          } else if depth >= radius + unit {
            255
          } else {
            most(depth: depth, thickness: thickness(depths, pixels.x + x, pixels.y + y, depth, deepest))
          }
      }
    }
  }

  /// The largest of `min(d, 3 * d - 2 * distance)` over the depths `d` around a pixel.
  private func thickness(
    _ depths: TiledUpdate.Source, _ x: Int, _ y: Int, _ own: Int, _ deepest: Int
  ) -> Int {
    var best = own
    steps.withUnsafeBufferPointer { steps in
      for step in steps {
        if best >= deepest || 3 * deepest - step.twice <= best { return }
        let (column, row) = (x + step.x, y + step.y)
        guard column >= 0, row >= 0, column < depths.size.width, row < depths.size.height else { continue }
        let depth = Int(depths[column, row])
        best = max(best, min(depth, 3 * depth - step.twice))
      }
    }
    return best
  }

  private func most(depth: Int, thickness: Int) -> UInt8 {
    let own = min(radius, max(0, thickness - unit) / 2)
    return UInt8(min(255, (2 * 255 * depth + own + unit) / (2 * (own + unit))))
  }
}

extension TiledUpdate.Source {
  fileprivate subscript(x: Int, y: Int) -> UInt8 {
    weights.load(fromByteOffset: y * size.width + x, as: UInt8.self)
  }

  /// The largest weight of the pixels of a rectangle that lie inside the frame.
  fileprivate func largest(in rect: PixelRect) -> Int {
    let rect = rect.intersection(PixelRect(frameOf: size))
    var largest: UInt8 = 0
    for y in rect.y..<rect.maxY {
      for x in rect.x..<rect.maxX { largest = max(largest, self[x, y]) }
    }
    return Int(largest)
  }
}
