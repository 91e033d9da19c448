extension Mask {
  /// Numbers of points that a polygon may have.
  public static let polygonPointCounts = 3...65_536

  /// A mask of a polygon with anti-aliased edges; the last point is joined to the first.
  ///
  /// The weight is 255 times the share of 64 x 64 sample positions of a pixel that lie inside by `rule`, also
  /// where the outline crosses itself. Parts outside the frame are cut off.
  ///
  /// - Parameters:
  ///   - size: The mask's size.
  ///   - points: The corners in order, in pixels; `3...65536` of them.
  ///   - rule: What counts as inside where the outline crosses itself.
  /// - Throws: `sizeOutOfRange`, `pointCountOutOfRange`, `coordinateOutOfRange`, or `shapeHasNoArea` when all
  ///   points stand on one line.
  /// - Complexity: O(pixels + 64 x rows x crossed edges).
  public static func polygon(
    in size: PixelSize, points: [Point], rule: FillRule, bands: Bands = .standard
  ) throws(RasterError) -> Mask {
    let size = try size.validated()
    try requirePolygon(points)
    let edges = PolygonEdge.outline(of: points)
    let weights = bands.makeRows(of: UInt8.self, rowLength: size.width, height: size.height) {
      band, part in
      var scan = PolygonScan(width: size.width, rule: rule)
      let near = edges.filter { $0.touches(band) }
      for row in band {
        let offset = (row - band.lowerBound) * size.width
        let weights = UnsafeMutableBufferPointer(rebasing: part[offset..<offset + size.width])
        scan.fill(weights, row: row, edges: near)
      }
    }
    return Mask(width: size.width, height: size.height, weights: weights)
  }

  private static func requirePolygon(_ points: [Point]) throws(RasterError) {
    guard polygonPointCounts.contains(points.count) else {
      throw .pointCountOutOfRange(found: points.count, allowed: polygonPointCounts)
    }
    for (index, point) in points.enumerated() where !point.isWithin(maximumCoordinate) {
      try requireCoordinates([("x[\(index)]", point.x), ("y[\(index)]", point.y)])
    }
    let origin = points[0]
    guard let other = points.first(where: { $0 != origin }) else { throw .shapeHasNoArea }
    let spans = points.contains { point in
      (other.x - origin.x) * (point.y - origin.y) != (other.y - origin.y) * (point.x - origin.x)
    }
    guard spans else { throw .shapeHasNoArea }
  }
}

extension Point {
  /// False also when a coordinate is not a number.
  fileprivate func isWithin(_ maximum: Double) -> Bool {
    abs(x) <= maximum && abs(y) <= maximum
  }
}

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

  func touches(_ rows: Range<Int>) -> Bool {
    top < Double(rows.upperBound) && bottom > Double(rows.lowerBound)
  }

  /// The `x` where the edge meets the line at `y`, or `nil`; of the two ends only the upper belongs to it.
  func crossing(y: Double) -> Double? {
    y >= top && y < bottom ? topX + (y - top) * slope : nil
  }
}

/// Fills rows of a polygon's mask, one after the other.
struct PolygonScan {
  private struct Crossing {
    var sample: Int
    var winding: Int32
  }

  private let rule: FillRule
  private var coverage: RowCoverage
  private var active: [PolygonEdge] = []
  private var crossings: [Crossing] = []

  init(width: Int, rule: FillRule) {
    self.rule = rule
    coverage = RowCoverage(width: width)
  }

  mutating func fill(_ weights: UnsafeMutableBufferPointer<UInt8>, row: Int, edges: [PolygonEdge]) {
    active.removeAll(keepingCapacity: true)
    for edge in edges where edge.touches(row..<row + 1) { active.append(edge) }
    guard !active.isEmpty else {
      weights.update(repeating: 0)
      return
    }
    for line in 0..<RowCoverage.samplesPerSide {
      cross(y: RowCoverage.lineCentre(row: row, line: line))
      addSpans()
    }
    coverage.store(into: weights)
  }

  private mutating func cross(y: Double) {
    crossings.removeAll(keepingCapacity: true)
    for edge in active {
      guard let x = edge.crossing(y: y) else { continue }
      crossings.append(Crossing(sample: coverage.samples(leftOf: x), winding: edge.winding))
    }
    sortCrossings()
  }

  /// Sorts by position; few crossings by insertion, because most lines of most shapes have two or four.
  private mutating func sortCrossings() {
    guard crossings.count <= 16 else {
      crossings.sort { $0.sample < $1.sample }
      return
    }
    for end in crossings.indices.dropFirst() {
      var index = end
      while index > 0, crossings[index - 1].sample > crossings[index].sample {
        crossings.swapAt(index - 1, index)
        index -= 1
      }
    }
  }

  private mutating func addSpans() {
    var count: Int32 = 0
    var start = 0
    for crossing in crossings {
      let wasInside = isInside(count)
      count += rule == .evenOdd ? 1 : crossing.winding
      let inside = isInside(count)
      if inside, !wasInside { start = crossing.sample }
      if wasInside, !inside { coverage.add(from: start, to: crossing.sample) }
    }
  }

  private func isInside(_ count: Int32) -> Bool {
    rule == .evenOdd ? count & 1 == 1 : count != 0
  }
}
