extension Mask {
  /// Numbers of points that a polygon may have, in all its rings together.
  public static let polygonPointCounts = 3...65_536

  /// Most steps that a polygon or a brush stroke may take, which is a few seconds on one core.
  ///
  /// A polygon takes 64 for each row of the frame that each of its edges crosses; an outline of thousands of
  /// points takes a few for each point and each row, a thousandth of this. A brush takes one for each stroke
  /// that comes into question for a part of the frame, and what it measures there.
  public static let maximumDrawingSteps = 1 << 28

  /// A mask of a polygon with anti-aliased edges; the last point is joined to the first.
  ///
  /// The same as a polygon of one ring.
  ///
  /// - Throws: `sizeOutOfRange`, `pointCountOutOfRange`, `coordinateOutOfRange`, `shapeHasNoArea` when all points
  ///   stand on one line, or `workTooLarge`.
  public static func polygon(
    in size: PixelSize, points: [Point], rule: FillRule, bands: Bands = .standard
  ) throws(RasterError) -> Mask {
    try polygon(in: size, rings: [points], rule: rule, bands: bands)
  }

  /// A mask of a polygon of one or more rings with anti-aliased edges.
  ///
  /// The weight is 255 times the share of 64 x 64 sample positions of a pixel that lie inside by `rule`, also
  /// where rings cross themselves or each other. A ring inside another is a hole by `evenOdd`; by `nonZero`
  /// it is one if it runs the other way round. Parts outside the frame are cut off.
  ///
  /// - Parameters:
  ///   - size: The mask's size.
  ///   - rings: The corners of each ring in order, in pixels; three or more a ring, `3...65536` in all. The
  ///     last point of a ring is joined to its first. A ring whose points stand on one line adds nothing.
  ///   - rule: What counts as inside.
  /// - Throws: `sizeOutOfRange`, `pointCountOutOfRange`, `coordinateOutOfRange` (a point is named `x[3]`, with
  ///   several rings `x[1][3]`), `shapeHasNoArea` when no ring has an area, or `workTooLarge` before anything
  ///   is drawn when the edges cross more rows in all than `maximumDrawingSteps` allows.
  /// - Complexity: O(pixels) at the speed of filling memory, and 64 steps for each row that an edge crosses.
  public static func polygon(
    in size: PixelSize, rings: [[Point]], rule: FillRule, bands: Bands = .standard
  ) throws(RasterError) -> Mask {
    let size = try size.validated()
    try requirePolygon(rings)
    let edges = rings.flatMap(PolygonEdge.outline)
    let rows = edges.map { $0.rows(height: size.height) }
    guard rows.reduce(0, { $0 + $1.count }) * RowCoverage.samplesPerSide <= maximumDrawingSteps else {
      throw .workTooLarge(maximum: maximumDrawingSteps)
    }
    let index = BandIndex(rows: rows, height: size.height)
    let weights = bands.makeRows(of: UInt8.self, rowLength: size.width, height: size.height) {
      band, part in
      var scan = PolygonScan(
        width: size.width, rule: rule, rows: band, edges: index[band: band].lazy.map { edges[Int($0)] })
      for row in band {
        let offset = (row - band.lowerBound) * size.width
        scan.fill(UnsafeMutableBufferPointer(rebasing: part[offset..<offset + size.width]), row: row)
      }
    }
    return Mask(width: size.width, height: size.height, weights: weights)
  }

  private static func requirePolygon(_ rings: [[Point]]) throws(RasterError) {
    let counts = rings.map(\.count)
    let found = counts.first { $0 < polygonPointCounts.lowerBound } ?? counts.reduce(0, +)
    guard polygonPointCounts.contains(found) else {
      throw .pointCountOutOfRange(found: found, allowed: polygonPointCounts)
    }
    for (number, ring) in rings.enumerated() {
      try requirePoints(ring, prefix: rings.count > 1 ? "[\(number)]" : "")
    }
    guard rings.contains(where: { $0.spansArea }) else { throw .shapeHasNoArea }
  }

  /// Refuses a point that is not finite or too far away, by its index.
  static func requirePoints(_ points: [Point], prefix: String = "") throws(RasterError) {
    for (index, point) in points.enumerated() where !point.isWithin(maximumCoordinate) {
      try requireCoordinates([
        ("x\(prefix)[\(index)]", point.x), ("y\(prefix)[\(index)]", point.y),
      ])
    }
  }
}

extension Point {
  /// False also when a coordinate is not a number.
  fileprivate func isWithin(_ maximum: Double) -> Bool {
    abs(x) <= maximum && abs(y) <= maximum
  }
}

extension [Point] {
  /// False when all points stand on one line.
  fileprivate var spansArea: Bool {
    guard let origin = first, let other = first(where: { $0 != origin }) else { return false }
    return contains { point in
      (other.x - origin.x) * (point.y - origin.y) != (other.y - origin.y) * (point.x - origin.x)
    }
  }
}
