public import EditModel
public import Raster

/// Where a whole picture lies on a legal canvas.
extension SizeRule {
  /// The legal canvas on which the whole picture is sent, and where on it.
  ///
  /// - At its own scale, in the middle of the smallest legal canvas that holds it, when neither side is above
  ///   `wholeSize` and there is such a canvas. Nothing is resampled on the way there and back.
  /// - A picture of less than half the fewest legal pixels is enlarged instead, where its ratio allows: more
  ///   than half of the canvas would be padding, and models draw small subjects badly. The canvas is the legal
  ///   one of fewest pixels whose ratio of sides is within 1 % of the picture's, else the one of nearest ratio.
  /// - A picture with a side above `wholeSize`, or above what is legal, is reduced to the canvas within
  ///   `wholeSize` on which it stays largest; among equals the one of fewest pixels. When no legal canvas lies
  ///   within, `wholeSize` gives way, and the canvas is chosen as for a small picture.
  ///
  /// In the middle means that of an odd number of spare pixels the smaller half comes first.
  ///
  /// - Parameters:
  ///   - picture: Sides in `1...1_000_000`.
  ///   - wholeSize: Longest side, in pixels, at which a whole picture is rendered.
  /// - Returns: `nil` when the rule allows no size at all.
  public func frame(for picture: PixelSize, wholeSize: Int) -> SentFrame? {
    precondition(picture.width > 0 && picture.height > 0, "a picture has pixels")
    if 2 * picture.width * picture.height < pixels.lowerBound, let canvas = smallestSimilar(to: picture) {
      let frame = SentFrame(fitting: picture, on: canvas)
      if frame.placed.width >= picture.width, frame.placed.height >= picture.height { return frame }
    }
    if max(picture.width, picture.height) <= wholeSize, let canvas = nearestSize(to: picture),
      canvas.width >= picture.width, canvas.height >= picture.height
    {
      return SentFrame(placing: picture, at: picture, on: canvas)
    }
    let canvas = largestWithin(wholeSize, for: picture) ?? smallestSimilar(to: picture)
    return canvas.map { SentFrame(fitting: picture, on: $0) }
  }

  /// The legal size of fewest pixels within 1 % of the picture's ratio, else the one of nearest ratio.
  private func smallestSimilar(to picture: PixelSize) -> PixelSize? {
    let widths = stride(from: grid, through: longestSide, by: grid)
    let filled = widths.compactMap { width -> PixelSize? in
      guard let legal = heights(at: width) else { return nil }
      let needed = onGrid((99 * width * picture.height + 100 * picture.width - 1) / (100 * picture.width))
      let size = PixelSize(width: width, height: max(needed, legal.lowerBound))
      let isSimilar = 99 * size.height * picture.width <= 100 * size.width * picture.height
      return isSimilar && size.height <= legal.upperBound ? size : nil
    }
    if let best = filled.min(by: { ($0.width * $0.height, $0.height) < ($1.width * $1.height, $1.height) }) {
      return best
    }
    return widths.flatMap { mostSimilar(to: picture, width: $0) }.min { left, right in
      if let nearer = isNearer(left, right, to: picture) { return nearer }
      return (left.width * left.height, left.height) < (right.width * right.height, right.height)
    }
  }

  /// The legal size with no side above `limit` on which a picture of the ratio is largest.
  private func largestWithin(_ limit: Int, for picture: PixelSize) -> PixelSize? {
    let sizes = stride(from: grid, through: min(longestSide, limit), by: grid).compactMap {
      width -> PixelSize? in
      guard let legal = heights(at: width) else { return nil }
      let highest = min(legal.upperBound, limit / grid * grid)
      guard legal.lowerBound <= highest else { return nil }
      let filled = onGrid((width * picture.height + picture.width - 1) / picture.width)
      return PixelSize(width: width, height: min(max(filled, legal.lowerBound), highest))
    }
    func scale(_ size: PixelSize) -> Int { min(size.width * picture.height, size.height * picture.width) }
    return sizes.min {
      (-scale($0), $0.width * $0.height, $0.height) < (-scale($1), $1.width * $1.height, $1.height)
    }
  }

  /// The next multiple of the grid.
  private func onGrid(_ length: Int) -> Int { (length + grid - 1) / grid * grid }
}

extension PixelSize {
  /// The largest size of this ratio inside `frame`; the side that does not fill it is rounded, at least 1.
  fileprivate func scaled(into frame: PixelSize) -> PixelSize {
    if frame.width * height <= frame.height * width {
      let scaled = (2 * height * frame.width + width) / (2 * width)
      return PixelSize(width: frame.width, height: min(max(scaled, 1), frame.height))
    }
    let scaled = (2 * width * frame.height + height) / (2 * height)
    return PixelSize(width: min(max(scaled, 1), frame.width), height: frame.height)
  }
}

extension SentFrame {
  /// The whole picture, as large as it goes on the canvas, in the middle.
  fileprivate init(fitting picture: PixelSize, on canvas: PixelSize) {
    self.init(placing: picture, at: picture.scaled(into: canvas), on: canvas)
  }

  /// The whole picture, scaled to `content`, in the middle of the canvas.
  fileprivate init(placing picture: PixelSize, at content: PixelSize, on canvas: PixelSize) {
    self.init(
      crop: PixelRect(frameOf: picture),
      placed: PixelRect(
        x: (canvas.width - content.width) / 2, y: (canvas.height - content.height) / 2,
        width: content.width, height: content.height),
      canvas: canvas)
  }
}
