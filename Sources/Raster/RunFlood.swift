/// Marks the candidates of a plane that are joined to one of them over their sides, run by run.
///
/// A run is a longest row of neighbouring candidates. Each is marked when it is found, so that it waits only
/// once, and the stack is an array: depth of recursion plays no part.
struct RunFlood {
  /// The weight of what may be marked; what has been marked has 255.
  static let candidate: UInt8 = 1

  private struct Run {
    let row: Int32
    let first: Int32
    let end: Int32
  }

  private let weights: UnsafeMutableBufferPointer<UInt8>
  private let width: Int
  private let height: Int
  private var waiting: [Run] = []

  /// Gives 255 to the candidate at `(x, y)` and to what is joined to it.
  static func fill(_ mask: inout Mask, x: Int, y: Int) {
    let (width, height) = (mask.width, mask.height)
    mask.withMutableWeights { weights in
      var flood = RunFlood(weights: weights, width: width, height: height)
      flood.run(fromX: x, y: y)
    }
  }

  private init(weights: UnsafeMutableBufferPointer<UInt8>, width: Int, height: Int) {
    (self.weights, self.width, self.height) = (weights, width, height)
  }

  private mutating func run(fromX x: Int, y: Int) {
    findRuns(inRow: y, from: x, to: x + 1)
    while let run = waiting.popLast() {
      let (row, first, end) = (Int(run.row), Int(run.first), Int(run.end))
      if row > 0 { findRuns(inRow: row - 1, from: first, to: end) }
      if row < height - 1 { findRuns(inRow: row + 1, from: first, to: end) }
    }
  }

  /// Marks every run that has a pixel in the columns `lower..<upper` of the row, and lets it wait.
  private mutating func findRuns(inRow row: Int, from lower: Int, to upper: Int) {
    let start = row * width
    let last = start + upper
    var place = firstCandidate(from: start + lower, to: last)
    guard place < last else { return }
    var first = place
    while first > start, weights[first - 1] == Self.candidate { first -= 1 }
    repeat {
      let end = endOfRun(from: place, to: start + width)
      weights.fill(first..<end, with: 255)
      waiting.append(
        Run(row: Int32(row), first: Int32(first - start), end: Int32(end - start)))
      place = end < last ? firstCandidate(from: end, to: last) : last
      first = place
    } while place < last
  }

  /// The first candidate in the range, or `end`.
  private func firstCandidate(from start: Int, to end: Int) -> Int {
    let bytes = UnsafeRawBufferPointer(weights)
    var place = start
    while place + 8 <= end {
      let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      // Only candidates have the lowest bit without the highest.
      if word & ~(word >> 7) & Self.candidates != 0 { break }
      place += 8
    }
    while place < end, weights[place] != Self.candidate { place += 1 }
    return place
  }

  /// The first place from `start` on that is no candidate, or `end`.
  private func endOfRun(from start: Int, to end: Int) -> Int {
    let bytes = UnsafeRawBufferPointer(weights)
    var place = start
    while place + 8 <= end,
      bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self) == Self.candidates
    {
      place += 8
    }
    while place < end, weights[place] == Self.candidate { place += 1 }
    return place
  }

  /// Eight candidates.
  private static let candidates: UInt64 = 0x0101_0101_0101_0101
}
