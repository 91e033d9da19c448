/// The step between a mask's pixels and cells of 2 x 2 or 4 x 4 pixels.
///
/// Down and up have the same weights: a box of the cell's size convolved twice with itself (the quadratic
/// B-spline). They reproduce parabolas, so that down, blur and up together act as one Gaussian whose variance
/// is the blur's and `(factor^2 - 1) / 2` more, whatever the position of a pixel in its cell.
///
/// - Note: Source: Unser, "Splines: A Perfect Fit for Signal and Image Processing", 1999; the order of
///   approximation is that of Strang and Fix.
struct CellScale: Sendable {
  /// Pixels along a cell's side, 2 or 4.
  let factor: Int
  /// Bits of the factor.
  let shift: Int
  /// `weights[j]` belongs to the pixel `j - (factor - 1)` after the cell's first; their sum is `factor^3`.
  let weights: [UInt16]

  init(factor: Int) {
    precondition(factor == 2 || factor == 4, "a cell has a side of two or four pixels")
    self.factor = factor
    shift = factor == 2 ? 1 : 2
    weights = factor == 2 ? [1, 3, 3, 1] : [1, 3, 6, 10, 12, 12, 10, 6, 3, 1]
  }

  /// The cells of a mask.
  func cells(of mask: borrowing Mask, tiles: UniformTiles, bands: Bands) -> CellPlane {
    let size = mask.size
    let columns = (size.width + factor - 1) / factor + 2 * CellPlane.margin
    let rows = (size.height + factor - 1) / factor + 2 * CellPlane.margin
    let values = mask.weights.withUnsafeBufferPointer { pixels in
      // Only read, and by nobody after the last band.
      nonisolated(unsafe) let pixels = pixels
      return bands.makeRows(of: UInt16.self, rowLength: columns, height: rows) { band, part in
        var sums = RowSums(width: size.width, factor: factor)
        for row in band {
          let start = (row - band.lowerBound) * columns
          let line = UnsafeMutableBufferPointer(rebasing: part[start..<start + columns])
          fill(line, row: row - CellPlane.margin, from: pixels, tiles: tiles, sums: &sums)
        }
      }
    }
    return CellPlane(width: columns, height: rows, values: values)
  }

  /// Sums of one row of cells along columns, with the weights at the frame's edges repeated outside.
  private struct RowSums {
    var values: [UInt16]
    /// Sums to the left of the frame's first column.
    let left: Int

    init(width: Int, factor: Int) {
      left = factor * CellPlane.margin + factor - 1
      values = [UInt16](repeating: 0, count: left + width + factor * (CellPlane.margin + 3) + 16)
    }
  }

  private func fill(
    _ line: UnsafeMutableBufferPointer<UInt16>, row: Int, from pixels: UnsafeBufferPointer<UInt8>,
    tiles: UniformTiles, sums: inout RowSums
  ) {
    let first = row * factor - (factor - 1)
    let tileRow = min(max(row * factor / UniformTiles.side, 0), tiles.rows - 1)
    var column = 0
    while column < tiles.columns {
      let start = column
      let around = tiles.surroundings(column: column, row: tileRow, reach: 2 * factor)
      column += 1
      if around.isUniform {
        fill(line, tiles: start..<column, with: UInt16(around.lowest) << 7, last: tiles.columns)
        continue
      }
      while column < tiles.columns,
        !tiles.surroundings(column: column, row: tileRow, reach: 2 * factor).isUniform
      { column += 1 }
      let cells = self.cells(ofTiles: start..<column, last: tiles.columns, count: line.count)
      add(rowsFrom: first, cells: cells, of: pixels, size: tiles.size, to: &sums)
      sums.values.withUnsafeBufferPointer { sums in
        for cell in cells { line[cell] = value(sums, at: factor * cell) }
      }
    }
  }

