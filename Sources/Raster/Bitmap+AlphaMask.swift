extension Bitmap {
  /// A mask of what is transparent: the weight is 255 minus the pixel's alpha.
  public func transparencyMask(bands: Bands = .standard) -> Mask {
    mask(by: Transparency(), bands: bands)
  }
}

private struct Transparency: PixelMeasure {
  @inline(__always)
  func values(of pixels: SIMD16<UInt8>) -> SIMD4<UInt32> {
    ~unsafeBitCast(pixels, to: SIMD4<UInt32>.self) &>> 24
  }
}
