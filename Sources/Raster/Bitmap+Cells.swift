extension Bitmap {
  /// Pixels of the side of a cell over which colours are averaged, so that a cast is told from new texture.
  package static let castCell = 8

  /// How far the colours of two pictures are apart as a whole, outside a mask.
  ///
  /// Compared are the mean colours of cells of 8 x 8 pixels that lie wholly where the mask has weight 0; what a
  /// service draws anew in the same colours averages out, a tint does not.
  ///
  /// - Parameter mask: `nil` compares all cells.
  /// - Returns: `nil` when no cell lies outside the mask.
  /// - Throws: `sizeDiffers`.
  package func colourCast(
    from other: Bitmap, outside mask: Mask?, bands: Bands = .standard
  ) throws(RasterError) -> ColourShift? {
    try other.size.requireEqual(to: size)
    try mask?.size.requireEqual(to: size)
    guard width >= Self.castCell, height >= Self.castCell else { return nil }
    let cells = mask.map { $0.clearCells(side: Self.castCell) }
    let shift = try cellMeans(side: Self.castCell, bands: bands)
      .colourShift(to: other.cellMeans(side: Self.castCell, bands: bands), in: cells, bands: bands)
    return shift.pixelCount > 0 ? shift : nil
  }

  /// One pixel for each whole cell: the mean of its colours, alpha left aside.
  private func cellMeans(side: Int, bands: Bands) -> Bitmap {
    let (columns, rows) = (width / side, height / side)
    let samples = bands.makeRows(of: UInt8.self, rowLength: 4 * columns, height: rows) { band, part in
      for row in band {
        for column in 0..<columns {
          let mean = cellMean(column * side, row * side, side)
          let place = 4 * ((row - band.lowerBound) * columns + column)
          for channel in 0..<4 { part[place + channel] = mean[channel] }
        }
      }
    }
    return Bitmap(width: columns, height: rows, samples: samples)
  }

  private func cellMean(_ x: Int, _ y: Int, _ side: Int) -> SIMD4<UInt8> {
    var sums = SIMD4<UInt32>()
    samples.withUnsafeBytes { samples in
      for row in y..<y + side {
        for pixel in row * width + x..<row * width + x + side {
          sums &+= SIMD4(
            truncatingIfNeeded: samples.loadUnaligned(fromByteOffset: 4 * pixel, as: SIMD4<UInt8>.self))
        }
      }
    }
    let count = UInt32(side * side)
    var mean = SIMD4<UInt8>(truncatingIfNeeded: (sums &+ count / 2) / count)
    mean.w = 255
    return mean
  }

  /// True when no channel's samples are further apart than `tolerance`.
  package func isUniform(within tolerance: Int) -> Bool {
    var (lowest, highest) = (SIMD4<UInt8>(repeating: 255), SIMD4<UInt8>())
    samples.withUnsafeBytes { samples in
      for place in stride(from: 0, to: samples.count, by: 4) {
        let pixel = samples.loadUnaligned(fromByteOffset: place, as: SIMD4<UInt8>.self)
        lowest.replace(with: pixel, where: pixel .< lowest)
        highest.replace(with: pixel, where: pixel .> highest)
      }
    }
    return (highest &- lowest).max() <= tolerance
  }
}

extension Mask {
  /// One weight for each whole cell: 255 where all its weights are 0, else 0.
  fileprivate func clearCells(side: Int) -> Mask {
    var cells = Mask(width: width / side, height: height / side, filledWith: 255)
    for y in 0..<cells.height * side {
      for x in 0..<cells.width * side where weights[y * width + x] > 0 {
        cells[x / side, y / side] = 0
      }
    }
    return cells
  }
}
