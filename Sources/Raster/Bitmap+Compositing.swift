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
        adjusted.samples.withUnsafeBufferPointer { adjusted in
          mask.weights.withUnsafeBufferPointer { weights in
            for pixel in 0..<rows.count * width {
              Self.blend(
                UnsafeMutableBufferPointer(rebasing: part[4 * pixel..<4 * pixel + 4]),
                with: UnsafeBufferPointer(
                  rebasing: adjusted[4 * (start + pixel)..<4 * (start + pixel) + 4]),
                weight: Int(weights[start + pixel]))
            }
          }
        }
      }
    }
  }

  /// Moves one pixel towards `adjusted`; both hold red, green, blue, alpha.
  @inline(__always)
  private static func blend(
    _ base: UnsafeMutableBufferPointer<UInt8>, with adjusted: UnsafeBufferPointer<UInt8>, weight: Int
  ) {
    if weight == 0 { return }
    if weight == 255 {
      for channel in 0..<4 { base[channel] = adjusted[channel] }
      return
    }
    let keep = 255 - weight
    if base[3] & adjusted[3] == 255 {
      for channel in 0..<3 {
        let sum = Int(base[channel]) * keep + Int(adjusted[channel]) * weight
        base[channel] = UInt8((sum + 127) / 255)
      }
      return
    }
    blendTransparent(base, with: adjusted, keep: Int(base[3]) * keep, take: Int(adjusted[3]) * weight)
  }

  /// - Parameters:
  ///   - keep: The base's alpha times its share of 255.
  ///   - take: The other's alpha times its share of 255.
  private static func blendTransparent(
    _ base: UnsafeMutableBufferPointer<UInt8>, with adjusted: UnsafeBufferPointer<UInt8>, keep: Int,
    take: Int
  ) {
    let total = keep + take
    let alpha = (total + 127) / 255
    if alpha > 0 {
      for channel in 0..<3 {
        let sum = Int(base[channel]) * keep + Int(adjusted[channel]) * take
        base[channel] = UInt8((2 * sum + total) / (2 * total))
      }
    }
    base[3] = UInt8(alpha)
  }
}
