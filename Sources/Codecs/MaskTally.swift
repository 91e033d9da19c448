internal import Raster

/// Counts weights row by row.
struct MaskTally {
  private(set) var histogram = [Int](repeating: 0, count: 256)
  private var bounds: PixelRect?

  /// Counts pixels of weight 0, wherever they lie.
  mutating func addKept(_ count: Int) {
    histogram[0] += count
  }

  /// Counts the weights of a row, or of every n-th pixel of one.
  ///
  /// - Parameters:
  ///   - x: Column of the first weight.
  ///   - step: Columns from one weight to the next.
  mutating func add(_ weights: UnsafeRawBufferPointer, x: Int, step: Int, y: Int) {
    guard let row = weights.baseAddress else { return }
    histogram.withUnsafeMutableBufferPointer { Self.count(row, weights.count, in: $0) }
    guard let first = Self.firstEditable(in: weights),
      let last = weights.lastIndex(where: { $0 > 0 })
    else { return }
    let line = PixelRect(x: x + first * step, y: y, width: (last - first) * step + 1, height: 1)
    bounds = bounds?.union(line) ?? line
  }

  /// Eight at a time where they are equal, as in most of a mask.
  private static func count(
    _ row: UnsafeRawPointer, _ count: Int, in histogram: UnsafeMutableBufferPointer<Int>
  ) {
    var index = 0
    while index + 8 <= count {
      let word = row.word(at: index)
      let weight = UInt8(truncatingIfNeeded: word)
      if word == UInt64(repeating: weight) {
        histogram[Int(weight)] += 8
      } else {
        for place in 0..<8 { histogram[Int(truncatingIfNeeded: word >> (8 * place) & 0xFF)] += 1 }
      }
      index += 8
    }
    for place in index..<count { histogram[Int(row.load(fromByteOffset: place, as: UInt8.self))] += 1 }
  }

  private static func firstEditable(in weights: UnsafeRawBufferPointer) -> Int? {
    var start = 0
    while start + 8 <= weights.count, weights.loadUnaligned(fromByteOffset: start, as: UInt64.self) == 0 {
      start += 8
    }
    return weights[start...].firstIndex { $0 > 0 }
  }

  var facts: MaskFacts {
    let pixelCount = histogram.reduce(0, +)
    return MaskFacts(
      pixelCount: pixelCount, editablePixelCount: pixelCount - histogram[0],
      fullPixelCount: histogram[255], bounds: bounds)
  }
}

extension UnsafeRawPointer {
  func word(at index: Int) -> UInt64 { loadUnaligned(fromByteOffset: index, as: UInt64.self) }
}

extension UInt64 {
  /// Eight times the same byte.
  init(repeating byte: UInt8) { self = UInt64(byte) &* 0x0101_0101_0101_0101 }
}
