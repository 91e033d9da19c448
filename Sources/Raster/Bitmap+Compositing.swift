extension Bitmap {
  /// This picture laid over `base` as strongly as `mask` says.
  ///
  /// Weight 0 gives the base's pixel and weight 255 this picture's, bit for bit, also where they are
  /// transparent. Between, with `w` the weight:
  ///
  /// - Both pixels opaque: each sample is `base + (adjusted - base) * w / 255`, rounded to the nearest;
  ///   ties cannot occur, because 255 is odd.
  /// - Otherwise alpha is interpolated in the same way, and colour is the mean of the two colours weighted by
  ///   `alpha * (255 - w)` and `alpha * w` (interpolation of premultiplied samples), rounded to the nearest,
  ///   ties up. Where the resulting alpha is 0, the base's colour stays.
  ///
  /// - Throws: `sizeDiffers` when the base or the mask has another size.
  public func composited(
    over base: Bitmap, through mask: Mask, bands: Bands = .standard
  ) throws(RasterError) -> Bitmap {
    try base.size.requireEqual(to: size)
    var result = base
    try result.compose(self, through: mask, bands: bands)
    return result
  }

  /// Lays `adjusted` over this picture as strongly as `mask` says; see `composited(over:through:bands:)`.
  ///
  /// - Throws: `sizeDiffers` when the other picture or the mask has another size; nothing is changed.
  public mutating func compose(
    _ adjusted: Bitmap, through mask: Mask, bands: Bands = .standard
  ) throws(RasterError) {
    try adjusted.size.requireEqual(to: size)
    try mask.size.requireEqual(to: size)
    let (width, height) = (width, height)
    withMutableSamples { samples in
      bands.update(samples, rowLength: 4 * width, height: height) { rows, part in
        let start = rows.lowerBound * width
        adjusted.samples.withUnsafeBytes { adjusted in
          mask.weights.withUnsafeBytes { weights in
            guard let base = part.baseAddress, let adjusted = adjusted.baseAddress,
              let weights = weights.baseAddress
            else { return }
            PixelBlend(
              base: UnsafeMutableRawPointer(base), adjusted: adjusted + 4 * start, weights: weights + start
            )
            .blend(count: rows.count * width)
          }
        }
      }
    }
  }
}
