extension Bitmap {
  /// The upright picture of one whose rows and columns are stored as `orientation` says.
  ///
  /// No sample changes; sides are swapped where the orientation says so.
  public func oriented(_ orientation: Orientation, bands: Bands = .standard) -> Bitmap {
    guard orientation != .upright else { return self }
    let turn = QuarterTurn(orientation, of: size)
    let samples = turn.applied(to: samples, as: UInt32.self, bands: bands)
    return Bitmap(width: turn.target.width, height: turn.target.height, samples: samples)
  }
}

extension Mask {
  /// The mask of the upright picture; see `Bitmap.oriented(_:bands:)`.
  public func oriented(_ orientation: Orientation, bands: Bands = .standard) -> Mask {
    guard orientation != .upright else { return self }
    let turn = QuarterTurn(orientation, of: size)
    let weights = turn.applied(to: weights, as: UInt8.self, bands: bands)
    return Mask(width: turn.target.width, height: turn.target.height, weights: weights)
  }
}

/// Where the pixels of an upright picture stand among the stored ones.
///
/// Pixel `(x, y)` of the upright picture is the stored one at `start + x * column + y * row`.
private struct QuarterTurn: Sendable {
  let target: PixelSize
  private let start: Int
  private let column: Int
  private let row: Int

  /// Columns that are copied for all rows of a band before the next, so that stored rows stay in the cache.
  private static let blockWidth = 16

  init(_ orientation: Orientation, of stored: PixelSize) {
    let (width, height) = (stored.width, stored.height)
    let isRightmostFirst: Bool
    let isLowestFirst: Bool
    switch orientation {
    case .upright, .transposed: (isRightmostFirst, isLowestFirst) = (false, false)
    case .mirroredHorizontally, .needsQuarterTurnCounterclockwise:
      (isRightmostFirst, isLowestFirst) = (true, false)
    case .rotatedHalf, .transversed: (isRightmostFirst, isLowestFirst) = (true, true)
    case .mirroredVertically, .needsQuarterTurnClockwise:
      (isRightmostFirst, isLowestFirst) = (false, true)
    }
    let alongStoredRow = isRightmostFirst ? -1 : 1
    let alongStoredColumn = isLowestFirst ? -width : width
    start = (isRightmostFirst ? width - 1 : 0) + (isLowestFirst ? (height - 1) * width : 0)
    column = orientation.swapsSides ? alongStoredColumn : alongStoredRow
    row = orientation.swapsSides ? alongStoredRow : alongStoredColumn
    target =
      orientation.swapsSides ? PixelSize(width: height, height: width) : stored
  }

  /// The upright bytes; `Pixel` has as many bytes as a pixel.
  func applied<Pixel: FixedWidthInteger & BitwiseCopyable & Sendable>(
    to stored: [UInt8], as type: Pixel.Type, bands: Bands
  ) -> [UInt8] {
    let bytes = MemoryLayout<Pixel>.size
    return bands.makeRows(of: UInt8.self, rowLength: target.width * bytes, height: target.height) {
      rows, part in
      stored.withUnsafeBytes { source in
        let part = UnsafeMutableRawBufferPointer(part)
        for block in stride(from: 0, to: target.width, by: Self.blockWidth) {
          let columns = block..<min(block + Self.blockWidth, target.width)
          for y in rows {
            copy(columns, y: y, from: source, to: part, firstRow: rows.lowerBound, as: type)
          }
        }
      }
    }
  }

  private func copy<Pixel: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _ columns: Range<Int>, y: Int, from source: UnsafeRawBufferPointer,
    to part: UnsafeMutableRawBufferPointer, firstRow: Int, as type: Pixel.Type
  ) {
    let bytes = MemoryLayout<Pixel>.size
    var from = (start + y * row + columns.lowerBound * column) * bytes
    var to = ((y - firstRow) * target.width + columns.lowerBound) * bytes
    for _ in columns {
      let pixel = source.loadUnaligned(fromByteOffset: from, as: Pixel.self)
      part.storeBytes(of: pixel, toByteOffset: to, as: Pixel.self)
      from += column * bytes
      to += bytes
    }
  }
}
