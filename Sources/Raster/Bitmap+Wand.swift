extension Bitmap {
  /// A mask of the pixels whose colour is near the colour of the pixel that holds a point.
  ///
  /// The same as a wand at the column and row that `point` rounds down to.
  ///
  /// - Parameters:
  ///   - point: A position inside the frame, whose right and bottom edges are exclusive.
  ///   - tolerance: Largest distance that counts as near, `0...255`.
  ///   - contiguous: Only pixels that are joined to the first by near ones, over their four sides; else all.
  /// - Throws: `rectangleOutsideFrame` for a point outside the picture, `coordinateOutOfRange` for one that is
  ///   besides not finite or beyond `Mask.maximumCoordinate`, `numberOutOfRange` for a tolerance that is not
  ///   in range.
  public func wand(
    at point: Point, tolerance: Int, contiguous: Bool, bands: Bands = .standard
  ) throws(RasterError) -> Mask {
    if !(point.x >= 0 && point.x < Double(width) && point.y >= 0 && point.y < Double(height)) {
      try Mask.requireCoordinates([("x", point.x), ("y", point.y)])
    }
    return try wand(
      x: Int(point.x.rounded(.down)), y: Int(point.y.rounded(.down)), tolerance: tolerance,
      contiguous: contiguous, bands: bands)
  }

  /// A mask of the pixels whose colour is near the colour of one pixel.
  ///
  /// The distance of two colours is the largest difference of a channel, alpha included; from a wholly transparent
  /// pixel it is the difference of alpha alone. The weight is 255 for what is chosen, else 0.
  ///
  /// - Parameters:
  ///   - x: Column of the pixel whose colour is looked for.
  ///   - y: Row of that pixel.
  ///   - tolerance: Largest distance that counts as near, `0...255`.
  ///   - contiguous: Only pixels that are joined to the first by near ones, over their four sides; else all.
  /// - Throws: `rectangleOutsideFrame` for a pixel outside the picture, `numberOutOfRange` for a tolerance
  ///   that is not in range.
  /// - Complexity: O(pixels); besides the mask, memory for the runs of pixels that wait to be looked at.
  public func wand(
    x: Int, y: Int, tolerance: Int, contiguous: Bool, bands: Bands = .standard
  ) throws(RasterError) -> Mask {
    guard x >= 0, y >= 0, x < width, y < height else {
      throw .rectangleOutsideFrame(found: PixelRect(x: x, y: y, width: 1, height: 1), frame: size)
    }
    try Mask.requireLevel("tolerance", tolerance)
    let near = WeightRamp(
      full: 0...tolerance, softness: 0, highest: contiguous ? RunFlood.candidate : 255)
    var mask = mask(by: ColourDistance(from: self[x, y]), ramp: near, bands: bands)
    guard contiguous else { return mask }
    RunFlood.fill(&mask, x: x, y: y)
    mask.clearCandidates(bands: bands)
    return mask
  }
}

extension Mask {
  fileprivate mutating func clearCandidates(bands: Bands) {
    let (width, height) = (width, height)
    withMutableWeights { weights in
      bands.update(weights, rowLength: width, height: height) { _, part in
        for index in 0..<part.count { part[index] = part[index] == RunFlood.candidate ? 0 : part[index] }
      }
    }
  }
}
