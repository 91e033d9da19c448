import Synchronization

extension Mask {
  /// Numbers of points that the path of a brush may have.
  public static let brushPointCounts = 1...65_536

  /// A mask of a stroke with a round brush.
  ///
  /// A position's weight depends on its distance `d` to the nearest point of the path alone, so that a stroke
  /// that crosses itself is no stronger where it does. Up to `hardness * radius` the weight is 255, from
  /// `radius` on 0, and between them 255 times `1 - t * t * (3 - 2 * t)`, where `t` runs from 0 to 1; at
  /// hardness 1 the edge is sharp. A pixel gets the mean over up to 64 x 64 sample positions in it, fewer where
  /// the fall is wide. Parts outside the frame are cut off.
  ///
  /// - Parameters:
  ///   - size: The mask's size.
  ///   - path: Points in pixels, joined by straight lines in their order, `1...65536` of them; one point alone is
  ///     a dab.
  ///   - radius: Pixels, above zero and at most 1e6.
  ///   - hardness: Share of the radius with full weight, `0...1`.
  /// - Throws: `sizeOutOfRange`, `pointCountOutOfRange`, `coordinateOutOfRange`, `valueOutOfRange` for the
  ///   hardness, `shapeHasNoArea` for a radius of zero or less, or `workTooLarge` when the steps that
  ///   `maximumDrawingSteps` allows did not suffice.
  /// - Complexity: O(pixels), and for each sample in the soft edge O(lines of the path that may be nearest to
  ///   the 16 x 16 pixels around).
  /// - Note: Source of the fall: the cubic Hermite polynomial with level ends ("smoothstep").
  public static func brush(
    in size: PixelSize, path: [Point], radius: Double, hardness: Double, bands: Bands = .standard
  ) throws(RasterError) -> Mask {
    let size = try size.validated()
    guard brushPointCounts.contains(path.count) else {
      throw .pointCountOutOfRange(found: path.count, allowed: brushPointCounts)
    }
    try requirePoints(path)
    try requireCoordinates([("radius", radius)])
    try requireNumber("hardness", hardness, in: 0...1)
    guard radius > 0 else { throw .shapeHasNoArea }
    let profile = BrushProfile(radius: radius, hardness: hardness)
    let strokes = BrushStroke.strokes(along: path)
    let rows = strokes.map { $0.rows(height: size.height, within: radius) }
    // Sixteen steps for each band of a stroke, so that a frame of a billion rows is refused too.
    let steps = Atomic(rows.reduce(0) { $0 + ($1.count / Bands.rowsPerBand + 1) * 16 })
    let maximum = maximumDrawingSteps
    guard steps.load(ordering: .relaxed) <= maximum else { throw .workTooLarge(maximum: maximum) }
    let index = BandIndex(rows: rows, height: size.height)
    let weights = bands.makeRows(of: UInt8.self, rowLength: size.width, height: size.height) {
      band, part in
      var tiles = BrushTiles(strokes: strokes, chosen: index[band: band], profile: profile)
      tiles.fill(part, rows: band, width: size.width, steps: steps, maximum: maximum)
    }
    guard steps.load(ordering: .relaxed) <= maximum else { throw .workTooLarge(maximum: maximum) }
    return Mask(width: size.width, height: size.height, weights: weights)
  }
}
