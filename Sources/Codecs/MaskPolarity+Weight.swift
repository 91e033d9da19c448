extension MaskPolarity {
  /// The edit weight of a pixel in this polarity; `PNG.decodeMask` has the formulas.
  @inline(__always) func weight(of pixel: SIMD4<UInt8>) -> UInt8 {
    self == .alphaZeroIsEdit ? 255 - pixel.w : weight(ofLuma: Self.luma(of: pixel), alpha: pixel.w)
  }

  /// (299 R + 587 G + 114 B) / 1000, rounded (ITU-R BT.601).
  @inline(__always) static func luma(of pixel: SIMD4<UInt8>) -> UInt8 {
    let sum = 299 * UInt32(pixel.x) + 587 * UInt32(pixel.y) + 114 * UInt32(pixel.z)
    return UInt8((sum + 500) / 1000)
  }

  /// The edit weight where luma decides, with what is transparent not painted.
  @inline(__always) func weight(ofLuma luma: UInt8, alpha: UInt8) -> UInt8 {
    let painted = self == .whiteIsEdit ? luma : 255 - luma
    return UInt8((UInt32(painted) * UInt32(alpha) + 127) / 255)
  }
}
