/// One edge of a polygon that is not horizontal, from its upper to its lower end.
struct PolygonEdge: Sendable {
  let top: Double
  let bottom: Double
  let topX: Double
  /// Change of `x` per unit of `y`.
  let slope: Double
  /// 1 when the outline runs downwards along the edge, else -1.
  let winding: Int32

  init?(from start: Point, to end: Point) {
    guard start.y != end.y else { return nil }
    let (upper, lower) = start.y < end.y ? (start, end) : (end, start)
    top = upper.y
    bottom = lower.y
    topX = upper.x
    slope = (lower.x - upper.x) / (lower.y - upper.y)
    winding = start.y < end.y ? 1 : -1
  }

  static func outline(of points: [Point]) -> [PolygonEdge] {
    points.indices.compactMap { index in
      PolygonEdge(from: points[index], to: points[index + 1 == points.count ? 0 : index + 1])
    }
  }

  /// The rows of a frame of this height that the edge crosses or touches.
  func rows(height: Int) -> Range<Int> {
    let first = Int(min(max(top, 0), Double(height)))
    let end = Int(min(max(bottom, 0), Double(height)).rounded(.up))
    return first..<max(first, end)
  }

  /// The sample lines of a band of pixel rows, counted from its first, that the edge crosses; of its two ends
  /// only the upper belongs to it.
  func lines(ofRows rows: Range<Int>) -> Range<Int> {
    let side = RowCoverage.samplesPerSide
    let start = Double(rows.lowerBound)
    let first = RowCoverage.centres(before: top - start, perPixel: side, pixelCount: rows.count)
    let end = RowCoverage.centres(before: bottom - start, perPixel: side, pixelCount: rows.count)
    return first..<max(first, end)
  }

  /// The `x` where the edge, or its continuation, meets the line at `y`.
  @inline(__always)
  func crossing(y: Double) -> Double { topX + (y - top) * slope }
}
