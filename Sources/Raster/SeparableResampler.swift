/// Resampling along rows, then along columns, for any number of interleaved channels.
struct SeparableResampler: Sendable {
  private let channels: Int
  private let sourceWidth: Int
  private let targetWidth: Int
  private let columns: ResamplingWeights
  private let rows: ResamplingWeights

  init(from source: PixelSize, to target: PixelSize, channels: Int, filter: ResamplingFilter) {
    self.channels = channels
    sourceWidth = source.width
    targetWidth = target.width
    columns = ResamplingWeights(from: source.width, to: target.width, filter: filter)
    rows = ResamplingWeights(from: source.height, to: target.height, filter: filter)
  }

  /// Computes the target rows of one band.
  ///
  /// - Parameters:
  ///   - load: Writes the samples of one source row; their absolute values stay below 2^29.
  ///   - store: Gets the samples of one target row, in order; filters may overshoot the sources' range.
  func resample(
    _ band: Range<Int>, load: (Int, UnsafeMutableBufferPointer<Int32>) -> Void,
    store: (Int, UnsafeBufferPointer<Int>) -> Void
  ) {
    let sources = rows.sources(of: band)
    let narrow = resampledRows(sources, load: load)
    var sums = [Int](repeating: 0, count: channels * targetWidth)
    for row in band {
      sums.withUnsafeMutableBufferPointer { sums in
        sumColumns(of: narrow, row: row, firstSource: sources.lowerBound, into: sums)
        store(row, UnsafeBufferPointer(sums))
      }
    }
  }

  private func resampledRows(
    _ sources: Range<Int>, load: (Int, UnsafeMutableBufferPointer<Int32>) -> Void
  ) -> [Int32] {
    let rowLength = channels * targetWidth
    let count = rowLength * sources.count
    var wide = [Int32](repeating: 0, count: channels * sourceWidth)
    return [Int32](unsafeUninitializedCapacity: count) { narrow, initialized in
      wide.withUnsafeMutableBufferPointer { wide in
        for (index, source) in sources.enumerated() {
          load(source, wide)
          let part = narrow[index * rowLength..<(index + 1) * rowLength]
          sumRow(UnsafeBufferPointer(wide), into: UnsafeMutableBufferPointer(rebasing: part))
        }
      }
      initialized = count
    }
  }

  private func sumRow(
    _ wide: UnsafeBufferPointer<Int32>, into narrow: UnsafeMutableBufferPointer<Int32>
  ) {
    columns.weights.withUnsafeBufferPointer { weights in
      for x in 0..<targetWidth {
        let range = columns.offsets[x]..<columns.offsets[x + 1]
        for channel in 0..<channels {
          var sum = ResamplingWeights.unit / 2
          var source = columns.firsts[x] * channels + channel
          for index in range {
            sum &+= Int(wide[source]) &* weights[index]
            source += channels
          }
          narrow[x * channels + channel] = Int32(truncatingIfNeeded: sum >> ResamplingWeights.shift)
        }
      }
    }
  }

  private func sumColumns(
    of narrow: [Int32], row: Int, firstSource: Int, into sums: UnsafeMutableBufferPointer<Int>
  ) {
    sums.update(repeating: ResamplingWeights.unit / 2)
    narrow.withUnsafeBufferPointer { narrow in
      var start = (rows.firsts[row] - firstSource) * sums.count
      for index in rows.offsets[row]..<rows.offsets[row + 1] {
        let weight = rows.weights[index]
        for column in 0..<sums.count { sums[column] &+= Int(narrow[start + column]) &* weight }
        start += sums.count
      }
    }
    for column in 0..<sums.count { sums[column] >>= ResamplingWeights.shift }
  }
}
