/// One straight line of a brush's path; a point when its length is 0.
struct BrushStroke: Sendable {
  private let startX: Double
  private let startY: Double
  private let endX: Double
  private let endY: Double
  private let length: Double
  /// Direction of unit length; zero for a point.
  private let directionX: Double
  private let directionY: Double

  init(from start: Point, to end: Point) {
    (startX, startY, endX, endY) = (start.x, start.y, end.x, end.y)
    let (acrossX, acrossY) = (end.x - start.x, end.y - start.y)
    length = (acrossX * acrossX + acrossY * acrossY).squareRoot()
    directionX = length > 0 ? acrossX / length : 0
    directionY = length > 0 ? acrossY / length : 0
  }

  /// The lines of a path; a point that is repeated adds none, but a path always has one.
  static func strokes(along path: [Point]) -> [BrushStroke] {
    let lines = zip(path, path.dropFirst()).filter { $0 != $1 }.map { BrushStroke(from: $0, to: $1) }
    return lines.isEmpty ? path.prefix(1).map { BrushStroke(from: $0, to: $0) } : lines
  }

  /// The rows of a frame of this height that lie nearer than `distance`, or touch one that does.
  func rows(height: Int, within distance: Double) -> Range<Int> {
    let limit = Double(height)
    let first = Int(min(max(min(startY, endY) - distance, 0), limit))
    let end = Int(min(max(max(startY, endY) + distance, 0), limit).rounded(.up))
    return first..<max(first, end)
  }

  /// The distance of a position from the nearest point of the stroke.
  func distance(x: Double, y: Double) -> Double {
    let (right, below) = (x - startX, y - startY)
    let along = min(max(right * directionX + below * directionY, 0), length)
    let (restX, restY) = (right - along * directionX, below - along * directionY)
    return (restX * restX + restY * restY).squareRoot()
  }

  func reaches(_ rows: Range<Int>, within distance: Double) -> Bool {
    min(startY, endY) - distance < Double(rows.upperBound)
      && max(startY, endY) + distance > Double(rows.lowerBound)
  }

  /// The positions on the line at `y` that are nearer than `distance`, as one interval, or `nil`.
  func interval(y: Double, within distance: Double) -> (lower: Double, upper: Double)? {
    var lower = Double.infinity
    var upper = -Double.infinity
    for (centreX, centreY) in [(startX, startY), (endX, endY)] {
      let square = distance * distance - (y - centreY) * (y - centreY)
      guard square > 0 else { continue }
      let half = square.squareRoot()
      lower = min(lower, centreX - half)
      upper = max(upper, centreX + half)
    }
    if let side = sides(y: y, within: distance) {
      lower = min(lower, side.lower)
      upper = max(upper, side.upper)
    }
    return lower < upper ? (lower, upper) : nil
  }

  /// The part of the line at `y` in the rectangle beside the stroke, without its round ends.
  private func sides(y: Double, within distance: Double) -> (lower: Double, upper: Double)? {
    guard length > 0 else { return nil }
    let below = y - startY
    var lower = -Double.infinity
    var upper = Double.infinity
    if directionY != 0 {
      let first = (below * directionX - distance) / directionY
      let second = (below * directionX + distance) / directionY
      (lower, upper) = (min(first, second), max(first, second))
    } else if abs(below) >= distance {
      return nil
    }
    if directionX != 0 {
      let first = (0 - below * directionY) / directionX
      let second = (length - below * directionY) / directionX
      (lower, upper) = (max(lower, min(first, second)), min(upper, max(first, second)))
    } else if below * directionY < 0 || below * directionY > length {
      return nil
    }
    return lower < upper ? (startX + lower, startX + upper) : nil
  }

  /// Lowers each of the squared distances, of positions `step` apart from `x` on at `y`, to the one from here.
  func lower(_ distances: UnsafeMutableBufferPointer<Double>, x: Double, step: Double, y: Double) {
    let below = y - startY
    let alongY = below * directionY
    for index in 0..<distances.count {
      let right = x + Double(index) * step - startX
      let along = min(max(right * directionX + alongY, 0), length)
      let restX = right - along * directionX
      let restY = below - along * directionY
      distances[index] = min(distances[index], restX * restX + restY * restY)
    }
  }
}
