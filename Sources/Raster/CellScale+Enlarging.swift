extension CellScale {
  /// Writes what the cells say into a mask of the size that they were made from.
  ///
  /// - Parameter tiles: What the mask holds now; tiles that would get the same weights are left alone.
  func enlarge(_ cells: CellPlane, into mask: inout Mask, tiles: UniformTiles, bands: Bands) {
    let size = mask.size
    mask.withMutableWeights { weights in
      bands.update(weights, rowLength: size.width, height: size.height) { rows, part in
        let tileRow = rows.lowerBound / UniformTiles.side
        var column = 0
        while column < tiles.columns {
          let start = column
          column += 1
          if let weight = uniformWeight(of: tiles.pixels(columns: start..<column, row: tileRow), in: cells) {
            if tiles[start, tileRow] != .init(lowest: weight, highest: weight) {
              fill(tiles.pixels(columns: start..<column, row: tileRow), of: part, size.width, with: weight)
            }
            continue
          }
          while column < tiles.columns,
            uniformWeight(of: tiles.pixels(columns: column..<column + 1, row: tileRow), in: cells) == nil
          { column += 1 }
          enlarge(cells, to: tiles.pixels(columns: start..<column, row: tileRow), of: part, size.width)
        }
      }
    }
  }

  /// The weight that all pixels get, or `nil` when they may differ.
  private func uniformWeight(of pixels: PixelRect, in cells: CellPlane) -> UInt8? {
    let (x, y) = (pixels.x / factor + 1, pixels.y / factor + 1)
    let reached = PixelRect(
      x: x, y: y, width: (pixels.width + factor - 1) / factor + 2,
      height: (pixels.height + factor - 1) / factor + 2)
    let extremes = cells.extremes(in: reached)
    let weight = (extremes.lowest + 64) >> 7
    return weight == (extremes.highest + 64) >> 7 ? UInt8(weight) : nil
  }

  private func fill(
    _ pixels: PixelRect, of part: UnsafeMutableBufferPointer<UInt8>, _ rowLength: Int, with weight: UInt8
  ) {
    for row in 0..<pixels.height {
      let start = row * rowLength + pixels.x
      UnsafeMutableBufferPointer(rebasing: part[start..<start + pixels.width]).update(repeating: weight)
    }
  }

  private func enlarge(
    _ cells: CellPlane, to pixels: PixelRect, of part: UnsafeMutableBufferPointer<UInt8>,
    _ rowLength: Int
  ) {
    let first = pixels.x / factor + CellPlane.margin - 1
    let count = (pixels.width + factor - 1) / factor + 2
    withUnsafeTemporaryAllocation(of: UInt16.self, capacity: count) { line in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: count) { words in
        let wide = UnsafeMutableRawBufferPointer(words)
        for row in 0..<pixels.height {
          mix(cells, y: pixels.y + row, first: first, into: line)
          factor == 2
            ? Self.widenByTwo(UnsafeBufferPointer(line), into: wide)
            : Self.widenByFour(UnsafeBufferPointer(line), into: wide)
          let start = row * rowLength + pixels.x
          for x in 0..<pixels.width { part[start + x] = wide[x] }
        }
      }
    }
  }

  /// The cells around the row of pixels `y`, mixed along columns.
  private func mix(
    _ cells: CellPlane, y: Int, first: Int, into line: UnsafeMutableBufferPointer<UInt16>
  ) {
    let phase = factor - 1 + y % factor
    func weight(_ index: Int) -> UInt32 {
      weights.indices.contains(index) ? UInt32(weights[index]) : 0
    }
    let (above, here, below) = (weight(phase + factor), weight(phase), weight(phase - factor))
    let half = UInt32(factor * factor / 2)
    let bits = UInt32(2 * shift)
    let start = (y / factor + CellPlane.margin) * cells.width + first
    cells.values.withUnsafeBufferPointer { values in
      guard let row = values.baseAddress.map({ $0 + start }),
        let line = line.baseAddress.map({ ($0, line.count) })
      else { return }
      let (upper, lower) = (row - cells.width, row + cells.width)
      for index in 0..<line.1 {
        let sum =
          UInt32(upper[index]) &* above &+ UInt32(row[index]) &* here &+ UInt32(lower[index]) &* below
        line.0[index] = UInt16(truncatingIfNeeded: (sum &+ half) &>> bits)
      }
    }
  }

  /// Pixels of the cells between the first and the last of a line.
  private static func widenByTwo(
    _ line: UnsafeBufferPointer<UInt16>, into wide: UnsafeMutableRawBufferPointer
  ) {
    for cell in 0..<line.count - 2 {
      let here = 3 &* UInt32(line[cell &+ 1]) &+ 256
      let left = (here &+ UInt32(line[cell])) &>> 9
      let right = (here &+ UInt32(line[cell &+ 2])) &>> 9
      let pixels = UInt16(truncatingIfNeeded: left | right &<< 8).littleEndian
      wide.storeBytes(of: pixels, toByteOffset: 2 &* cell, as: UInt16.self)
    }
  }

  private static func widenByFour(
    _ line: UnsafeBufferPointer<UInt16>, into wide: UnsafeMutableRawBufferPointer
  ) {
    for cell in 0..<line.count - 2 {
      let left = UInt32(line[cell])
      let here = UInt32(line[cell &+ 1])
      let right = UInt32(line[cell &+ 2])
      let first = (6 &* left &+ 10 &* here &+ 1_024) &>> 11
      let second = (3 &* left &+ 12 &* here &+ right &+ 1_024) &>> 11
      let third = (left &+ 12 &* here &+ 3 &* right &+ 1_024) &>> 11
      let fourth = (10 &* here &+ 6 &* right &+ 1_024) &>> 11
      let pixels = (first | second &<< 8 | third &<< 16 | fourth &<< 24).littleEndian
      wide.storeBytes(of: pixels, toByteOffset: 4 &* cell, as: UInt32.self)
    }
  }
}