  /// The cells of some tiles; those outside the frame belong to the first and the last tile.
  private func cells(ofTiles tiles: Range<Int>, last: Int, count: Int) -> Range<Int> {
    let perTile = UniformTiles.side / factor
    let start = tiles.lowerBound == 0 ? 0 : tiles.lowerBound * perTile + CellPlane.margin
    return start..<(tiles.upperBound == last ? count : tiles.upperBound * perTile + CellPlane.margin)
  }

  private func fill(
    _ line: UnsafeMutableBufferPointer<UInt16>, tiles: Range<Int>, with value: UInt16, last: Int
  ) {
    UnsafeMutableBufferPointer(rebasing: line[cells(ofTiles: tiles, last: last, count: line.count)])
      .update(repeating: value)
  }

  /// Sums along columns for all pixels that the cells reach.
  private func add(
    rowsFrom first: Int, cells: Range<Int>, of pixels: UnsafeBufferPointer<UInt8>, size: PixelSize,
    to sums: inout RowSums
  ) {
    let left = sums.left
    let reached = factor * cells.lowerBound - left..<factor * (cells.upperBound + 2) - left
    let inside = max(reached.lowerBound, 0)..<min(reached.upperBound, size.width)
    guard !inside.isEmpty, let base = pixels.baseAddress else { return }
    sums.values.withUnsafeMutableBufferPointer { sums in
      guard let place = sums.baseAddress.map({ $0 + left }) else { return }
      let rows = weights.indices.map { base + min(max(first + $0, 0), size.height - 1) * size.width }
      sum(rows, columns: inside, into: place)
      for x in reached.lowerBound..<max(reached.lowerBound, 0) { place[x] = place[0] }
      for x in max(inside.upperBound, 0)..<max(reached.upperBound, inside.upperBound) {
        place[x] = place[size.width - 1]
      }
    }
  }

  private func sum(
    _ rows: [UnsafePointer<UInt8>], columns: Range<Int>, into sums: UnsafeMutablePointer<UInt16>
  ) {
    rows.withUnsafeBufferPointer { rows in
      weights.withUnsafeBufferPointer { weights in
        var x = columns.lowerBound
        while x + 16 <= columns.upperBound {
          var low = SIMD8<UInt16>()
          var high = SIMD8<UInt16>()
          for index in 0..<weights.count {
            let row = UnsafeRawPointer(rows[index])
            let weight = SIMD8(repeating: weights[index])
            let first = row.loadUnaligned(fromByteOffset: x, as: SIMD8<UInt8>.self)
            let second = row.loadUnaligned(fromByteOffset: x &+ 8, as: SIMD8<UInt8>.self)
            low &+= SIMD8<UInt16>(truncatingIfNeeded: first) &* weight
            high &+= SIMD8<UInt16>(truncatingIfNeeded: second) &* weight
          }
          UnsafeMutableRawPointer(sums + x).storeBytes(of: low, as: SIMD8<UInt16>.self)
          UnsafeMutableRawPointer(sums + x + 8).storeBytes(of: high, as: SIMD8<UInt16>.self)
          x &+= 16
        }
        while x < columns.upperBound {
          sums[x] = 0
          for index in 0..<weights.count { sums[x] &+= UInt16(rows[index][x]) &* weights[index] }
          x &+= 1
        }
      }
    }
  }

  /// The weighted mean along a row, from sums along columns.
  @inline(__always)
  private func value(_ sums: UnsafeBufferPointer<UInt16>, at start: Int) -> UInt16 {
    func pair(_ near: Int) -> UInt32 {
      UInt32(sums[start &+ near]) &+ UInt32(sums[start &+ (3 &* factor &- 3) &- near])
    }
    // The weights' sum along both axes is factor^6.
    if factor == 2 { return UInt16(truncatingIfNeeded: (pair(0) &+ 3 &* pair(1)) &<< 1) }
    let sum = pair(0) &+ 3 &* pair(1) &+ 6 &* pair(2) &+ 10 &* pair(3) &+ 12 &* pair(4)
    return UInt16(truncatingIfNeeded: (sum &+ 16) &>> 5)
  }
}
