extension Mask {
  /// Standard deviations, in pixels, by which a mask can be feathered.
  public static let sigmas = 0.0...256.0

  /// Softens the mask's edges; see `feathered(sigma:bands:)`.
  ///
  /// - Throws: `sigmaOutOfRange`, with nothing changed.
  public mutating func feather(sigma: Double, bands: Bands = .standard) throws(RasterError) {
    self = try feathered(sigma: sigma, bands: bands)
  }

  /// The mask convolved with a Gaussian that is cut at four standard deviations.
  ///
  /// Pixels at the frame's edge are repeated outside it. Integer arithmetic; within 1 level of a convolution
  /// in double precision.
  ///
  /// - Parameter sigma: Standard deviation in pixels, `0...256`; below 0.25 the mask stays as it is.
  /// - Throws: `sigmaOutOfRange`.
  /// - Complexity: O(pixels), with a factor that grows with sigma up to 16 and not beyond: a wider Gaussian
  ///   is computed from means of squares of pixels, at a smaller scale.
  public func feathered(sigma: Double, bands: Bands = .standard) throws(RasterError) -> Mask {
    guard Self.sigmas.contains(sigma) else {
      throw .sigmaOutOfRange(found: sigma, allowed: Self.sigmas)
    }
    let factor = sigma <= 16 ? 1 : Int(sigma / 8)
    let reach = Int(4 * sigma) + 2 * factor
    guard sigma >= 0.25, let box = facts(bands: bands).bounds else { return self }
    // Beyond the kernel's reach nothing but zeros comes in, and repeating a zero at the cut changes nothing.
    let area = box.expanded(by: reach).intersection(PixelRect(frameOf: size))
    let part = try cropped(to: area)
    let soft =
      factor == 1
      ? part.blurred(by: GaussianKernel(sigma: sigma), bands: bands)
      : part.blurredAtScale(factor, sigma: sigma, bands: bands)
    return Mask(width: width, height: height, filledWith: 0).pasting(soft, x: area.x, y: area.y)
  }

  private func blurred(by kernel: GaussianKernel, bands: Bands) -> Mask {
    let rows = GreyRows(width: width, height: height, values: weights.map { UInt16($0) << 8 })
    let soft = rows.blurred(by: kernel, bands: bands)
    return Mask(width: width, height: height, weights: soft.values.map { UInt8(($0 + 128) >> 8) })
  }

  /// Means of `factor` x `factor` pixels, blurred, and brought back by linear interpolation.
  ///
  /// Both steps blur too; the kernel's variance is smaller by theirs: `(factor^2 - 1) / 12` for the means
  /// and, averaged over positions, `factor^2 / 6` for the interpolation.
  private func blurredAtScale(_ factor: Int, sigma: Double, bands: Bands) -> Mask {
    let square = Double(factor * factor)
    let variance = (sigma * sigma - (square - 1) / 12 - square / 6) / square
    let kernel = GaussianKernel(sigma: variance.squareRoot())
    let cells = cellMeans(factor: factor, bands: bands)
    return enlarged(cells.blurred(by: kernel, bands: bands), factor: factor, bands: bands)
  }

  /// Cells outside the frame, on each side; they hold the edge's weights, which blurring repeats outwards.
  private static let outerCells = 2

  /// Means of squares of weights; squares that leave the frame repeat the weights at its edge.
  private func cellMeans(factor: Int, bands: Bands) -> GreyRows {
    let outer = Self.outerCells
    let columns = (width + factor - 1) / factor + 2 * outer
    let rows = (height + factor - 1) / factor + 2 * outer
    let values = bands.makeRows(of: UInt16.self, rowLength: columns, height: rows) { band, part in
      var sums = [Int](repeating: 0, count: columns)
      for row in band {
        for column in sums.indices { sums[column] = 0 }
        for line in 0..<factor {
          let y = min(max((row - outer) * factor + line, 0), height - 1)
          addCells(ofRow: y, factor: factor, to: &sums)
        }
        let area = factor * factor
        for column in sums.indices {
          part[(row - band.lowerBound) * columns + column] = UInt16(
            (sums[column] * 256 + area / 2) / area)
        }
      }
    }
    return GreyRows(width: columns, height: rows, values: values)
  }

  private func addCells(ofRow y: Int, factor: Int, to sums: inout [Int]) {
    weights.withUnsafeBufferPointer { weights in
      let row = UnsafeBufferPointer(rebasing: weights[y * width..<(y + 1) * width])
      for column in sums.indices {
        let first = (column - Self.outerCells) * factor
        for x in first..<first + factor { sums[column] += Int(row[min(max(x, 0), width - 1)]) }
      }
    }
  }

  private func enlarged(_ cells: GreyRows, factor: Int, bands: Bands) -> Mask {
    let columns = (0..<width).map { CellPosition(pixel: $0, factor: factor, outer: Self.outerCells) }
    let weights = bands.makeRows(of: UInt8.self, rowLength: width, height: height) { band, part in
      for y in band {
        let row = CellPosition(pixel: y, factor: factor, outer: Self.outerCells)
        let offset = (y - band.lowerBound) * width
        for x in 0..<width {
          part[offset + x] = cells.interpolated(column: columns[x], row: row, factor: factor)
        }
      }
    }
    return Mask(width: width, height: height, weights: weights)
  }
}

/// Between which cells a pixel's centre lies, and how far, in units of `1 / (2 * factor)`.
private struct CellPosition: Sendable {
  let cell: Int
  let fraction: Int

  init(pixel: Int, factor: Int, outer: Int) {
    let position = 2 * pixel + 1 - factor + 2 * factor * outer
    cell = position / (2 * factor)
    fraction = position % (2 * factor)
  }
}

extension GreyRows {
  /// The value between four cells, rounded to 8 bits.
  fileprivate func interpolated(column: CellPosition, row: CellPosition, factor: Int) -> UInt8 {
    let whole = 2 * factor
    let index = row.cell * width + column.cell
    let upper =
      Int(values[index]) * (whole - column.fraction) + Int(values[index + 1]) * column.fraction
    let lower =
      Int(values[index + width]) * (whole - column.fraction)
      + Int(values[index + width + 1]) * column.fraction
    let sum = upper * (whole - row.fraction) + lower * row.fraction
    let divisor = whole * whole * 256
    return UInt8((sum + divisor / 2) / divisor)
  }
}
