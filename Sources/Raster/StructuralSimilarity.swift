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

/// Sums over a window or a part of it: of both samples, of their squares and of their product.
private struct SampleSums {
  var first = 0
  var second = 0
  var squares = 0
  var product = 0

  @inline(__always)
  mutating func add(_ x: Int, _ y: Int, sign: Int) {
    first += sign * x
    second += sign * y
    squares += sign * (x * x + y * y)
    product += sign * x * y
  }

  @inline(__always)
  static func += (sums: inout SampleSums, other: SampleSums) {
    sums.first += other.first
    sums.second += other.second
    sums.squares += other.squares
    sums.product += other.product
  }

  @inline(__always)
  static func -= (sums: inout SampleSums, other: SampleSums) {
    sums.first -= other.first
    sums.second -= other.second
    sums.squares -= other.squares
    sums.product -= other.product
  }

  /// The similarity of a whole window.
  var similarity: Double {
    let count = StructuralSimilarity.windowSide * StructuralSimilarity.windowSide
    let meanDivisor = Double(count * count)
    let covarianceDivisor = Double(count * (count - 1))
    let c1 = 0.01 * 255 * 0.01 * 255
    let c2 = 0.03 * 255 * 0.03 * 255
    let products = first * second
    let powers = first * first + second * second
    let a1 = 2 * Double(products) / meanDivisor + c1
    let b1 = Double(powers) / meanDivisor + c1
    let a2 = 2 * Double(count * product - products) / covarianceDivisor + c2
    let b2 = Double(count * squares - powers) / covarianceDivisor + c2
    return (a1 * a2) / (b1 * b2)
  }
}

/// The windows around the pixels of one row after the other, for one channel.
private struct SimilarityWindows {
  private let first: Bitmap
  private let second: Bitmap
  private let channel: Int
  private let reach = StructuralSimilarity.windowSide / 2
  /// For each column the sums over the rows of the current windows.
  private var columns: [SampleSums]
  private var nextRow: Int

  init(_ first: Bitmap, _ second: Bitmap, channel: Int, firstRow: Int) {
    self.first = first
    self.second = second
    self.channel = channel
    columns = [SampleSums](repeating: SampleSums(), count: first.width)
    nextRow = firstRow
    for row in firstRow - reach..<firstRow + reach { add(row: row, sign: 1) }
  }

  /// Adds the similarity around each pixel of `row` to `values`; rows come one after the other.
  mutating func addRow(_ row: Int, to values: UnsafeMutableBufferPointer<Double>) {
    precondition(row == nextRow, "rows come in order")
    add(row: row + reach, sign: 1)
    var window = SampleSums()
    for x in -reach..<reach { window += columns[mirrored(x, columns.count)] }
    for x in 0..<columns.count {
      window += columns[mirrored(x + reach, columns.count)]
      values[x] += window.similarity
      window -= columns[mirrored(x - reach, columns.count)]
    }
    add(row: row - reach, sign: -1)
    nextRow += 1
  }

  private mutating func add(row: Int, sign: Int) {
    let start = mirrored(row, first.height) * first.width
    first.samples.withUnsafeBufferPointer { first in
      second.samples.withUnsafeBufferPointer { second in
        for x in columns.indices {
          let index = 4 * (start + x) + channel
          columns[x].add(Int(first[index]), Int(second[index]), sign: sign)
        }
      }
    }
  }

  /// The position inside `0..<count` that a mirror along the frame's edge shows at `index`.
  private func mirrored(_ index: Int, _ count: Int) -> Int {
    if index < 0 { return -index - 1 }
    return index < count ? index : 2 * count - 1 - index
  }
}
