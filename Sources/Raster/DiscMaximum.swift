/// The running maximum over a disc, for one rectangle of a mask.
///
/// A table holds, for every position of a row, the largest of the 2^k weights that begin there; the largest
/// of any longer run is the larger of two overlapping table entries. Each row of the disc is one such run,
/// and rows are grouped by the k that they need, so that one table, doubled in place from group to group, is
/// enough.
///
/// - Note: Source of the idea: Bender and Farach-Colton, "The LCA Problem Revisited", 2000 (sparse table).
struct DiscMaximum {
  private let disc: Disc
  private let pixels: PixelRect
  /// Every weight counts as 255 minus itself, which turns the maximum into the minimum.
  private let inverting: Bool
  /// Weights of one line of maxima: the rectangle's width, rounded up to whole blocks.
  private let lineLength: Int
  /// Entries of one row of the table: a line of maxima and the disc's reach on both sides.
  private let rowLength: Int

  /// Weights that are handled together: four vectors.
  private static let block = 64

  init(disc: Disc, pixels: PixelRect, inverting: Bool) {
    self.disc = disc
    self.pixels = pixels
    self.inverting = inverting
    lineLength = (pixels.width + Self.block - 1) / Self.block * Self.block
    rowLength = lineLength + 2 * disc.reach
  }

  /// Writes the maxima of the rectangle's pixels, rows tightly packed.
  func compute(_ source: TiledUpdate.Source, into result: UnsafeMutableBufferPointer<UInt8>) {
    let rows = pixels.height + 2 * disc.reach
    // Doubling reads past the last row; what it finds there reaches no maximum.
    let slack = 2 * disc.reach + 2 * Self.block
    withUnsafeTemporaryAllocation(byteCount: rows * rowLength + slack, alignment: 16) { table in
      table.initializeMemory(as: UInt8.self, repeating: 0)
      fill(table, from: source)
      withUnsafeTemporaryAllocation(byteCount: pixels.height * lineLength, alignment: 16) { maxima in
        maxima.initializeMemory(as: UInt8.self, repeating: 0)
        var run = 1
        while run <= 2 * disc.halfWidths[0] + 1 {
          accumulate(UnsafeRawBufferPointer(table), run: run, into: maxima)
          Self.double(table, count: rows * rowLength, run: run)
          run *= 2
        }
        store(UnsafeRawBufferPointer(maxima), into: result)
      }
    }
  }

  /// The table for runs of one weight: the weights themselves, zeros outside the frame.
  private func fill(_ table: UnsafeMutableRawBufferPointer, from source: TiledUpdate.Source) {
    let area = PixelRect(
      x: pixels.x - disc.reach, y: pixels.y - disc.reach, width: rowLength,
      height: pixels.height + 2 * disc.reach)
    let inside = area.intersection(PixelRect(frameOf: source.size))
    let flip: UInt8 = inverting ? 255 : 0
    for y in inside.y..<inside.maxY {
      let from = source.weights + (y * source.size.width + inside.x)
      let start = (y - area.y) * rowLength + inside.x - area.x
      let row = UnsafeMutableRawBufferPointer(rebasing: table[start..<start + inside.width])
      for index in 0..<inside.width {
        row[index] = from.load(fromByteOffset: index, as: UInt8.self) ^ flip
      }
    }
  }

  /// Turns maxima of runs of `run` weights into those of twice as many.
  private static func double(_ table: UnsafeMutableRawBufferPointer, count: Int, run: Int) {
    var index = 0
    while index < count {
      let longer = table.weights(at: index).larger(table.weights(at: index &+ run))
      table.storeBytes(of: longer, toByteOffset: index, as: SIMD16<UInt8>.self)
      index &+= 16
    }
  }

  /// Adds the disc's rows whose longest power of two is `run` to the maxima so far.
  private func accumulate(
    _ table: UnsafeRawBufferPointer, run: Int, into maxima: UnsafeMutableRawBufferPointer
  ) {
    let runs = self.runs(ofLength: run)
    guard !runs.isEmpty else { return }
    runs.withUnsafeBufferPointer { runs in
      for row in 0..<pixels.height {
        for x in stride(from: 0, to: lineLength, by: Self.block) {
          Self.raise(
            UnsafeMutableRawBufferPointer(rebasing: maxima[(row * lineLength + x)...]), by: runs,
            of: UnsafeRawBufferPointer(rebasing: table[(row * rowLength + x)...]))
        }
      }
    }
  }

  /// Where the table has the first and the last `run` weights of each of the disc's rows, for the first pixel.
  private func runs(ofLength run: Int) -> [(head: Int, tail: Int)] {
    disc.halfWidths.enumerated().flatMap { dy, half -> [(head: Int, tail: Int)] in
      guard run...2 * run - 1 ~= 2 * half + 1 else { return [] }
      return Set([disc.reach - dy, disc.reach + dy]).sorted().map { row in
        let head = row * rowLength + disc.reach - half
        return (head, head + 2 * half + 1 - run)
      }
    }
  }

  @inline(__always)
  private static func raise(
    _ maxima: UnsafeMutableRawBufferPointer, by runs: UnsafeBufferPointer<(head: Int, tail: Int)>,
    of table: UnsafeRawBufferPointer
  ) {
    var first = maxima.weights(at: 0)
    var second = maxima.weights(at: 16)
    var third = maxima.weights(at: 32)
    var fourth = maxima.weights(at: 48)
    for (head, tail) in runs {
      first = first.larger(table.weights(at: head).larger(table.weights(at: tail)))
      second = second.larger(table.weights(at: head &+ 16).larger(table.weights(at: tail &+ 16)))
      third = third.larger(table.weights(at: head &+ 32).larger(table.weights(at: tail &+ 32)))
      fourth = fourth.larger(table.weights(at: head &+ 48).larger(table.weights(at: tail &+ 48)))
    }
    maxima.storeBytes(of: first, toByteOffset: 0, as: SIMD16<UInt8>.self)
    maxima.storeBytes(of: second, toByteOffset: 16, as: SIMD16<UInt8>.self)
    maxima.storeBytes(of: third, toByteOffset: 32, as: SIMD16<UInt8>.self)
    maxima.storeBytes(of: fourth, toByteOffset: 48, as: SIMD16<UInt8>.self)
  }

  private func store(
    _ maxima: UnsafeRawBufferPointer, into result: UnsafeMutableBufferPointer<UInt8>
  ) {
    let flip: UInt8 = inverting ? 255 : 0
    for row in 0..<pixels.height {
      for x in 0..<pixels.width {
        result[row * pixels.width + x] = maxima[row * lineLength + x] ^ flip
      }
    }
  }
}

extension UnsafeRawBufferPointer {
  /// Sixteen weights from `offset` on, aligned or not.
  @inline(__always)
  func weights(at offset: Int) -> SIMD16<UInt8> {
    loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
  }
}

extension UnsafeMutableRawBufferPointer {
  /// Sixteen weights from `offset` on, aligned or not.
  @inline(__always)
  func weights(at offset: Int) -> SIMD16<UInt8> {
    loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
  }
}
