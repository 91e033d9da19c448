/// One channel with 8 bits before and 8 behind the binary point, `0...65280`; rows tightly packed.
struct GreyRows: Sendable {
  let width: Int
  let height: Int
  let values: [UInt16]

  /// Convolved with the kernel along both axes; samples at the edge are repeated outside.
  func blurred(by kernel: GaussianKernel, bands: Bands) -> GreyRows {
    blurredAlongRows(by: kernel, bands: bands).blurredAlongColumns(by: kernel, bands: bands)
  }

  private func blurredAlongRows(by kernel: GaussianKernel, bands: Bands) -> GreyRows {
    let blurred = bands.makeRows(of: UInt16.self, rowLength: width, height: height) { rows, part in
      var sums = [UInt32](repeating: 0, count: width)
      var padded = [UInt16](repeating: 0, count: width + 2 * kernel.radius)
      for row in rows {
        pad(row: row, by: kernel.radius, into: &padded)
        sums.withUnsafeMutableBufferPointer { sums in
          sums.update(repeating: 32_768)
          padded.withUnsafeBufferPointer { padded in
            for (tap, weight) in kernel.taps.enumerated() {
              Self.add(
                UnsafeBufferPointer(rebasing: padded[tap..<tap + width]), times: weight, to: sums)
            }
          }
          let start = (row - rows.lowerBound) * width
          Self.store(sums, into: UnsafeMutableBufferPointer(rebasing: part[start..<start + width]))
        }
      }
    }
    return GreyRows(width: width, height: height, values: blurred)
  }

  private func blurredAlongColumns(by kernel: GaussianKernel, bands: Bands) -> GreyRows {
    let blurred = bands.makeRows(of: UInt16.self, rowLength: width, height: height) { rows, part in
      var sums = [UInt32](repeating: 0, count: width)
      for row in rows {
        sums.withUnsafeMutableBufferPointer { sums in
          sums.update(repeating: 32_768)
          values.withUnsafeBufferPointer { values in
            for (tap, weight) in kernel.taps.enumerated() {
              let start = min(max(row + tap - kernel.radius, 0), height - 1) * width
              Self.add(
                UnsafeBufferPointer(rebasing: values[start..<start + width]), times: weight, to: sums)
            }
          }
          let start = (row - rows.lowerBound) * width
          Self.store(sums, into: UnsafeMutableBufferPointer(rebasing: part[start..<start + width]))
        }
      }
    }
    return GreyRows(width: width, height: height, values: blurred)
  }

  private func pad(row: Int, by radius: Int, into padded: inout [UInt16]) {
    let start = row * width
    for index in 0..<radius {
      padded[index] = values[start]
      padded[radius + width + index] = values[start + width - 1]
    }
    padded.replaceSubrange(radius..<radius + width, with: values[start..<start + width])
  }

  /// The products' sum stays below 2^32: 65,280 x 65,536 + 32,768.
  private static func add(
    _ values: UnsafeBufferPointer<UInt16>, times weight: UInt16,
    to sums: UnsafeMutableBufferPointer<UInt32>
  ) {
    for index in 0..<sums.count {
      sums[index] &+= UInt32(values[index]) &* UInt32(weight)
    }
  }

  private static func store(
    _ sums: UnsafeMutableBufferPointer<UInt32>, into row: UnsafeMutableBufferPointer<UInt16>
  ) {
    for index in 0..<row.count { row[index] = UInt16(truncatingIfNeeded: sums[index] >> 16) }
  }
}
