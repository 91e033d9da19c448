extension Bitmap {
  /// A mask of the pixels whose colour is near a given one, with a soft limit.
  ///
  /// The distance of two colours is the largest difference of a channel, alpha included. The weight is 255 up
  /// to a distance of `tolerance`, falls linearly from there, and is 0 at `tolerance + softness`.
  ///
  /// - Parameters:
  ///   - colour: The colour that is looked for.
  ///   - tolerance: Largest distance with full weight, `0...255`.
  ///   - softness: Width of the fall, `0...255`; at 0 the limit is sharp.
  /// - Throws: `numberOutOfRange` for a tolerance or softness that is not in range.
  public func colourKey(
    _ colour: Colour, tolerance: Int, softness: Int, bands: Bands = .standard
  ) throws(RasterError) -> Mask {
    try Mask.requireLevel("tolerance", tolerance)
    try Mask.requireLevel("softness", softness)
    let ramp = WeightRamp(full: 0...tolerance, softness: softness)
    return mask(by: ColourDistance(from: colour), ramp: ramp, bands: bands)
  }
}
