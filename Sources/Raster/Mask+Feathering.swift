extension Mask {
  /// Standard deviations, in pixels, by which a mask can be feathered.
  public static let sigmas = 0.0...256.0

  /// Softens the mask's edges; see `feathered(sigma:bands:)`.
  ///
  /// - Throws: `sigmaOutOfRange`, with nothing changed.
  public mutating func feather(sigma: Double, bands: Bands = .standard) throws(RasterError) {
    guard Self.sigmas.contains(sigma) else {
      throw .sigmaOutOfRange(found: sigma, allowed: Self.sigmas)
    }
    guard sigma >= 0.25 else { return }
    let tiles = UniformTiles(of: self, bands: bands)
    if sigma < 2 * Self.smallestSigmaOfCells {
      blur(by: GaussianKernel(sigma: sigma), tiles: tiles, bands: bands)
    } else {
      blurAtScale(sigma: sigma, tiles: tiles, bands: bands)
    }
  }

  /// The mask convolved with a Gaussian that is cut at four standard deviations.
  ///
  /// Pixels at the frame's edge are repeated outside it. Integer arithmetic; within 1 level of a convolution
  /// in double precision.
  ///
  /// - Parameter sigma: Standard deviation in pixels, `0...256`; below 0.25 the mask stays as it is.
  /// - Throws: `sigmaOutOfRange`.
  /// - Complexity: O(pixels), least where the mask is uniform around; below 7 pixels with a factor that grows
  ///   with sigma, from there on not: a wider Gaussian is computed at a smaller scale.
  public func feathered(sigma: Double, bands: Bands = .standard) throws(RasterError) -> Mask {
    var result = self
    try result.feather(sigma: sigma, bands: bands)
    return result
  }

  /// The smallest standard deviation, in cells, at which a Gaussian is computed at a smaller scale.
  ///
  /// From here on its kernel is so near the exact one that no mask whatever gets a weight more than 0.16
  /// levels off by the change of scale.
  private static let smallestSigmaOfCells = 3.5

  private mutating func blur(by kernel: GaussianKernel, tiles: UniformTiles, bands: Bands) {
    let update = TiledUpdate(tiles: tiles, reach: kernel.radius, bands: bands)
    withMutableWeights { weights in
      update.apply(to: weights) { column, row in
        !tiles.surroundings(column: column, row: row, reach: kernel.radius).isUniform
      } compute: { source, pixels, result in
        let columns = pixels.x - kernel.radius..<pixels.maxX + kernel.radius
        GaussianPatch(kernel: kernel, size: pixels.size).compute { row, samples in
          source.load(row: pixels.y + row, columns: columns, into: samples)
        } store: { row, samples in
          let start = row * pixels.width
          for x in 0..<pixels.width {
            result[start + x] = UInt8(truncatingIfNeeded: (samples[x] &+ 64) &>> 7)
          }
        }
      }
    }
  }

  /// Halves the scale as often as the Gaussian stays wide enough, blurs, and brings the mask back.
  ///
  /// All steps down and up together blur too, by the variance `(scale^2 - 1) / 2`.
  private mutating func blurAtScale(sigma: Double, tiles: UniformTiles, bands: Bands) {
    var scale = 2
    while sigma >= Double(2 * scale) * Self.smallestSigmaOfCells { scale *= 2 }
    let square = Double(scale * scale)
    let variance = (sigma * sigma - (square - 1) / 2) / square
    let kernel = GaussianKernel(sigma: variance.squareRoot())
    let cellScale = CellScale(factor: min(scale, 4))
    let cells = cellScale.cells(of: self, tiles: tiles, bands: bands)
    let soft = cells.blurred(by: kernel, halvings: max(scale / 4, 1).trailingZeroBitCount, bands: bands)
    cellScale.enlarge(soft, into: &self, tiles: tiles, bands: bands)
  }
}

extension CellPlane {
  /// Blurred by a kernel for the scale that is reached after some halvings.
  fileprivate func blurred(by kernel: GaussianKernel, halvings: Int, bands: Bands) -> CellPlane {
    guard halvings > 0 else { return blurred(by: kernel, bands: bands) }
    return halved(bands: bands).blurred(by: kernel, halvings: halvings - 1, bands: bands)
      .doubled(to: PixelSize(width: width, height: height), bands: bands)
  }
}

extension TiledUpdate.Source {
  /// Samples of one row for a Gaussian; weights at the frame's edges are repeated outside.
  fileprivate func load(row: Int, columns: Range<Int>, into samples: UnsafeMutablePointer<UInt16>) {
    let row = weights + min(max(row, 0), size.height - 1) * size.width
    let inside = max(columns.lowerBound, 0)..<min(columns.upperBound, size.width)
    func sample(_ x: Int) -> UInt16 { UInt16(row.load(fromByteOffset: x, as: UInt8.self)) &<< 7 }
    for x in columns.lowerBound..<inside.lowerBound { samples[x &- columns.lowerBound] = sample(0) }
    for x in inside { samples[x &- columns.lowerBound] = sample(x) }
    for x in inside.upperBound..<columns.upperBound {
      samples[x &- columns.lowerBound] = sample(size.width - 1)
    }
  }
}
