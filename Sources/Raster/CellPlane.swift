/// A picture of one channel at a smaller scale, of which each cell stands for a square of pixels.
///
/// Values have 8 bits before and 7 behind the binary point, `0...32640`. Around the cells that cover the frame
/// stand `margin` more on each side; outside the frame edge pixels are repeated, so that the outermost cells
/// hold what all further ones would.
struct CellPlane: Sendable {
  /// Cells outside the frame, on each side.
  static let margin = 2

  let width: Int
  let height: Int
  let values: [UInt16]

  /// Convolved with the kernel along both axes; values at the plane's edge are repeated outside.
  func blurred(by kernel: GaussianKernel, bands: Bands) -> CellPlane {
    let values = bands.makeRows(of: UInt16.self, rowLength: width, height: height) { rows, part in
      for top in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.blockSide) {
        for left in stride(from: 0, to: width, by: Self.blockSide) {
          let block = PixelRect(
            x: left, y: top, width: min(Self.blockSide, width - left),
            height: min(Self.blockSide, rows.upperBound - top))
          blur(block, by: kernel, into: part, firstRow: rows.lowerBound)
        }
      }
    }
    return CellPlane(width: width, height: height, values: values)
  }

  private static let blockSide = 32

  private func blur(
    _ block: PixelRect, by kernel: GaussianKernel, into part: UnsafeMutableBufferPointer<UInt16>,
    firstRow: Int
  ) {
    let reached = block.expanded(by: kernel.radius)
    let around = extremes(in: reached.intersection(PixelRect(x: 0, y: 0, width: width, height: height)))
    if around.lowest == around.highest {
      for row in 0..<block.height {
        let start = (block.y + row - firstRow) * width + block.x
        UnsafeMutableBufferPointer(rebasing: part[start..<start + block.width])
          .update(repeating: around.lowest)
      }
      return
    }
    let columns = reached.x..<reached.maxX
    GaussianPatch(kernel: kernel, size: block.size).compute { row, samples in
      load(row: block.y + row, columns: columns, into: samples)
    } store: { row, samples in
      let start = (block.y + row - firstRow) * width + block.x
      for x in 0..<block.width { part[start + x] = samples[x] }
    }
  }

  private func load(row: Int, columns: Range<Int>, into samples: UnsafeMutablePointer<UInt16>) {
    let start = min(max(row, 0), height - 1) * width
    values.withUnsafeBufferPointer { values in
      for x in columns { samples[x - columns.lowerBound] = values[start + min(max(x, 0), width - 1)] }
    }
  }

  /// The smallest and the largest value in a rectangle of the plane.
  func extremes(in rect: PixelRect) -> (lowest: UInt16, highest: UInt16) {
    values.withUnsafeBufferPointer { values in
      // Values stay below 2^15; as signed numbers they are compared eight at a time.
      var lowest = Int16.max
      var highest = Int16.min
      for y in rect.y..<rect.maxY {
        let start = y * width + rect.x
        for index in start..<start + rect.width {
          let value = Int16(truncatingIfNeeded: values[index])
          lowest = min(lowest, value)
          highest = max(highest, value)
        }
      }
      return (UInt16(bitPattern: lowest), UInt16(bitPattern: highest))
    }
  }

  /// The plane at half the scale; each cell is a mean of 4 x 4, weighted 1, 3, 3, 1 along each axis.
  func halved(bands: Bands) -> CellPlane {
    let columns = (width + 1) / 2 + 2 * Self.margin
    let rows = (height + 1) / 2 + 2 * Self.margin
    let halves = bands.makeRows(of: UInt16.self, rowLength: columns, height: rows) { band, part in
      for row in band {
        let y = 2 * (row - Self.margin) - 1
        for column in 0..<columns {
          let x = 2 * (column - Self.margin) - 1
          let sum =
            rowSum(x, y) + 3 * (rowSum(x, y + 1) + rowSum(x, y + 2)) + rowSum(x, y + 3)
          part[(row - band.lowerBound) * columns + column] = UInt16(truncatingIfNeeded: (sum + 32) >> 6)
        }
      }
    }
    return CellPlane(width: columns, height: rows, values: halves)
  }

  private func rowSum(_ x: Int, _ y: Int) -> Int {
    let start = min(max(y, 0), height - 1) * width
    func value(_ x: Int) -> Int { Int(values[start + min(max(x, 0), width - 1)]) }
    return value(x) + 3 * (value(x + 1) + value(x + 2)) + value(x + 3)
  }

  /// The plane at twice the scale, of the size of the plane whose half this is.
  func doubled(to size: PixelSize, bands: Bands) -> CellPlane {
    let doubles = bands.makeRows(of: UInt16.self, rowLength: size.width, height: size.height) {
      band, part in
      for row in band {
        let near = row / 2 + Self.margin
        let far = row % 2 == 0 ? near - 1 : near + 1
        for column in 0..<size.width {
          let sum = 3 * mixed(column, near) + mixed(column, far)
          part[(row - band.lowerBound) * size.width + column] = UInt16(
            truncatingIfNeeded: (sum + 8) >> 4)
        }
      }
    }
    return CellPlane(width: size.width, height: size.height, values: doubles)
  }

  private func mixed(_ column: Int, _ row: Int) -> Int {
    let near = row * width + column / 2 + Self.margin
    let far = column % 2 == 0 ? near - 1 : near + 1
    return 3 * Int(values[near]) + Int(values[far])
  }
}
