import Raster

/// The parts of a hole that are filled one after another.
///
/// Pixels that touch, also at corners, belong together. Small groups that lie close are filled together,
/// and groups that are too large in parts, so that the work on one part is bounded whatever the hole.
struct HoleRegions {
  /// Longest side of a region, in pixels.
  static let longestSide = 384

  /// Groups with no longer side than this share a region with their neighbours.
  static let smallSide = 48

  /// Side of the squares in which small groups are gathered.
  static let gatheringSide = 192

  /// A rectangle to be filled, and the longest side of a hole in it.
  struct Region {
    var rectangle: PixelRect
    var holeSide: Int
  }

  /// Rectangles of at most `longestSide`; every hole pixel is in one or more. Those of one group may need
  /// each other's fill.
  let groups: [[Region]]

  init(hole: Mask) {
    var gathered: [Int: Region] = [:]
    var groups: [[Region]] = []
    let across = hole.width / Self.gatheringSide + 1
    for group in Self.touchingGroups(hole) {
      if group.width > Self.smallSide || group.height > Self.smallSide {
        groups.append(Self.parts(group))
      } else {
        let column = (group.x + group.width / 2) / Self.gatheringSide
        let row = (group.y + group.height / 2) / Self.gatheringSide
        let square = row * across + column
        let side = max(group.width, group.height)
        var region = gathered[square] ?? Region(rectangle: group, holeSide: side)
        region.rectangle = region.rectangle.union(group)
        region.holeSide = max(region.holeSide, side)
        gathered[square] = region
      }
    }
    self.groups = groups + gathered.sorted { $0.key < $1.key }.map { [$0.value] }
  }

  /// Equal parts of a rectangle, none longer than allowed.
  private static func parts(_ group: PixelRect) -> [Region] {
    let columns = (group.width + longestSide - 1) / longestSide
    let rows = (group.height + longestSide - 1) / longestSide
    return (0..<rows * columns).map { part in
      let (column, row) = (part % columns, part / columns)
      let left = group.x + group.width * column / columns
      let top = group.y + group.height * row / rows
      let right = group.x + group.width * (column + 1) / columns
      let bottom = group.y + group.height * (row + 1) / rows
      let part = PixelRect(x: left, y: top, width: right - left, height: bottom - top)
      return Region(rectangle: part, holeSide: max(part.width, part.height))
    }
  }

  /// The bounding rectangles of the connected groups of hole pixels, in order of their first pixel.
  private static func touchingGroups(_ hole: Mask) -> [PixelRect] {
    var forest = RunForest()
    var above: [RunForest.Run] = []
    for y in 0..<hole.height {
      let row = hole.weights[y * hole.width..<(y + 1) * hole.width]
      above = forest.add(row: row, y: y, above: above)
    }
    return forest.boundingRectangles()
  }
}

/// Joins runs of hole pixels to groups, row by row (union-find).
private struct RunForest {
  struct Run {
    let start: Int
    let end: Int
    let node: Int
  }

  private var parents: [Int] = []
  private var rectangles: [PixelRect] = []

  /// Adds the runs of one row and joins each to those of the row above that it touches.
  mutating func add(row: ArraySlice<UInt8>, y: Int, above: [Run]) -> [Run] {
    var runs: [Run] = []
    var x = row.startIndex
    while let first = row[x...].firstIndex(where: { $0 > 0 }) {
      let end = row[first...].firstIndex(of: 0) ?? row.endIndex
      runs.append(newRun(start: first - row.startIndex, end: end - row.startIndex, y: y))
      x = end
    }
    var next = 0
    for run in runs {
      while next < above.count, above[next].end < run.start { next += 1 }
      var touching = next
      while touching < above.count, above[touching].start <= run.end {
        join(run.node, above[touching].node)
        touching += 1
      }
    }
    return runs
  }

  private mutating func newRun(start: Int, end: Int, y: Int) -> Run {
    parents.append(parents.count)
    rectangles.append(PixelRect(x: start, y: y, width: end - start, height: 1))
    return Run(start: start, end: end, node: parents.count - 1)
  }

  private mutating func root(_ node: Int) -> Int {
    var node = node
    while parents[node] != node {
      parents[node] = parents[parents[node]]
      node = parents[node]
    }
    return node
  }

  private mutating func join(_ first: Int, _ second: Int) {
    let (one, other) = (root(first), root(second))
    guard one != other else { return }
    let (kept, dropped) = (min(one, other), max(one, other))
    parents[dropped] = kept
    rectangles[kept] = rectangles[kept].union(rectangles[dropped])
  }

  func boundingRectangles() -> [PixelRect] {
    parents.indices.filter { parents[$0] == $0 }.map { rectangles[$0] }
  }
}
