public import EditModel
public import Raster

extension SizeRule {
  /// The legal size on which a picture loses no detail at the fewest pixels.
  ///
  /// Of the legal sizes with both sides at least the picture's, the one of fewest pixels; among equals the
  /// nearest ratio of sides. When there is none, the nearest ratio, and of those the most pixels. A last
  /// tie goes to the wider one. The search is exact: for each legal width only the heights that can win.
  ///
  /// - Parameter picture: Sides in `1...1_000_000`.
  /// - Returns: `nil` when the rule allows no size at all.
  public func nearestSize(to picture: PixelSize) -> PixelSize? {
    precondition(picture.width > 0 && picture.height > 0, "a picture has pixels")
    if let best = smallestCovering(picture) { return best }
    let widths = stride(from: grid, through: longestSide, by: grid)
    let similar = widths.flatMap { mostSimilar(to: picture, width: $0) }
    return similar.min { isMoreSimilar($0, $1, to: picture) }
  }

  /// The legal heights at this width, or `nil`.
  func heights(at width: Int) -> ClosedRange<Int>? {
    let least = max((width + maximumRatio - 1) / maximumRatio, (pixels.lowerBound + width - 1) / width, 1)
    let most = min(longestSide, maximumRatio * width, pixels.upperBound / width)
    let first = (least + grid - 1) / grid * grid
    let last = most / grid * grid
    return first <= last ? first...last : nil
  }

  /// - Complexity: O(widths up to the one at which the best has fewer pixels than any further can have).
  private func smallestCovering(_ picture: PixelSize) -> PixelSize? {
    let needed = (picture.height + grid - 1) / grid * grid
    var width = (picture.width + grid - 1) / grid * grid
    var best: PixelSize?
    while width <= longestSide {
      if let best, width * needed > best.width * best.height { break }
      if let legal = heights(at: width), legal.upperBound >= needed {
        let size = PixelSize(width: width, height: max(legal.lowerBound, needed))
        if best.map({ isSmaller(size, $0, for: picture) }) ?? true { best = size }
      }
      width += grid
    }
    return best
  }

  /// The heights just above and below the picture's ratio.
  private func mostSimilar(to picture: PixelSize, width: Int) -> [PixelSize] {
    guard let legal = heights(at: width) else { return [] }
    let below = width * picture.height / picture.width / grid * grid
    return [below, below + grid].map { height in
      PixelSize(width: width, height: min(max(height, legal.lowerBound), legal.upperBound))
    }
  }

  private func isSmaller(_ left: PixelSize, _ right: PixelSize, for picture: PixelSize) -> Bool {
    let (leftPixels, rightPixels) = (left.width * left.height, right.width * right.height)
    if leftPixels != rightPixels { return leftPixels < rightPixels }
    return left.isNearer(than: right, toRatioOf: picture) ?? (left.width > right.width)
  }

  private func isMoreSimilar(_ left: PixelSize, _ right: PixelSize, to picture: PixelSize) -> Bool {
    if let nearer = left.isNearer(than: right, toRatioOf: picture) { return nearer }
    let (leftPixels, rightPixels) = (left.width * left.height, right.width * right.height)
    if leftPixels != rightPixels { return leftPixels > rightPixels }
    return left.width > right.width
  }
}

extension PixelSize {
  /// Whether this ratio of sides is nearer, or `nil` when both are equally near.
  func isNearer(than other: PixelSize, toRatioOf picture: PixelSize) -> Bool? {
    let (first, second) = (RatioDistance(self, picture), RatioDistance(other, picture))
    return first == second ? nil : first < second
  }
}

/// How far two ratios of sides are apart: the larger divided by the smaller, as an exact fraction.
private struct RatioDistance: Comparable {
  private let numerator: Int
  private let denominator: Int

  init(_ left: PixelSize, _ right: PixelSize) {
    let first = left.width * right.height
    let second = right.width * left.height
    numerator = max(first, second)
    denominator = min(first, second)
  }

  static func == (left: RatioDistance, right: RatioDistance) -> Bool {
    left.numerator.multipliedFullWidth(by: right.denominator)
      == right.numerator.multipliedFullWidth(by: left.denominator)
  }

  static func < (left: RatioDistance, right: RatioDistance) -> Bool {
    left.numerator.multipliedFullWidth(by: right.denominator)
      < right.numerator.multipliedFullWidth(by: left.denominator)
  }
}
