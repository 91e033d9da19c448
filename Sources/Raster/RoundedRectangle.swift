/// A rectangle whose corners are quarter circles; edges in pixels from the frame's top left corner.
struct RoundedRectangle: Sendable {
  let left: Double
  let top: Double
  let right: Double
  let bottom: Double
  /// Pixels, at most half of the shorter side.
  let cornerRadius: Double

  /// The weights, 255 times the share of 64 x 64 samples inside.
  func mask(in size: PixelSize, bands: Bands) -> Mask {
    let columns = Self.sampleCounts(from: left, to: right, pixelCount: size.width)
    let rows = Self.sampleCounts(from: top, to: bottom, pixelCount: size.height)
    let fullRow = columns.map { RowCoverage.weight(coveredSamples: $0 * 64) }
    return Mask.drawn(in: size, bands: bands) { row, weights, coverage in
      if rows[row] == 0 {
        weights.update(repeating: 0)
      } else if isRounded(row: row) {
        addLines(of: row, to: &coverage)
        coverage.store(into: weights)
      } else if rows[row] == 64 {
        _ = weights.update(fromContentsOf: fullRow)
      } else {
        for (x, column) in columns.enumerated() {
          weights[x] = RowCoverage.weight(coveredSamples: column * rows[row])
        }
      }
    }
  }

  private func isRounded(row: Int) -> Bool {
    cornerRadius > 0
      && (Double(row) < top + cornerRadius || Double(row + 1) > bottom - cornerRadius)
  }

  private func addLines(of row: Int, to coverage: inout RowCoverage) {
    for line in 0..<coverage.samplesPerSide {
      let y = coverage.lineCentre(row: row, line: line)
      guard y >= top, y < bottom else { continue }
      let inset = self.inset(y: y)
      coverage.add(
        from: coverage.samples(leftOf: left + inset), to: coverage.samples(leftOf: right - inset))
    }
  }

  /// How far the outline at `y` lies inside the straight edges left and right.
  private func inset(y: Double) -> Double {
    let beyond = max(top + cornerRadius - y, y - (bottom - cornerRadius), 0)
    let reach = max(cornerRadius * cornerRadius - beyond * beyond, 0).squareRoot()
    return cornerRadius - reach
  }

  /// For each pixel along one axis, how many of its 64 sample positions lie in `lower..<upper`.
  static func sampleCounts(from lower: Double, to upper: Double, pixelCount: Int) -> [Int] {
    let side = RowCoverage.samplesPerSide
    let first = RowCoverage.centres(before: lower, perPixel: side, pixelCount: pixelCount)
    let last = RowCoverage.centres(before: upper, perPixel: side, pixelCount: pixelCount)
    return (0..<pixelCount).map { pixel in
      max(0, min(last, (pixel + 1) * side) - max(first, pixel * side))
    }
  }
}
