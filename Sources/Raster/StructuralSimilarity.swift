/// The structural similarity of two pictures, pixel by pixel.
///
/// As scikit-image's `structural_similarity` computes it with `win_size=7`, the uniform filter, sample
/// covariance, `data_range=255`, `channel_axis=-1` and `full=True`: windows of 7 x 7 pixels, mirrored at the
/// frame's edges, K1 = 0.01, K2 = 0.03. A pixel's value is the mean over red, green and blue; alpha does not
/// count.
///
/// - Note: Source: Wang, Bovik, Sheikh, Simoncelli, "Image Quality Assessment: From Error Visibility to
///   Structural Similarity", 2004.
public struct StructuralSimilarity: Equatable, Sendable {
  /// Pixels of a window's side; a picture's sides must have as many.
  public static let windowSide = 7

  public let width: Int
  public let height: Int

  /// The similarity around each pixel, at most 1 (equal); rows tightly packed.
  public let values: [Double]

  public var size: PixelSize { PixelSize(width: width, height: height) }

  /// Compares two pictures.
  ///
  /// - Throws: `sizeDiffers`, or `sideTooShort` for a side below 7 pixels.
  public init(of first: Bitmap, and second: Bitmap, bands: Bands = .standard) throws(RasterError) {
    try second.size.requireEqual(to: first.size)
    guard min(first.width, first.height) >= Self.windowSide else {
      throw .sideTooShort(found: first.size, minimum: Self.windowSide)
    }
    width = first.width
    height = first.height
    values = bands.makeRows(of: Double.self, rowLength: width, height: height) { rows, part in
      part.update(repeating: 0)
      for channel in 0..<3 {
        var windows = SimilarityWindows(first, second, channel: channel, firstRow: rows.lowerBound)
        for row in rows {
          let start = (row - rows.lowerBound) * first.width
          windows.addRow(
            row, to: UnsafeMutableBufferPointer(rebasing: part[start..<start + first.width]))
        }
      }
      for index in part.indices { part[index] /= 3 }
    }
  }

  /// The mean over all pixels whose window lies wholly inside the frame: scikit-image's single number.
  public var mean: Double {
    let margin = Self.windowSide / 2
    var sum = 0.0
    for y in margin..<height - margin {
      for x in margin..<width - margin { sum += values[y * width + x] }
    }
    return sum / Double((width - 2 * margin) * (height - 2 * margin))
  }

  /// The mean over the pixels with a weight above 0, those at the frame's edge included.
  ///
  /// - Returns: `nil` when no pixel has.
  /// - Throws: `sizeDiffers` when the mask has another size.
  public func mean(over mask: Mask) throws(RasterError) -> Double? {
    try mask.size.requireEqual(to: size)
    var sum = 0.0
    var count = 0
    for index in values.indices where mask.weights[index] > 0 {
      sum += values[index]
      count += 1
    }
    return count == 0 ? nil : sum / Double(count)
  }
}
