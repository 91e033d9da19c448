extension Mask {
  /// Radii, in pixels, by which a mask can grow or shrink.
  public static let radii = 0.0...512.0

  /// Makes each weight the largest within `radius`; see `grown(by:bands:)`.
  ///
  /// - Throws: `radiusOutOfRange`, with nothing changed.
  public mutating func grow(by radius: Double, bands: Bands = .standard) throws(RasterError) {
    try spread(Disc(radius: radius), inverting: false, bands: bands)
  }

  /// A mask whose weights are the largest within Euclidean distance `radius` (grey dilation by a disc).
  ///
  /// Distances are between pixel centres, `dx * dx + dy * dy <= radius * radius`; only pixels inside the
  /// frame count. Exact for every weight.
  ///
  /// - Parameter radius: Pixels, `0...512`, decimals allowed; below 1 the mask stays as it is.
  /// - Throws: `radiusOutOfRange`.
  /// - Complexity: O(pixels) where the mask is uniform over more than the radius, O(pixels x radius) elsewhere.
  public func grown(by radius: Double, bands: Bands = .standard) throws(RasterError) -> Mask {
    var result = self
    try result.grow(by: radius, bands: bands)
    return result
  }

  /// Makes each weight the smallest within `radius`; see `shrunk(by:bands:)`.
  ///
  /// - Throws: `radiusOutOfRange`, with nothing changed.
  public mutating func shrink(by radius: Double, bands: Bands = .standard) throws(RasterError) {
    try spread(Disc(radius: radius), inverting: true, bands: bands)
  }

  /// A mask whose weights are the smallest within Euclidean distance `radius` (grey erosion by a disc).
  ///
  /// Only pixels inside the frame count, so that an area does not shrink away from the frame's edge.
  ///
  /// - Parameter radius: Pixels, `0...512`, decimals allowed; below 1 the mask stays as it is.
  /// - Throws: `radiusOutOfRange`.
  public func shrunk(by radius: Double, bands: Bands = .standard) throws(RasterError) -> Mask {
    var result = self
    try result.shrink(by: radius, bands: bands)
    return result
  }

  /// Grows the mask, or with `inverting` what it leaves out, in the tiles around which something larger stands.
  private mutating func spread(_ disc: Disc, inverting: Bool, bands: Bands) {
    guard disc.reach > 0 else { return }
    let tiles = UniformTiles(of: self, bands: bands)
    let update = TiledUpdate(tiles: tiles, reach: disc.reach, bands: bands)
    withMutableWeights { weights in
      update.apply(to: weights) { column, row in
        let own = tiles[column, row]
        let around = tiles.surroundings(column: column, row: row, reach: disc.reach)
        return inverting ? own.highest > around.lowest : own.lowest < around.highest
      } compute: { source, pixels, result in
        DiscMaximum(disc: disc, pixels: pixels, inverting: inverting).compute(source, into: result)
      }
    }
  }
}

/// The pixels within a distance of one pixel, row by row.
struct Disc: Sendable {
  /// `halfWidths[dy]`: the largest `dx` in the row `dy` above or below the centre.
  let halfWidths: [Int]

  /// Rows above and below the centre.
  var reach: Int { halfWidths.count - 1 }

  init(radius: Double) throws(RasterError) {
    guard Mask.radii.contains(radius) else {
      throw .radiusOutOfRange(found: radius, allowed: Mask.radii)
    }
    let limit = Int(radius * radius)
    var widths: [Int] = []
    var width = Int(radius)
    for dy in 0...Int(radius) {
      while width > 0, width * width + dy * dy > limit { width -= 1 }
      widths.append(width)
    }
    halfWidths = widths
  }
}
