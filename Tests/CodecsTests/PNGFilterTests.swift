import Codecs
import Raster
import Testing

@Suite struct PNGFilterTests {
  /// The formulas of PNG, section 9.2, in whole numbers.
  private static func expected(
    _ filter: PNGFilter, _ row: [UInt8], above: [UInt8], stride: Int
  ) -> [UInt8] {
    row.indices.map { index in
      let a = index >= stride ? Int(row[index - stride]) : 0
      let b = Int(above[index])
      let c = index >= stride ? Int(above[index - stride]) : 0
      let predicted: Int
      switch filter {
      case .none: predicted = 0
      case .sub: predicted = a
      case .up: predicted = b
      case .average: predicted = (a + b) / 2
      case .paeth:
        let distances = [a, b, c].map { abs(a + b - c - $0) }
        let nearest = distances.min() ?? 0
        predicted = [a, b, c][distances.firstIndex(of: nearest) ?? 0]
      }
      return UInt8(((Int(row[index]) - predicted) % 256 + 256) % 256)
    }
  }

  @Test(arguments: PNGFilter.allCases, 1...4)
  func filtersLikeTheFormulas(filter: PNGFilter, stride: Int) {
    var generator = SplitMix64(seed: UInt64(stride) << 8 | UInt64(filter.rawValue))
    for count in [1, 2, 3, 4, 7, 16, 33, 100, 257] {
      // Few values, and the extremes, so that ties and wrapping are met.
      let values: [UInt8] = count % 2 == 0 ? [0, 1, 2, 254, 255] : Array(0...255)
      func random() -> [UInt8] {
        (0..<count * stride).map { _ in values[generator.next(below: values.count)] }
      }
      let (row, above) = (random(), random())
      let margin = [UInt8](repeating: 0, count: stride)
      let (paddedRow, paddedAbove) = (margin + row, margin + above)
      let filtered = paddedRow.withUnsafeBufferPointer { row in
        paddedAbove.withUnsafeBufferPointer { above in
          [UInt8](unsafeUninitializedCapacity: count * stride) { target, initialized in
            guard let row = row.baseAddress, let above = above.baseAddress, let place = target.baseAddress
            else { return }
            filter.apply(
              to: row + stride, above: above + stride, count: count * stride, stride: stride, into: place)
            initialized = count * stride
          }
        }
      }
      #expect(filtered == Self.expected(filter, row, above: above, stride: stride))
    }
  }
}
