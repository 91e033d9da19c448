/// Which neighbours of a pixel belong to the same component.
enum Connectivity: Int, Sendable {
  /// The four pixels that share a side.
  case four = 0
  /// Also the four that share a corner.
  case eight = 1
}

/// Finds the connected components of the pixels whose weights lie in a range.
///
/// Rows are read once, as runs; each run joins the runs of the row above that it touches.
///
/// - Complexity: O(pixels), and memory of O(width), whatever the mask.
struct ComponentScan: Sendable {
  let mask: Mask
  /// The weights of the pixels that make components.
  let members: ClosedRange<UInt8>
  let connectivity: Connectivity
  /// A component is marked when it has, or has among its eight-neighbours, a weight in this range.
  var marks: ClosedRange<UInt8>?

  private struct Run {
    let start: Int
    let end: Int
    var place: Int
  }

  /// Calls `body` with each component when it is complete: in an order that depends on the mask alone.
  func visit(_ body: (ComponentRecord) -> Void) {
    var forest = ComponentForest()
    var above: [Run] = []
    var runs: [Run] = []
    mask.weights.withUnsafeBufferPointer { weights in
      for y in 0..<mask.height {
        runs.removeAll(keepingCapacity: true)
        collect(&runs, y: y, weights: weights, above: above, forest: &forest)
        for index in runs.indices { runs[index].place = forest.root(of: runs[index].place) }
        forest.settle(after: y, body)
        swap(&above, &runs)
      }
    }
    forest.settle(after: mask.height, body)
  }

  private func collect(
    _ runs: inout [Run], y: Int, weights: UnsafeBufferPointer<UInt8>, above: [Run],
    forest: inout ComponentForest
  ) {
    let row = UnsafeBufferPointer(rebasing: weights[y * mask.width..<(y + 1) * mask.width])
    var next = 0
    var start = MaskRow.end(of: row, from: 0, inside: false, members)
    while start < row.count {
      let end = MaskRow.end(of: row, from: start, inside: true, members)
      while next < above.count, above[next].end + connectivity.rawValue <= start { next += 1 }
      var touched: Int?
      var other = next
      while other < above.count, above[other].start < end + connectivity.rawValue {
        touched = forest.join(touched ?? above[other].place, above[other].place)
        other += 1
      }
      let place = forest.insert(record(start..<end, y: y, row: row), into: touched)
      if let marks, !forest.isMarked(place), hasNeighbour(in: marks, start..<end, y: y, weights) {
        forest.mark(place)
      }
      runs.append(Run(start: start, end: end, place: place))
      start = MaskRow.end(of: row, from: end, inside: false, members)
    }
  }

  private func record(
    _ columns: Range<Int>, y: Int, row: UnsafeBufferPointer<UInt8>
  ) -> ComponentRecord {
    var record = ComponentRecord(
      first: y * mask.width + columns.lowerBound, left: columns.lowerBound,
      right: columns.upperBound, bottom: y)
    record.area = columns.count
    let isOutermostRow = y == 0 || y == mask.height - 1
    if isOutermostRow || columns.lowerBound == 0 || columns.upperBound == mask.width {
      record.touchesFrame = true
      record.contact = FrameContact(of: columns, y: y, row: row, height: mask.height)
    }
    return record
  }

  private func hasNeighbour(
    in marks: ClosedRange<UInt8>, _ columns: Range<Int>, y: Int, _ weights: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let start = max(columns.lowerBound - 1, 0)
    let end = min(columns.upperBound + 1, mask.width)
    for row in max(y - 1, 0)...min(y + 1, mask.height - 1) {
      for x in start..<end where marks.contains(weights[row * mask.width + x]) { return true }
    }
    return false
  }
}

/// Search along one row of weights.
enum MaskRow {
  /// The first position from `start` on whose weight is not in `members` (`inside`), or is (not `inside`).
  ///
  /// Eight equal weights are passed at a time.
  @inline(__always)
  static func end(
    of row: UnsafeBufferPointer<UInt8>, from start: Int, inside: Bool, _ members: ClosedRange<UInt8>
  ) -> Int {
    let bytes = UnsafeRawBufferPointer(row)
    let span = members.upperBound - members.lowerBound
    var x = start
    while x < row.count {
      let isMember = row[x] &- members.lowerBound <= span
      if isMember != inside { return x }
      let isUniform =
        x + 8 <= row.count
        && bytes.loadUnaligned(fromByteOffset: x, as: UInt64.self)
          == UInt64(row[x]) &* 0x0101_0101_0101_0101
      x += isUniform ? 8 : 1
    }
    return row.count
  }
}
