extension Bitmap {
  /// The pixels inside `rect`.
  ///
  /// - Throws: `rectangleOutsideFrame` when the rectangle is empty or not wholly inside the frame.
  public func cropped(to rect: PixelRect) throws(RasterError) -> Bitmap {
    try rect.requireInside(size)
    let rows = RowCopy.cropped(samples, rowLength: 4 * width, channels: 4, to: rect)
    return Bitmap(width: rect.width, height: rect.height, samples: rows)
  }

  /// Replaces the pixels under `patch`, whose top left pixel goes to `(x, y)`.
  ///
  /// Alpha is copied like colour. What lies outside the frame is left out, which may be all of it.
  public mutating func paste(_ patch: Bitmap, x: Int, y: Int) {
    RowCopy.paste(
      patch.samples, size: patch.size, into: &samples, frame: size, channels: 4, x: x, y: y)
  }

  /// This picture with `patch` in place of the pixels under it; see `paste(_:x:y:)`.
  public func pasting(_ patch: Bitmap, x: Int, y: Int) -> Bitmap {
    var result = self
    result.paste(patch, x: x, y: y)
    return result
  }
}

extension Mask {
  /// The weights inside `rect`.
  ///
  /// - Throws: `rectangleOutsideFrame` when the rectangle is empty or not wholly inside the frame.
  public func cropped(to rect: PixelRect) throws(RasterError) -> Mask {
    try rect.requireInside(size)
    let rows = RowCopy.cropped(weights, rowLength: width, channels: 1, to: rect)
    return Mask(width: rect.width, height: rect.height, weights: rows)
  }

  /// Replaces the weights under `patch`, whose top left pixel goes to `(x, y)`.
  ///
  /// What lies outside the frame is left out, which may be all of it.
  public mutating func paste(_ patch: Mask, x: Int, y: Int) {
    RowCopy.paste(
      patch.weights, size: patch.size, into: &weights, frame: size, channels: 1, x: x, y: y)
  }

  /// This mask with `patch` in place of the weights under it; see `paste(_:x:y:)`.
  public func pasting(_ patch: Mask, x: Int, y: Int) -> Mask {
    var result = self
    result.paste(patch, x: x, y: y)
    return result
  }
}

extension PixelRect {
  /// Refuses a rectangle that is empty or leaves the frame, whatever its numbers.
  func requireInside(_ frame: PixelSize) throws(RasterError) {
    guard width > 0, height > 0, width <= frame.width, height <= frame.height,
      x >= 0, y >= 0, x <= frame.width - width, y <= frame.height - height
    else { throw .rectangleOutsideFrame(found: self, frame: frame) }
  }
}

/// Copies of rectangles between tightly packed rows of samples.
private enum RowCopy {
  static func cropped(
    _ source: [UInt8], rowLength: Int, channels: Int, to rect: PixelRect
  ) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(rect.width * rect.height * channels)
    for y in rect.y..<rect.maxY {
      let start = y * rowLength + rect.x * channels
      result += source[start..<start + rect.width * channels]
    }
    return result
  }

  static func paste(
    _ patch: [UInt8], size: PixelSize, into target: inout [UInt8], frame: PixelSize, channels: Int,
    x: Int, y: Int
  ) {
    guard x < frame.width, y < frame.height, x > -size.width, y > -size.height else { return }
    let columns = max(x, 0)..<min(x + size.width, frame.width)
    for row in max(y, 0)..<min(y + size.height, frame.height) {
      let source = ((row - y) * size.width + columns.lowerBound - x) * channels
      let start = (row * frame.width + columns.lowerBound) * channels
      let count = columns.count * channels
      target.replaceSubrange(start..<start + count, with: patch[source..<source + count])
    }
  }
}
