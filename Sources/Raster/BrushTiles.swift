import Synchronization

/// Draws one band of a brush's mask by halving it into ever smaller tiles.
///
/// Of the strokes at hand, only those are kept for a tile that can be the nearest to one of its positions: by
/// the triangle inequality, those whose distance from its centre exceeds the least by at most its diagonal.
/// Tiles that lie wholly in the core or out of reach are done; the small ones left are measured.
struct BrushTiles: ~Copyable {
  /// Pixels of the longest side of a tile that is not halved any more.
  static let side = 16

  private let strokes: [BrushStroke]
  private let profile: BrushProfile
  private var scan: BrushScan
  /// The strokes at hand for each of the tiles around the one in work, one tile's after the other's.
  private var chosen: [Int32]
  private var distances: [Double] = []
  private var members: [BrushStroke] = []

  init(strokes: [BrushStroke], chosen: ArraySlice<Int32>, profile: BrushProfile) {
    self.strokes = strokes
    self.profile = profile
    self.chosen = Array(chosen)
    scan = BrushScan(width: Self.side, profile: profile)
  }

  /// Draws the rows of a band; leaves them unfinished once `steps` are more than `maximum`.
  mutating func fill(
    _ weights: UnsafeMutableBufferPointer<UInt8>, rows: Range<Int>, width: Int, steps: borrowing Atomic<Int>,
    maximum: Int
  ) {
    weights.update(repeating: 0)
    var tiles = [(PixelRect(x: 0, y: rows.lowerBound, width: width, height: rows.count), 0..<chosen.count)]
    while let (tile, strokes) = tiles.popLast() {
      chosen.removeSubrange(strokes.upperBound...)
      let nearest = narrow(strokes, to: tile)
      let near = strokes.upperBound..<chosen.count
      let isCovered = nearest + Self.reach(of: tile) <= profile.core
      let isSmall = max(tile.width, tile.height) <= Self.side
      let work = strokes.count + (isSmall && !isCovered ? near.count * profile.steps(tile: tile) : 0)
      guard steps.wrappingAdd(work, ordering: .relaxed).newValue <= maximum else { return }
      if near.isEmpty { continue }
      if isCovered {
        for y in tile.y..<tile.maxY {
          let start = (y - rows.lowerBound) * width
          weights.fill(start + tile.x..<start + tile.maxX, with: 255)
        }
      } else if isSmall {
        draw(tile, near, into: weights, firstRow: rows.lowerBound, width: width)
      } else {
        tiles += tile.halves.map { ($0, near) }
      }
    }
  }

  /// Adds to `chosen` those of some strokes that count in a tile; returns the least distance from its centre.
  private mutating func narrow(_ range: Range<Int>, to tile: PixelRect) -> Double {
    let (x, y) = (Double(tile.x) + Double(tile.width) / 2, Double(tile.y) + Double(tile.height) / 2)
    let reach = Self.reach(of: tile)
    distances.removeAll(keepingCapacity: true)
    var nearest = Double.infinity
    for index in range {
      let distance = strokes[Int(chosen[index])].distance(x: x, y: y)
      distances.append(distance)
      nearest = min(nearest, distance)
    }
    let limit = min(nearest + 2 * reach, profile.radius + reach)
    for (index, distance) in zip(range, distances) where distance <= limit { chosen.append(chosen[index]) }
    return nearest
  }

  /// How far the corners are from the centre, and a little for what rounding may do.
  private static func reach(of tile: PixelRect) -> Double {
    let (width, height) = (Double(tile.width), Double(tile.height))
    return (width * width + height * height).squareRoot() / 2 + 1e-6
  }

  private mutating func draw(
    _ tile: PixelRect, _ range: Range<Int>, into weights: UnsafeMutableBufferPointer<UInt8>,
    firstRow: Int, width: Int
  ) {
    members.removeAll(keepingCapacity: true)
    for index in range { members.append(strokes[Int(chosen[index])]) }
    for y in tile.y..<tile.maxY {
      let start = (y - firstRow) * width + tile.x
      let row = UnsafeMutableBufferPointer(rebasing: weights[start..<start + tile.width])
      scan.fill(row, x: tile.x, row: y, strokes: members)
    }
  }
}

extension PixelRect {
  /// The two parts on both sides of the middle of the longer side.
  fileprivate var halves: [PixelRect] {
    var (first, second) = (self, self)
    if width >= height {
      first.width = width / 2
      second.x += first.width
      second.width -= first.width
    } else {
      first.height = height / 2
      second.y += first.height
      second.height -= first.height
    }
    return [first, second]
  }
}
