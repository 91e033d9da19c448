internal import CPNG
public import Raster

extension PNG {
  /// How much work goes into a smaller file; the pixels are the same.
  public enum Effort: String, CaseIterable, Hashable, Sendable {
    /// Quick, for files that go over the wire once.
    case wire
    /// Smaller and several times slower, for files that stay.
    case small

    /// What is tried for a picture. Photographs and drawings want opposite settings, so both are tried.
    fileprivate var pictureRecipes: [pentimento_png_recipe] {
      switch self {
      case .wire: [.runs, .repeats]
      case .small: [.small_runs, .small_mixed, .small_repeats]
      }
    }

    fileprivate var maskRecipes: [pentimento_png_recipe] {
      switch self {
      case .wire: [.mask]
      case .small: [.small_mask]
      }
    }
  }

  /// Encodes a picture: 8-bit RGB when every pixel is opaque, otherwise 8-bit RGBA.
  ///
  /// Colour under transparent pixels is kept. Not interlaced, no ancillary chunks. A few fixed settings are
  /// tried and the smallest file is returned. The same picture and effort give the same bytes with one build
  /// of libpng and zlib; other builds may compress differently.
  ///
  /// - Throws: `CodecError` with `notEncodable` when a side exceeds 2^29 - 1 pixels, or `outOfMemory`.
  public static func encode(
    _ bitmap: Bitmap, effort: Effort = .wire
  ) throws(CodecError) -> [UInt8] {
    try smallestFile(
      of: bitmap.samples, size: bitmap.size, layout: bitmap.isOpaque ? .opaque : .alpha,
      recipes: effort.pictureRecipes)
  }

  /// Encodes a mask in a stated polarity.
  ///
  /// `whiteIsEdit` and `blackIsEdit` give 8-bit grey; `alphaZeroIsEdit` gives 8-bit RGBA with black colour
  /// everywhere, even where every pixel is opaque.
  ///
  /// - Throws: `CodecError` with `notEncodable` when a side exceeds 2^29 - 1 pixels, or `outOfMemory`.
  public static func encode(
    mask: Mask, as polarity: MaskPolarity, effort: Effort = .wire
  ) throws(CodecError) -> [UInt8] {
    let samples: [UInt8]
    switch polarity {
    case .whiteIsEdit: samples = mask.weights
    case .blackIsEdit: samples = mask.weights.map { 255 - $0 }
    case .alphaZeroIsEdit: samples = blackSamples(alphaFrom: mask.weights)
    }
    return try smallestFile(
      of: samples, size: mask.size, layout: polarity == .alphaZeroIsEdit ? .alpha : .grey,
      recipes: effort.maskRecipes)
  }

  private static func blackSamples(alphaFrom weights: [UInt8]) -> [UInt8] {
    var samples = [UInt8](repeating: 0, count: 4 * weights.count)
    for index in weights.indices { samples[4 * index + 3] = 255 - weights[index] }
    return samples
  }

  private static func smallestFile(
    of samples: [UInt8], size: PixelSize, layout: pentimento_png_layout,
    recipes: [pentimento_png_recipe]
  ) throws(CodecError) -> [UInt8] {
    guard let width = UInt32(exactly: size.width), let height = UInt32(exactly: size.height) else {
      throw CodecError(.notEncodable, found: max(size.width, size.height))
    }
    var smallest = pentimento_png_buffer()
    defer { pentimento_png_buffer_free(&smallest) }
    for recipe in recipes {
      var output = try samples.withUnsafeBufferPointer { buffer throws(CodecError) in
        guard let source = buffer.baseAddress else { preconditionFailure("a picture has samples") }
        return try encodeFile(
          pentimento_png_picture(
            samples: source, sample_count: buffer.count, width: width, height: height, layout: layout,
            recipe: recipe))
      }
      if smallest.bytes == nil || output.count < smallest.count { swap(&smallest, &output) }
      pentimento_png_buffer_free(&output)
    }
    return [UInt8](UnsafeBufferPointer(start: smallest.bytes, count: smallest.count))
  }

  /// The file in memory of the C side, which the caller frees; nothing is left to free after an error.
  private static func encodeFile(
    _ picture: pentimento_png_picture
  ) throws(CodecError) -> pentimento_png_buffer {
    var failure = pentimento_png_failure()
    var output = pentimento_png_buffer()
    let code = withUnsafePointer(to: picture) { pentimento_png_encode($0, &output, &failure) }
    guard code == .ok else { throw CodecError(failure, whenRefused: .notEncodable) }
    return output
  }
}
