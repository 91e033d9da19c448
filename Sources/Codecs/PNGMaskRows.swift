internal import Raster

/// The rows of a mask file.
struct PNGMaskRows: Sendable {
  let size: PixelSize
  let polarity: MaskPolarity
  private let weights: [UInt8]

  init(_ mask: Mask, polarity: MaskPolarity) {
    size = mask.size
    self.polarity = polarity
    weights = mask.weights
  }

  /// Black with alpha, or one level.
  var layout: PNGLayout { polarity == .alphaZeroIsEdit ? .rgba : .grey }

  /// Zero bytes before the one of each pixel that says something.
  private var leadingZeros: Int { layout.bytesPerPixel - 1 }

  /// Writes the unfiltered bytes of one row.
  func pack(_ y: Int, into target: UnsafeMutablePointer<UInt8>) {
    weights.withUnsafeBufferPointer { weights in
      let row = weights[y * size.width..<(y + 1) * size.width]
      switch polarity {
      case .whiteIsEdit: for (x, weight) in row.enumerated() { target[x] = weight }
      case .blackIsEdit: for (x, weight) in row.enumerated() { target[x] = 255 - weight }
      case .alphaZeroIsEdit:
        target.update(repeating: 0, count: 4 * size.width)
        for (x, weight) in row.enumerated() { target[4 * x + 3] = 255 - weight }
      }
    }
  }

  /// Deflates rows with the up filter, without laying out their bytes.
  ///
  /// A row that equals the one above is one run of zeros; the zero colour of the alpha form is never
  /// written to memory.
  func deflate(_ rows: Range<Int>, isLast: Bool) -> PNGPiece {
    var writer = PNGMaskWriter(layout: layout)
    // The row above the first is zero in the file, which is this weight.
    let outside = [UInt8](repeating: polarity == .whiteIsEdit ? 0 : 255, count: size.width)
    weights.withUnsafeBufferPointer { weights in
      outside.withUnsafeBufferPointer { outside in
        for y in rows {
          let row = UnsafeBufferPointer(rebasing: weights[y * size.width..<(y + 1) * size.width])
          let above =
            y > 0 ? UnsafeBufferPointer(rebasing: weights[(y - 1) * size.width..<y * size.width]) : outside
          // Inverted levels have the opposite difference.
          if polarity == .whiteIsEdit {
            writer.append(row, minus: above)
          } else {
            writer.append(above, minus: row)
          }
        }
      }
    }
    return writer.finish(isLast: isLast, byteCount: rows.count * (size.width * layout.bytesPerPixel + 1))
  }
}

/// Turns differences of mask rows into deflate tokens.
private struct PNGMaskWriter {
  private var output: DeflateRuns
  private var check = DeflateCheck()
  private let stride: Int
  /// Zero bytes that are due and not yet written.
  private var zeros = 0

  init(layout: PNGLayout) {
    stride = layout.bytesPerPixel
    output = DeflateRuns(stride: stride)
  }

  mutating func append(_ row: UnsafeBufferPointer<UInt8>, minus other: UnsafeBufferPointer<UInt8>) {
    append(byte: PNGFilter.up.rawValue)
    var x = 0
    while x < row.count {
      let difference = row[x] &- other[x]
      let end =
        difference == 0
        ? Self.endOfEqual(row, other, from: x)
        : Self.endOfConstant(row, other, from: x, difference: difference)
      if difference == 0 {
        zeros += (end - x) * stride
      } else {
        append(difference, times: end - x)
      }
      x = end
    }
    flushZeros()
  }

  mutating func finish(isLast: Bool, byteCount: Int) -> PNGPiece {
    PNGPiece(bytes: output.finish(isLast: isLast), check: check.value, rawByteCount: byteCount)
  }

  private mutating func append(_ difference: UInt8, times count: Int) {
    zeros += stride - 1
    flushZeros()
    append(byte: difference)
    for _ in 1..<count {
      check.append(zeros: stride - 1)
      check.append(byte: difference)
    }
    if (count - 1) * stride >= 3 {
      output.append(runOf: (count - 1) * stride, from: stride > 1 ? .pixelBefore : .byteBefore)
    } else {
      for _ in 1..<count { output.append(byte: difference) }
    }
  }

  private mutating func append(byte: UInt8) {
    output.append(byte: byte)
    check.append(byte: byte)
  }

  private mutating func flushZeros() {
    check.append(zeros: zeros)
    if zeros > 3 {
      output.append(byte: 0)
      output.append(runOf: zeros - 1, from: .byteBefore)
    } else {
      for _ in 0..<zeros { output.append(byte: 0) }
    }
    zeros = 0
  }

  private static func endOfEqual(
    _ row: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Int {
    let (left, right) = (UnsafeRawBufferPointer(row), UnsafeRawBufferPointer(other))
    var end = start
    while end + 8 <= left.count,
      left.loadUnaligned(fromByteOffset: end, as: UInt64.self)
        == right.loadUnaligned(fromByteOffset: end, as: UInt64.self)
    { end += 8 }
    while end < left.count, left[end] == right[end] { end += 1 }
    return end
  }

  private static func endOfConstant(
    _ row: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>, from start: Int, difference: UInt8
  ) -> Int {
    var end = start + 1
    while end < row.count, row[end] &- other[end] == difference { end += 1 }
    return end
  }
}
