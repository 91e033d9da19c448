/// How new samples are computed from old ones.
public enum Resampling: String, Hashable, Sendable {
  /// Lanczos' window of three lobes (Turkowski, "Filters for Common Resampling Tasks", 1990), widened by the
  /// factor of a reduction so that every old sample counts.
  case lanczos3
  /// A triangle as wide as the coarser grid's step to each side: linear interpolation when enlarging, a
  /// weighted mean when reducing; widened as above.
  case triangle
}

extension Bitmap {
  /// How `resized(to:bands:)` computes samples.
  public static let resampling = Resampling.lanczos3

  /// The picture at another size, by `Resampling.lanczos3`.
  ///
  /// Lanczos' filter of three lobes, widened when shrinking, on premultiplied samples in integer arithmetic.
  /// One colour stays exactly that colour, opaque stays opaque, and the picture's own size gives the picture
  /// itself. Where the result is transparent, the colour is that of the nearest source pixel.
  ///
  /// - Throws: `sizeOutOfRange` for a size without pixels or above `PixelSize.maximumPixelCount`.
  public func resized(to target: PixelSize, bands: Bands = .standard) throws(RasterError) -> Bitmap {
    let target = try target.validated()
    guard target != size else { return self }
    let resampler = SeparableResampler(from: size, to: target, channels: 4, filter: .lanczos3)
    let samples = bands.makeRows(of: UInt8.self, rowLength: 4 * target.width, height: target.height) {
      band, part in
      resampler.resample(band, load: premultiply) { row, sums in
        let start = (row - band.lowerBound) * 4 * target.width
        let pixels = UnsafeMutableBufferPointer(
          rebasing: part[start..<start + 4 * target.width])
        store(sums, into: pixels, row: row, target: target)
      }
    }
    return Bitmap(width: target.width, height: target.height, samples: samples)
  }

  /// Bits behind the point of premultiplied samples, so that colours under little alpha stay exact too.
  private static let fractionBits = 12

  /// 255 times 255 with these bits: full alpha, or a full colour under full alpha.
  private static let fullAlpha = 65_025 << fractionBits

  /// Writes a row as colour times alpha, and alpha times 255: all `0...fullAlpha`.
  private func premultiply(row: Int, into premultiplied: UnsafeMutableBufferPointer<Int32>) {
    samples.withUnsafeBufferPointer { samples in
      let row = UnsafeBufferPointer(rebasing: samples[4 * width * row..<4 * width * (row + 1)])
      for pixel in 0..<width {
        let alpha = Int32(row[4 * pixel + 3]) << Int32(Self.fractionBits)
        for channel in 0..<3 {
          premultiplied[4 * pixel + channel] = Int32(row[4 * pixel + channel]) * alpha
        }
        premultiplied[4 * pixel + 3] = alpha * 255
      }
    }
  }

  private func store(
    _ sums: UnsafeBufferPointer<Int>, into pixels: UnsafeMutableBufferPointer<UInt8>, row: Int,
    target: PixelSize
  ) {
    for x in 0..<target.width {
      // Where the filter overshoots, colour is divided by the overshooting alpha and so stays the same.
      let total = max(sums[4 * x + 3], 0)
      let alpha = min((total * 255 + Self.fullAlpha / 2) / Self.fullAlpha, 255)
      pixels[4 * x + 3] = UInt8(alpha)
      guard alpha > 0 else {
        let nearest = nearestPixel(x: x, y: row, target: target)
        for channel in 0..<3 { pixels[4 * x + channel] = samples[nearest + channel] }
        continue
      }
      for channel in 0..<3 {
        let colour = (max(sums[4 * x + channel], 0) * 255 + total / 2) / total
        pixels[4 * x + channel] = UInt8(min(colour, 255))
      }
    }
  }

  /// Where the samples of the pixel nearest to a target's pixel begin.
  private func nearestPixel(x: Int, y: Int, target: PixelSize) -> Int {
    let column = (2 * x + 1) * width / (2 * target.width)
    let row = (2 * y + 1) * height / (2 * target.height)
    return 4 * (row * width + column)
  }
}

extension Mask {
  /// How `resized(to:bands:)` computes weights.
  public static let resampling = Resampling.triangle

  /// The mask at another size, by `Resampling.triangle`.
  ///
  /// Linear interpolation when enlarging; when shrinking, a mean of all weights under a triangle that is as
  /// much wider as the target is smaller. The result never leaves the range of the weights.
  ///
  /// - Throws: `sizeOutOfRange` for a size without pixels or above `PixelSize.maximumPixelCount`.
  public func resized(to target: PixelSize, bands: Bands = .standard) throws(RasterError) -> Mask {
    let target = try target.validated()
    guard target != size else { return self }
    let resampler = SeparableResampler(from: size, to: target, channels: 1, filter: .triangle)
    let weights = bands.makeRows(of: UInt8.self, rowLength: target.width, height: target.height) {
      band, part in
      resampler.resample(band, load: scaleUp) { row, sums in
        let start = (row - band.lowerBound) * target.width
        for x in 0..<target.width { part[start + x] = UInt8((sums[x] + 128) >> 8) }
      }
    }
    return Mask(width: target.width, height: target.height, weights: weights)
  }

  /// Writes a row's weights times 256, so that rounding between the axes does not count.
  private func scaleUp(row: Int, into values: UnsafeMutableBufferPointer<Int32>) {
    for x in 0..<width { values[x] = Int32(weights[row * width + x]) << 8 }
  }
}
