/// How far colours have moved, in CIEDE2000 units; about 1 is just seen side by side.
public struct ColourShift: Hashable, Sendable {
  /// Pixels that were compared.
  public let pixelCount: Int
  /// Sum of the differences.
  public let sum: Double
  /// The largest difference.
  public let maximum: Double

  public init(pixelCount: Int, sum: Double, maximum: Double) {
    self.pixelCount = pixelCount
    self.sum = sum
    self.maximum = maximum
  }

  /// The mean difference; 0 without pixels.
  public var mean: Double { pixelCount == 0 ? 0 : sum / Double(pixelCount) }
}

extension Bitmap {
  /// The CIEDE2000 differences to another picture over the pixels with a weight above 0.
  ///
  /// Samples are taken as sRGB under D65; alpha does not count.
  ///
  /// - Parameter mask: The region; `nil` is the whole frame.
  /// - Throws: `sizeDiffers` when the other picture or the mask has another size.
  public func colourShift(
    to other: Bitmap, in mask: Mask? = nil, bands: Bands = .standard
  ) throws(RasterError) -> ColourShift {
    try other.size.requireEqual(to: size)
    try mask?.size.requireEqual(to: size)
    let parts = bands.map(height: height) { rows in colourShift(to: other, mask: mask, rows: rows) }
    return ColourShift(
      pixelCount: parts.reduce(0) { $0 + $1.pixelCount }, sum: parts.reduce(0) { $0 + $1.sum },
      maximum: parts.reduce(0) { max($0, $1.maximum) })
  }

  private func colourShift(to other: Bitmap, mask: Mask?, rows: Range<Int>) -> ColourShift {
    var count = 0
    var sum = 0.0
    var maximum = 0.0
    for pixel in rows.lowerBound * width..<rows.upperBound * width {
      if let mask, mask.weights[pixel] == 0 { continue }
      count += 1
      let same = (4 * pixel..<4 * pixel + 3).allSatisfy { samples[$0] == other.samples[$0] }
      if same { continue }
      let difference = CIELab.deltaE2000(lab(ofPixel: pixel), other.lab(ofPixel: pixel))
      sum += difference
      maximum = max(maximum, difference)
    }
    return ColourShift(pixelCount: count, sum: sum, maximum: maximum)
  }

  private func lab(ofPixel pixel: Int) -> CIELab {
    CIELab(
      red: samples[4 * pixel], green: samples[4 * pixel + 1], blue: samples[4 * pixel + 2])
  }
}
