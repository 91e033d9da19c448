/// The windows around the pixels of one row after the other, for one channel.
///
/// All sums are integers below 2^31, and all products of them integers below 2^53: the order of additions
/// does not matter.
struct SimilarityWindows {
  private let first: Bitmap
  private let second: Bitmap
  private let channel: Int
  private let width: Int
  private let reach = StructuralSimilarity.windowSide / 2
  /// For each column the sums over the rows of the current windows, one kind after the other: first samples,
  /// second samples, squares of both, products; with mirrored columns on both sides of each.
  private var columns: [Int32]
  private var nextRow: Int

  init(_ first: Bitmap, _ second: Bitmap, channel: Int, firstRow: Int) {
    self.first = first
    self.second = second
    self.channel = channel
    width = first.width
    columns = [Int32](repeating: 0, count: 4 * (width + 2 * reach))
    nextRow = firstRow
    for row in firstRow - reach..<firstRow + reach { add(row: row) }
  }

  /// Adds the similarity around each pixel of `row` to `values`; rows come one after the other.
  mutating func addRow(_ row: Int, to values: UnsafeMutableBufferPointer<Double>) {
    precondition(row == nextRow, "rows come in order")
    add(row: row + reach)
    mirrorColumns()
    columns.withUnsafeBufferPointer { columns in
      guard let first = columns.baseAddress, let values = values.baseAddress else { return }
      Self.addSimilarities(ofColumns: first, stride: width + 2 * reach, count: width, to: values)
    }
    add(row: row - reach, leaving: true)
    nextRow += 1
  }

  /// Adds a row to all windows, or takes it out of them.
  private mutating func add(row: Int, leaving: Bool = false) {
    let start = 4 * mirrored(row, first.height) * width
    let stride = width + 2 * reach
    let shift = UInt32(8 * channel)
    // All bits set turn a number into its negative less one.
    let sign: Int32 = leaving ? -1 : 0
    @inline(__always)
    func signed(_ value: Int32) -> Int32 { (value ^ sign) &- sign }
    @inline(__always)
    func sample(_ row: UnsafeRawPointer, _ x: Int) -> Int32 {
      let pixel = UInt32(littleEndian: row.loadUnaligned(fromByteOffset: 4 &* x, as: UInt32.self))
      // Through 16 bits, so that products are known to be short.
      return Int32(Int16(truncatingIfNeeded: (pixel &>> shift) & 255))
    }
    columns.withUnsafeMutableBufferPointer { columns in
      first.samples.withUnsafeBytes { first in
        second.samples.withUnsafeBytes { second in
          guard let firsts = columns.baseAddress.map({ $0 + reach }),
            let first = first.baseAddress.map({ $0 + start }),
            let second = second.baseAddress.map({ $0 + start })
          else { return }
          let seconds = firsts + stride
          let squares = seconds + stride
          let products = squares + stride
          for x in 0..<width {
            let (a, b) = (sample(first, x), sample(second, x))
            firsts[x] &+= signed(a)
            seconds[x] &+= signed(b)
            squares[x] &+= signed(a &* a &+ b &* b)
            products[x] &+= signed(a &* b)
          }
        }
      }
    }
  }

  private mutating func mirrorColumns() {
    let stride = width + 2 * reach
    for kind in 0..<4 {
      let start = kind * stride + reach
      for index in 1...reach {
        columns[start - index] = columns[start + index - 1]
        columns[start + width + index - 1] = columns[start + width - index]
      }
    }
  }

  /// The similarities of windows of seven columns.
  private static func addSimilarities(
    ofColumns columns: UnsafePointer<Int32>, stride: Int, count: Int,
    to values: UnsafeMutablePointer<Double>
  ) {
    @inline(__always)
    func sum(_ start: UnsafePointer<Int32>, _ x: Int) -> Double {
      let near = start[x &+ 2] &+ start[x &+ 3] &+ start[x &+ 4]
      let far = start[x] &+ start[x &+ 1] &+ start[x &+ 5] &+ start[x &+ 6]
      return Double(near &+ far)
    }
    let pixels = Double(StructuralSimilarity.windowSide * StructuralSimilarity.windowSide)
    // Means are sums over the number of pixels, covariances over one less; both fractions of the definition
    // are extended by their divisors, so that one division is left.
    let c1 = 0.01 * 255 * 0.01 * 255 * (pixels * pixels)
    let c2 = 0.03 * 255 * 0.03 * 255 * (pixels * (pixels - 1))
    for x in 0..<count {
      let first = sum(columns, x)
      let second = sum(columns + stride, x)
      let squares = sum(columns + 2 &* stride, x)
      let product = sum(columns + 3 &* stride, x)
      let products = first * second
      let powers = first * first + second * second
      let above = (2 * products + c1) * (2 * (pixels * product - products) + c2)
      let below = (powers + c1) * (pixels * squares - powers + c2)
      values[x] += above / below
    }
  }

  /// The position inside `0..<count` that a mirror along the frame's edge shows at `index`.
  private func mirrored(_ index: Int, _ count: Int) -> Int {
    if index < 0 { return -index - 1 }
    return index < count ? index : 2 * count - 1 - index
  }
}
