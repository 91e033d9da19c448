import Raster

/// The weights of a Gaussian in whole numbers that add up to 65,536.
struct BlurKernel: Sendable {
  /// `taps[k]` is the weight at distance `k - reach`.
  let taps: [UInt32]
  /// Greatest distance, in pixels.
  let reach: Int

  /// - Parameter radiusTenths: Standard deviation in tenths of a pixel, at least 1.
  init(radiusTenths: Int) {
    reach = (3 * radiusTenths + 9) / 10
    let variance = Double(radiusTenths * radiusTenths) / 100
    let raw = (0...reach).map { Elementary.exp(-Double($0 * $0) / (2 * variance)) }
    let sum = raw[0] + 2 * raw.dropFirst().reduce(0, +)
    let half = raw.dropFirst().map { UInt32((65_536 * $0 / sum).rounded()) }
    taps = half.reversed() + [65_536 - 2 * half.reduce(0, +)] + half
  }
}

/// One row of a separable blur: columns are summed first, into this row, then along it.
///
/// A pixel counts as much as its weight times its alpha, at most 65,025; with a kernel of 65,536 and samples
/// of 8 bits the column sums stay below 2⁴⁰ and the row sums, of column sums in 1/256, below 2⁴⁸.
struct BlurLine {
  private let width: Int
  private let kernel: BlurKernel
  /// Red, green, blue, each times its count, and the count.
  private var columns: [SIMD4<UInt64>]

  init(width: Int, kernel: BlurKernel) {
    self.width = width
    self.kernel = kernel
    columns = [SIMD4<UInt64>](repeating: .zero, count: width)
  }

  /// The columns between the first and the last pixel of the area in a row.
  func span(of area: Area, row: Int) -> ClosedRange<Int>? {
    let first = (0..<width).first { area.weight(row * width + $0) > 0 }
    let last = (0..<width).last { area.weight(row * width + $0) > 0 }
    return first.flatMap { first in last.map { first...$0 } }
  }

  /// Sums the columns that the pixels of `span` reach.
  mutating func gather(_ area: Area, row: Int, columns span: ClosedRange<Int>) {
    let reached = max(span.lowerBound - kernel.reach, 0)...min(span.upperBound + kernel.reach, width - 1)
    for x in reached { columns[x] = .zero }
    let rows = max(row - kernel.reach, 0)...min(row + kernel.reach, area.height - 1)
    for y in rows {
      let tap = Int(kernel.taps[y - row + kernel.reach])
      for x in reached {
        let pixel = y * width + x
        let colour = area.colour(pixel)
        let count = UInt64(truncatingIfNeeded: tap * area.weight(pixel) * Int(colour.alpha))
        let channels = SIMD4(UInt64(colour.red), UInt64(colour.green), UInt64(colour.blue), 1)
        columns[x] &+= channels &* SIMD4(repeating: count)
      }
    }
    for x in reached { columns[x] &>>= 8 }
  }

  /// Sums along the row and writes the mean colour of pixel `x`, if anything counts there.
  func write(_ x: Int, to row: UnsafeMutableBufferPointer<UInt8>) {
    var sum = SIMD4<UInt64>.zero
    for column in max(x - kernel.reach, 0)...min(x + kernel.reach, width - 1) {
      sum &+= columns[column] &* SIMD4(repeating: UInt64(kernel.taps[column - x + kernel.reach]))
    }
    guard sum[3] > 0 else { return }
    for channel in 0..<3 {
      row[4 * x + channel] = UInt8(clamping: (2 * sum[channel] + sum[3]) / (2 * sum[3]))
    }
  }
}
