internal import Raster

extension MaskReading {
  /// Weights up to this are taken for 0, and as far from 255 for 255, where compression adds noise.
  package static let largestNoise: UInt8 = 8

  /// Understands a decoded picture as a mask.
  ///
  /// Luma is (299 R + 587 G + 114 B) / 1000, rounded (ITU-R BT.601), which is the grey level itself for grey
  /// files. Where luma decides and the file has alpha, what is transparent counts as not painted: the
  /// weight is scaled by alpha / 255, rounded.
  ///
  /// - Parameter hasNoise: The colours went through compression with loss: luma within `largestNoise` levels of
  ///   black or white is taken for black or white. Alpha never went through it.
  /// - Throws: `CodecError` with `noAlpha` when alpha was stated to decide and the file has none.
  init(
    _ picture: DecodedPicture, interpretation: MaskInterpretation, hasNoise: Bool = false
  ) throws(CodecError) {
    let (polarity, reason) = try Self.polarity(of: picture, interpretation: interpretation)
    let bitmap = picture.bitmap
    let noise = hasNoise && polarity != .alphaZeroIsEdit ? Self.largestNoise : 0
    var snappedCount = 0
    let weights = [UInt8](unsafeUninitializedCapacity: bitmap.width * bitmap.height) {
      weights, initialized in
      let samples = bitmap.samples.span
      for index in weights.indices {
        weights[index] = Self.weight(
          of: samples, at: 4 * index, polarity: polarity, noise: noise, snappedCount: &snappedCount)
      }
      initialized = weights.count
    }
    self.init(
      mask: Mask(width: bitmap.width, height: bitmap.height, weights: weights), polarity: polarity,
      reason: reason, snappedPixelCount: snappedCount)
  }

  private static func polarity(
    of picture: DecodedPicture, interpretation: MaskInterpretation
  ) throws(CodecError) -> (MaskPolarity, Reason) {
    switch interpretation {
    case .stated(.alphaZeroIsEdit) where !picture.hasAlpha: throw CodecError(.noAlpha)
    case .stated(let polarity): return (polarity, .stated)
    case .automatic where !picture.hasAlpha: return (.whiteIsEdit, .noAlpha)
    case .automatic where picture.bitmap.isOpaque: return (.whiteIsEdit, .alphaIsOpaqueEverywhere)
    case .automatic: return (.alphaZeroIsEdit, .alphaVaries)
    }
  }

  private static func weight(
    of samples: borrowing Span<UInt8>, at index: Int, polarity: MaskPolarity, noise: UInt8,
    snappedCount: inout Int
  ) -> UInt8 {
    let pixel = SIMD4(samples[index], samples[index + 1], samples[index + 2], samples[index + 3])
    guard noise > 0 else { return polarity.weight(of: pixel) }
    var luma = MaskPolarity.luma(of: pixel)
    if luma > 0, luma <= noise {
      luma = 0
      snappedCount += 1
    } else if luma < 255, luma >= 255 - noise {
      luma = 255
      snappedCount += 1
    }
    return polarity.weight(ofLuma: luma, alpha: pixel.w)
  }
}
