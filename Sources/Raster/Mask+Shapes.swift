extension Mask {
  /// Largest absolute value of a shape's coordinate or length, in pixels.
  public static let maximumCoordinate = 1e6

  /// A mask of a rectangle with anti-aliased edges.
  ///
  /// The weight is 255 times the share of 64 x 64 sample positions of a pixel that lie inside. Parts outside
  /// the frame are cut off.
  ///
  /// - Parameters:
  ///   - size: The mask's size.
  ///   - x: Left edge in pixels from the frame's left edge; decimals and negative values are allowed.
  ///   - y: Top edge in pixels from the frame's top edge.
  ///   - width: Pixels, above zero.
  ///   - height: Pixels, above zero.
  /// - Throws: `sizeOutOfRange`, `coordinateOutOfRange`, or `shapeHasNoArea` for a length of zero or less.
  public static func rectangle(
    in size: PixelSize, x: Double, y: Double, width: Double, height: Double, bands: Bands = .standard
  ) throws(RasterError) -> Mask {
    let size = try size.validated()
    try requireCoordinates([("x", x), ("y", y), ("width", width), ("height", height)])
    guard width > 0, height > 0 else { throw .shapeHasNoArea }
    let columns = sampleCounts(from: x, to: x + width, pixelCount: size.width)
    let rows = sampleCounts(from: y, to: y + height, pixelCount: size.height)
    let weights = bands.makeRows(of: UInt8.self, rowLength: size.width, height: size.height) {
      band, part in
      for row in band {
        let offset = (row - band.lowerBound) * size.width
        for column in 0..<size.width {
          part[offset + column] = RowCoverage.weight(coveredSamples: columns[column] * rows[row])
        }
      }
    }
    return Mask(width: size.width, height: size.height, weights: weights)
  }

  /// A mask of an ellipse with axes along the frame's, with anti-aliased edges.
  ///
  /// The weight is 255 times the share of 64 x 64 sample positions of a pixel that lie inside. Parts outside
  /// the frame are cut off.
  ///
  /// - Parameters:
  ///   - size: The mask's size.
  ///   - centreX: Pixels from the frame's left edge.
  ///   - centreY: Pixels from the frame's top edge.
  ///   - radiusX: Half the width in pixels, above zero.
  ///   - radiusY: Half the height in pixels, above zero.
  /// - Throws: `sizeOutOfRange`, `coordinateOutOfRange`, or `shapeHasNoArea` for a radius of zero or less.
  public static func ellipse(
    in size: PixelSize, centreX: Double, centreY: Double, radiusX: Double, radiusY: Double,
    bands: Bands = .standard
  ) throws(RasterError) -> Mask {
    let size = try size.validated()
    try requireCoordinates([
      ("centreX", centreX), ("centreY", centreY), ("radiusX", radiusX), ("radiusY", radiusY),
    ])
    guard radiusX > 0, radiusY > 0 else { throw .shapeHasNoArea }
    return covered(in: size, bands: bands) { y, coverage in
      let relative = (y - centreY) / radiusY
      let remainder = 1 - relative * relative
      guard remainder > 0 else { return }
      let half = radiusX * remainder.squareRoot()
      coverage.add(
        from: coverage.samples(leftOf: centreX - half), to: coverage.samples(leftOf: centreX + half))
    }
  }

  /// A mask that `addLine` fills by adding, for each sample line at `y`, the samples inside the shape.
  private static func covered(
    in size: PixelSize, bands: Bands, _ addLine: @Sendable (Double, inout RowCoverage) -> Void
  ) -> Mask {
    let weights = bands.makeRows(of: UInt8.self, rowLength: size.width, height: size.height) {
      band, part in
      var coverage = RowCoverage(width: size.width)
      for row in band {
        for line in 0..<RowCoverage.samplesPerSide {
          addLine(RowCoverage.lineCentre(row: row, line: line), &coverage)
        }
        let offset = (row - band.lowerBound) * size.width
        coverage.store(into: UnsafeMutableBufferPointer(rebasing: part[offset..<offset + size.width]))
      }
    }
    return Mask(width: size.width, height: size.height, weights: weights)
  }

  /// For each pixel along one axis, how many of its 64 sample positions lie in `lower..<upper`.
  private static func sampleCounts(from lower: Double, to upper: Double, pixelCount: Int) -> [Int] {
    let coverage = RowCoverage(width: pixelCount)
    let first = coverage.samples(leftOf: lower)
    let last = coverage.samples(leftOf: upper)
    return (0..<pixelCount).map { pixel in
      let start = pixel * RowCoverage.samplesPerSide
      let end = start + RowCoverage.samplesPerSide
      return max(0, min(last, end) - max(first, start))
    }
  }

  static func requireCoordinates(_ values: [(name: String, value: Double)]) throws(RasterError) {
    for (name, value) in values where !(abs(value) <= maximumCoordinate) {
      throw .coordinateOutOfRange(name: name, found: value, maximum: maximumCoordinate)
    }
  }
}
