extension Mask {
  /// A mask of a band along all four edges of the frame.
  ///
  /// The weight is 255 times the share of 64 x 64 sample positions of a pixel that lie nearer than `width` to
  /// an edge. A width of half of the shorter side or more covers the frame.
  ///
  /// - Parameters:
  ///   - size: The mask's size.
  ///   - width: Pixels, above zero and at most 1e6; decimals are allowed.
  /// - Throws: `sizeOutOfRange`, `coordinateOutOfRange`, or `shapeHasNoArea` for a width of zero or less.
  public static func border(
    in size: PixelSize, width: Double, bands: Bands = .standard
  ) throws(RasterError) -> Mask {
    let size = try size.validated()
    try requireCoordinates([("width", width)])
    guard width > 0 else { throw .shapeHasNoArea }
    let columns = RoundedRectangle.sampleCounts(
      from: width, to: Double(size.width) - width, pixelCount: size.width)
    let rows = RoundedRectangle.sampleCounts(
      from: width, to: Double(size.height) - width, pixelCount: size.height)
    let innerRow = columns.map { RowCoverage.weight(coveredSamples: 4096 - $0 * 64) }
    return drawn(in: size, bands: bands) { row, weights, _ in
      switch rows[row] {
      case 0: weights.update(repeating: 255)
      case 64: _ = weights.update(fromContentsOf: innerRow)
      default:
        for (x, column) in columns.enumerated() {
          weights[x] = RowCoverage.weight(coveredSamples: 4096 - column * rows[row])
        }
      }
    }
  }
}
