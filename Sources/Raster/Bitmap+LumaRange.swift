extension Bitmap {
  /// A mask of the pixels whose luma lies in a range, with soft limits on both sides.
  ///
  /// Luma is (299 R + 587 G + 114 B) / 1000, rounded; alpha does not count. The weight is 255 inside the range,
  /// falls linearly outside, and is 0 at a distance of `softness`.
  ///
  /// - Parameters:
  ///   - range: The luma values with full weight, within `0...255`.
  ///   - softness: Width of the fall on each side, `0...255`; at 0 the limits are sharp.
  /// - Throws: `numberOutOfRange` for a limit or softness that is not in range.
  /// - Note: Source: Recommendation ITU-R BT.601, section 2.5.1.
  public func lumaRange(
    _ range: ClosedRange<Int>, softness: Int, bands: Bands = .standard
  ) throws(RasterError) -> Mask {
    try Mask.requireLevel("lower", range.lowerBound)
    try Mask.requireLevel("upper", range.upperBound)
    try Mask.requireLevel("softness", softness)
    let ramp = WeightRamp(full: range, softness: softness)
    return mask(by: Luma(), ramp: ramp, bands: bands)
  }
}

private struct Luma: PixelMeasure {
  @inline(__always)
  func values(of pixels: SIMD16<UInt8>) -> SIMD4<UInt32> {
    let words = unsafeBitCast(pixels, to: SIMD4<UInt32>.self)
    let byte = SIMD4<UInt32>(repeating: 255)
    let (red, green) = (words & byte, (words &>> 8) & byte)
    let blue = (words &>> 16) & byte
    let sum = red &* 299 &+ green &* 587 &+ blue &* 114
    // v / 125 = v * 33555 / 2^22 for every v up to 32,000: 33555 is 2^22 / 125 rounded up, and what that adds
    // stays below 1/125.
    return (((sum &+ 500) &>> 3) &* 33_555) &>> 22
  }
}
