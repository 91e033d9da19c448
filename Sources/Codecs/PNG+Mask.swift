internal import Raster

extension PNG {
  /// Decodes a file as an edit mask.
  ///
  /// Luma is (299 R + 587 G + 114 B) / 1000, rounded (ITU-R BT.601), which is the grey level itself for grey
  /// files. Where luma decides and the file has alpha, what is transparent counts as not painted: the
  /// weight is scaled by alpha / 255, rounded.
  ///
  /// - Parameters:
  ///   - bytes: The whole file, any colour type and depth.
  ///   - limits: Checked against the header before memory is taken.
  ///   - interpretation: `automatic` takes transparent as edit when any pixel is not opaque, otherwise white
  ///     as edit; the reading says which and why.
  /// - Returns: A mask of the picture's size. An empty mask (all 0) is not an error.
  /// - Throws: `CodecError` as `decode` does; `noAlpha` when alpha was stated to decide and the file has none.
  public static func decodeMask(
    _ bytes: RawSpan, limits: DecodeLimits = .standard,
    interpretation: MaskInterpretation = .automatic
  ) throws(CodecError) -> MaskReading {
    let picture = try decode(bytes, limits: limits)
    let (polarity, reason) = try polarity(of: picture, interpretation: interpretation)
    return MaskReading(
      mask: mask(from: picture.bitmap, polarity: polarity), polarity: polarity, reason: reason,
      header: picture.header)
  }

  /// Decodes a file as an edit mask; see the variant for a span.
  public static func decodeMask(
    _ bytes: [UInt8], limits: DecodeLimits = .standard,
    interpretation: MaskInterpretation = .automatic
  ) throws(CodecError) -> MaskReading {
    try decodeMask(bytes.span.bytes, limits: limits, interpretation: interpretation)
  }

  private static func polarity(
    of picture: DecodedPicture, interpretation: MaskInterpretation
  ) throws(CodecError) -> (MaskPolarity, MaskReading.Reason) {
    switch interpretation {
    case .stated(.alphaZeroIsEdit) where !picture.header.hasAlpha: throw CodecError(.noAlpha)
    case .stated(let polarity): return (polarity, .stated)
    case .automatic where !picture.header.hasAlpha: return (.whiteIsEdit, .noAlpha)
    case .automatic where picture.bitmap.isOpaque: return (.whiteIsEdit, .alphaIsOpaqueEverywhere)
    case .automatic: return (.alphaZeroIsEdit, .alphaVaries)
    }
  }

  private static func mask(from bitmap: Bitmap, polarity: MaskPolarity) -> Mask {
    let weights = [UInt8](unsafeUninitializedCapacity: bitmap.width * bitmap.height) {
      weights, initialized in
      let samples = bitmap.samples.span
      for index in weights.indices {
        weights[index] = weight(of: samples, at: 4 * index, polarity: polarity)
      }
      initialized = weights.count
    }
    return Mask(width: bitmap.width, height: bitmap.height, weights: weights)
  }

  private static func weight(
    of samples: borrowing Span<UInt8>, at index: Int, polarity: MaskPolarity
  ) -> UInt8 {
    let alpha = samples[index + 3]
    if polarity == .alphaZeroIsEdit { return 255 - alpha }
    let sum =
      299 * UInt32(samples[index]) + 587 * UInt32(samples[index + 1])
      + 114 * UInt32(samples[index + 2])
    let luma = (sum + 500) / 1000
    let painted = polarity == .whiteIsEdit ? luma : 255 - luma
    return UInt8((painted * UInt32(alpha) + 127) / 255)
  }
}
