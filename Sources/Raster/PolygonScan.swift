/// Fills one band of a polygon's mask, row after row.
///
/// The edges that cross a line stay in a list, in the order of their crossings, from line to line. The lines
/// of a row are taken in runs between the ends of edges. Where the edges of a run do not cross each other,
/// their order holds for all its lines, and each edge that divides inside from outside is walked by itself;
/// else every line puts its own crossings in order, which takes little because few have changed places.
struct PolygonScan: ~Copyable {
  private struct ActiveEdge {
    let edge: PolygonEdge
    /// The lines of the band that the edge crosses.
    let lines: Range<Int>
    /// Where the edge meets the first and the last line of the run.
    var first = 0.0
    var last = 0.0

    /// Twice the position in the middle of the run.
    @inline(__always)
    var key: Double { first + last }
  }

  private let rule: FillRule
  private let rows: Range<Int>
  private var coverage: RowCoverage
  /// The band's edges by falling first line, so that the next stands at the end.
  private var waiting: [ActiveEdge]
  private var active: [ActiveEdge] = []
  private var arriving: [ActiveEdge] = []
  private var merged: [ActiveEdge] = []

  init(width: Int, rule: FillRule, rows: Range<Int>, edges: some Sequence<PolygonEdge>) {
    self.rule = rule
    self.rows = rows
    coverage = RowCoverage(width: width)
    waiting = edges.map { ActiveEdge(edge: $0, lines: $0.lines(ofRows: rows)) }
    waiting.removeAll { $0.lines.isEmpty }
    waiting.sort { $0.lines.lowerBound > $1.lines.lowerBound }
  }

  /// Fills the next row; rows come in their order, each once.
  mutating func fill(_ weights: UnsafeMutableBufferPointer<UInt8>, row: Int) {
    let side = RowCoverage.samplesPerSide
    let end = (row - rows.lowerBound + 1) * side
    var line = end - side
    while line < end {
      let stop = beginRun(at: line, before: end)
      if !active.isEmpty || !arriving.isEmpty { addLines(line..<stop) }
      line = stop
    }
    coverage.store(into: weights)
  }

  /// Takes up and drops edges at a line; returns where the run of lines with the same edges ends.
  private mutating func beginRun(at line: Int, before end: Int) -> Int {
    active.removeAll { $0.lines.upperBound <= line }
    arriving.removeAll(keepingCapacity: true)
    while let edge = waiting.last, edge.lines.lowerBound <= line {
      arriving.append(edge)
      waiting.removeLast()
    }
    var stop = min(end, waiting.last?.lines.lowerBound ?? end)
    for edge in active { stop = min(stop, edge.lines.upperBound) }
    for edge in arriving { stop = min(stop, edge.lines.upperBound) }
    return stop
  }

  private mutating func addLines(_ lines: Range<Int>) {
    cross(lines)
    if keepsOrder() {
      addInOrder(lines)
    } else {
      for line in lines {
        cross(line..<line + 1)
        addInOrder(line..<line + 1)
      }
    }
  }

  /// Puts the active edges, with those that arrive, in the order of their crossings with a run of lines.
  private mutating func cross(_ lines: Range<Int>) {
    let (first, last) = (centre(of: lines.lowerBound), centre(of: lines.upperBound - 1))
    Self.cross(&active, first, last)
    Self.sort(&active)
    guard !arriving.isEmpty else { return }
    Self.cross(&arriving, first, last)
    Self.sort(&arriving)
    merge()
  }

  private func centre(of line: Int) -> Double {
    let side = RowCoverage.samplesPerSide
    return coverage.lineCentre(row: rows.lowerBound + line / side, line: line % side)
  }

  private static func cross(_ edges: inout [ActiveEdge], _ first: Double, _ last: Double) {
    for index in edges.indices {
      edges[index].first = edges[index].edge.crossing(y: first)
      edges[index].last = edges[index].edge.crossing(y: last)
    }
  }

  /// Sorts by insertion, because few edges are out of place; when many are, in the general way.
  private static func sort(_ edges: inout [ActiveEdge]) {
    var moves = 16 * edges.count
    for end in edges.indices.dropFirst() where edges[end].key < edges[end - 1].key {
      let edge = edges[end]
      var index = end
      repeat {
        edges[index] = edges[index - 1]
        index -= 1
      } while index > 0 && edges[index - 1].key > edge.key
      edges[index] = edge
      moves -= end - index
      guard moves > 0 else {
        edges.sort { $0.key < $1.key }
        return
      }
    }
  }

  /// Moves the edges that arrive to their places.
  private mutating func merge() {
    merged.removeAll(keepingCapacity: true)
    var next = 0
    for edge in active {
      while next < arriving.count, arriving[next].key < edge.key {
        merged.append(arriving[next])
        next += 1
      }
      merged.append(edge)
    }
    merged.append(contentsOf: arriving[next...])
    arriving.removeAll(keepingCapacity: true)
    swap(&active, &merged)
  }

  /// Straight edges in the same order on two lines are in that order on every line between.
  private func keepsOrder() -> Bool {
    for index in active.indices.dropFirst()
    where active[index - 1].first > active[index].first || active[index - 1].last > active[index].last {
      return false
    }
    return true
  }

  private mutating func addInOrder(_ lines: Range<Int>) {
    var count: Int32 = 0
    for index in active.indices {
      let wasInside = isInside(count)
      count += rule == .evenOdd ? 1 : active[index].edge.winding
      let inside = isInside(count)
      guard inside != wasInside else { continue }
      addCrossings(of: active[index], on: lines, value: inside ? 1 : -1)
    }
  }

  @inline(__always)
  private mutating func addCrossings(of active: ActiveEdge, on lines: Range<Int>, value: Int32) {
    for line in lines {
      let x = lines.count == 1 ? active.first : active.edge.crossing(y: centre(of: line))
      coverage.add(value, from: coverage.samples(leftOf: x))
    }
  }

  private func isInside(_ count: Int32) -> Bool {
    rule == .evenOdd ? count & 1 == 1 : count != 0
  }
}
