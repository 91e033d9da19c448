/// The step between the two sides of a mask's edge.
public struct SeamStep: Hashable, Sendable {
  /// Pairs of 4-neighbours of which one has weight 0 and the other a weight above 0.
  public let pairCount: Int
  /// The sum over the pairs of the absolute differences of red, green and blue.
  public let sum: Int

  public init(pairCount: Int, sum: Int) {
    self.pairCount = pairCount
    self.sum = sum
  }

  /// The mean absolute difference over pairs, red, green and blue, in levels; 0 when there is no edge.
  public var mean: Double { pairCount == 0 ? 0 : Double(sum) / Double(3 * pairCount) }
}

extension Bitmap {
  /// How much the picture changes across the edge between weight 0 and weights above 0.
  ///
  /// A seam is visible when this is much larger in the edited picture than in its base.
  ///
  /// - Throws: `sizeDiffers` when the mask has another size.
  public func seamStep(along mask: Mask, bands: Bands = .standard) throws(RasterError) -> SeamStep {
    try mask.size.requireEqual(to: size)
    let parts = bands.map(height: height) { rows in seamStep(along: mask, rows: rows) }
    return SeamStep(
      pairCount: parts.reduce(0) { $0 + $1.pairCount }, sum: parts.reduce(0) { $0 + $1.sum })
  }

  /// Each pair is counted at its left or upper pixel.
  private func seamStep(along mask: Mask, rows: Range<Int>) -> SeamStep {
    var count = 0
    var sum = 0
    mask.weights.withUnsafeBufferPointer { weights in
      samples.withUnsafeBufferPointer { samples in
        func compare(_ first: Int, _ second: Int) {
          guard (weights[first] == 0) != (weights[second] == 0) else { return }
          count += 1
          for channel in 0..<3 {
            sum += abs(Int(samples[4 * first + channel]) - Int(samples[4 * second + channel]))
          }
        }
        for y in rows {
          for pixel in y * width..<(y + 1) * width {
            if pixel + 1 < (y + 1) * width { compare(pixel, pixel + 1) }
            if y + 1 < height { compare(pixel, pixel + width) }
          }
        }
      }
    }
    return SeamStep(pairCount: count, sum: sum)
  }
}
