extension Bitmap {
  /// The peak signal-to-noise ratio over the pixels with a weight above 0, in decibels.
  ///
  /// `10 * log10(255^2 / mean squared error)`, the mean over red, green and blue; alpha does not count.
  ///
  /// - Parameter mask: The region; `nil` is the whole frame.
  /// - Returns: Infinity when the region's colours are equal, `nil` when the region holds no pixel.
  /// - Throws: `sizeDiffers` when the other picture or the mask has another size.
  public func peakSignalToNoiseRatio(
    to other: Bitmap, in mask: Mask? = nil, bands: Bands = .standard
  ) throws(RasterError) -> Double? {
    try other.size.requireEqual(to: size)
    try mask?.size.requireEqual(to: size)
    let parts = bands.map(height: height) { rows in
      squaredError(to: other, mask: mask, rows: rows)
    }
    let count = parts.reduce(0) { $0 + $1.pixelCount }
    let sum = parts.reduce(0) { $0 + $1.sum }
    guard count > 0 else { return nil }
    guard sum > 0 else { return .infinity }
    return 10 * Elementary.log10(65_025 * 3 * Double(count) / Double(sum))
  }

  private func squaredError(
    to other: Bitmap, mask: Mask?, rows: Range<Int>
  ) -> (sum: Int, pixelCount: Int) {
    var sum = 0
    var count = 0
    samples.withUnsafeBufferPointer { samples in
      other.samples.withUnsafeBufferPointer { others in
        for pixel in rows.lowerBound * width..<rows.upperBound * width {
          if let mask, mask.weights[pixel] == 0 { continue }
          count += 1
          for index in 4 * pixel..<4 * pixel + 3 {
            let difference = Int(samples[index]) - Int(others[index])
            sum += difference * difference
          }
        }
      }
    }
    return (sum, count)
  }
}
