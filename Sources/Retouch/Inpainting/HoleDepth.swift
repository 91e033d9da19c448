import Raster

/// How far each pixel of a hole's core is from its border.
///
/// - Note: Source: Borgefors, "Distance transformations in digital images", 1986 (the 3-4 chamfer; at most
///   8 % off the Euclidean distance).
struct HoleDepth {
  /// The smallest rectangle around the hole with one known pixel on each side, inside the frame.
  private let frame: PixelRect
  /// Thirds of a pixel, row by row; 0 outside the core.
  private var thirds: [UInt16]

  /// Depths of the hole's core, which are the pixels with at least half the largest weight: of a feathered
  /// mask's skirt little is seen.
  ///
  /// - Parameter bounds: A rectangle that holds the whole hole.
  init(core hole: Mask, bounds: PixelRect) {
    let half = (hole.weights.max() ?? 0) / 2
    frame = bounds.expanded(by: 1).intersection(PixelRect(frameOf: hole.size))
    thirds = [UInt16](repeating: 0, count: frame.width * frame.height)
    for y in 0..<frame.height {
      for x in 0..<frame.width where hole.weights[(y + frame.y) * hole.width + x + frame.x] > half {
        thirds[y * frame.width + x] = .max
      }
    }
    sweep(rows: Array(0..<frame.height), columns: Array(0..<frame.width), direction: -1)
    sweep(rows: (0..<frame.height).reversed(), columns: (0..<frame.width).reversed(), direction: 1)
  }

  /// The depth in pixels; 0 outside the core.
  func depth(x: Int, y: Int) -> Float {
    guard x >= frame.x, y >= frame.y, x < frame.maxX, y < frame.maxY else { return 0 }
    return Float(thirds[(y - frame.y) * frame.width + x - frame.x]) / 3
  }

  /// The largest depth in a rectangle.
  func maximum(in rectangle: PixelRect) -> Float {
    let inside = rectangle.intersection(frame)
    var largest: UInt16 = 0
    for y in inside.y..<inside.maxY {
      let row = (y - frame.y) * frame.width - frame.x
      for x in inside.x..<inside.maxX { largest = max(largest, thirds[row + x]) }
    }
    return Float(largest) / 3
  }

  /// One pass, each pixel from the four neighbours that the pass has already met.
  private mutating func sweep(rows: [Int], columns: [Int], direction: Int) {
    for y in rows {
      for x in columns {
        let index = y * frame.width + x
        guard thirds[index] > 0 else { continue }
        var least = distance(x + direction, y, 3)
        least = min(least, distance(x - 1, y + direction, 4))
        least = min(least, distance(x, y + direction, 3))
        least = min(least, distance(x + 1, y + direction, 4))
        thirds[index] = min(thirds[index], least)
      }
    }
  }

  private func distance(_ x: Int, _ y: Int, _ step: UInt16) -> UInt16 {
    guard x >= 0, y >= 0, x < frame.width, y < frame.height else { return .max }
    let (sum, overflow) = thirds[y * frame.width + x].addingReportingOverflow(step)
    return overflow ? .max : sum
  }
}
