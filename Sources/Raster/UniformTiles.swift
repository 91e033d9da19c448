/// The smallest and the largest weight of each tile of 64 x 64 pixels of a mask.
///
/// Most masks are 0 or 255 almost everywhere; work whose result is known where all weights around are equal
/// can leave those tiles out. Tiles at the right and the bottom edge may be smaller.
struct UniformTiles: Sendable {
  /// Pixels of a tile's side; as many rows as a band has.
  static let side = Bands.rowsPerBand

  let size: PixelSize
  /// Tiles of one row of tiles, and rows of tiles.
  let columns: Int
  let rows: Int
  private let extremes: [Extremes]

  /// The smallest and the largest weight of some pixels.
  struct Extremes: Equatable, Sendable {
    var lowest: UInt8
    var highest: UInt8

    /// True when all weights are the same.
    var isUniform: Bool { lowest == highest }

    func union(_ other: Extremes) -> Extremes {
      Extremes(lowest: min(lowest, other.lowest), highest: max(highest, other.highest))
    }
  }

  init(of mask: borrowing Mask, bands: Bands) {
    let size = mask.size
    self = mask.weights.withUnsafeBytes { Self(weights: $0, size: size, bands: bands) }
  }

  init(weights: UnsafeRawBufferPointer, size: PixelSize, bands: Bands) {
    self.size = size
    let columns = (size.width + Self.side - 1) / Self.side
    self.columns = columns
    rows = (size.height + Self.side - 1) / Self.side
    // The weights are only read, and by nobody after the last band.
    nonisolated(unsafe) let all = weights
    extremes = bands.map(height: size.height) { band in
      (0..<columns).map { column in
        let x = column * Self.side
        return Self.extremes(
          all, rowLength: size.width, x: x, width: min(Self.side, size.width - x), rows: band)
      }
    }.flatMap { $0 }
  }

  subscript(column: Int, row: Int) -> Extremes { extremes[row * columns + column] }

  /// The pixels of some neighbouring tiles of one row.
  func pixels(columns range: Range<Int>, row: Int) -> PixelRect {
    let (x, y) = (range.lowerBound * Self.side, row * Self.side)
    return PixelRect(
      x: x, y: y, width: min(range.upperBound * Self.side, size.width) - x,
      height: min(y + Self.side, size.height) - y)
  }

  /// The extremes over all tiles that hold a pixel at most `reach` columns and rows from this tile.
  func surroundings(column: Int, row: Int, reach: Int) -> Extremes {
    let distance = (reach + Self.side - 1) / Self.side
    var result = self[column, row]
    for y in max(row - distance, 0)...min(row + distance, rows - 1) {
      for x in max(column - distance, 0)...min(column + distance, columns - 1) {
        result = result.union(self[x, y])
      }
    }
    return result
  }

  private static func extremes(
    _ weights: UnsafeRawBufferPointer, rowLength: Int, x: Int, width: Int, rows: Range<Int>
  ) -> Extremes {
    var lowest = SIMD16<UInt8>(repeating: 255)
    var highest = SIMD16<UInt8>()
    var result = Extremes(lowest: 255, highest: 0)
    for row in rows {
      var index = row * rowLength + x
      let end = index + width
      while index + 16 <= end {
        let some = weights.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
        lowest = lowest.smaller(some)
        highest = highest.larger(some)
        index &+= 16
      }
      while index < end {
        result = result.union(Extremes(lowest: weights[index], highest: weights[index]))
        index &+= 1
      }
    }
    return result.union(Extremes(lowest: lowest.min(), highest: highest.max()))
  }
}

extension SIMD16<UInt8> {
  /// The larger number of each pair.
  @inline(__always)
  func larger(_ other: Self) -> Self { replacing(with: other, where: other .> self) }

  /// The smaller number of each pair.
  @inline(__always)
  func smaller(_ other: Self) -> Self { replacing(with: other, where: self .> other) }
}
