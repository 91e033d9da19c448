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
  ///   - cornerRadius: Radius of the quarter circles that round the corners, in pixels, `0...1e6`; what is
  ///     longer than half of the shorter side counts as that half.
  /// - Throws: `sizeOutOfRange`, `coordinateOutOfRange`, `valueOutOfRange` for the corner's radius, or
  ///   `shapeHasNoArea` for a length of zero or less.
  /// - Complexity: O(pixels), at the speed of filling memory but for the rows of the corners.
  public static func rectangle(
    in size: PixelSize, x: Double, y: Double, width: Double, height: Double, cornerRadius: Double = 0,
    bands: Bands = .standard
  ) throws(RasterError) -> Mask {
    let size = try size.validated()
    try requireCoordinates([("x", x), ("y", y), ("width", width), ("height", height)])
    try requireNumber("cornerRadius", cornerRadius, in: 0...maximumCoordinate)
    guard width > 0, height > 0 else { throw .shapeHasNoArea }
    let shape = RoundedRectangle(
      left: x, top: y, right: x + width, bottom: y + height,
      cornerRadius: min(cornerRadius, min(width, height) / 2))
    return shape.mask(in: size, bands: bands)
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
  /// - Complexity: O(pixels) at the speed of filling memory, and 64 square roots for each row it crosses.
  public static func ellipse(
    in size: PixelSize, centreX: Double, centreY: Double, radiusX: Double, radiusY: Double,
    bands: Bands = .standard
  ) throws(RasterError) -> Mask {
    let size = try size.validated()
    try requireCoordinates([
      ("centreX", centreX), ("centreY", centreY), ("radiusX", radiusX), ("radiusY", radiusY),
    ])
    guard radiusX > 0, radiusY > 0 else { throw .shapeHasNoArea }
    return drawn(in: size, bands: bands) { row, weights, coverage in
      guard Double(row + 1) > centreY - radiusY, Double(row) < centreY + radiusY else {
        weights.update(repeating: 0)
        return
      }
      for line in 0..<coverage.samplesPerSide {
        let relative = (coverage.lineCentre(row: row, line: line) - centreY) / radiusY
        let remainder = 1 - relative * relative
        guard remainder > 0 else { continue }
        let half = radiusX * remainder.squareRoot()
        coverage.add(
          from: coverage.samples(leftOf: centreX - half), to: coverage.samples(leftOf: centreX + half))
      }
      coverage.store(into: weights)
    }
  }

  /// A mask whose rows `draw` writes, each with all its weights, with the help of an empty coverage.
  static func drawn(
    in size: PixelSize, bands: Bands,
    _ draw: @Sendable (Int, UnsafeMutableBufferPointer<UInt8>, inout RowCoverage) -> Void
  ) -> Mask {
    let weights = bands.makeRows(of: UInt8.self, rowLength: size.width, height: size.height) {
      band, part in
      var coverage = RowCoverage(width: size.width)
      for row in band {
        let offset = (row - band.lowerBound) * size.width
        draw(row, UnsafeMutableBufferPointer(rebasing: part[offset..<offset + size.width]), &coverage)
      }
    }
    return Mask(width: size.width, height: size.height, weights: weights)
  }
}
