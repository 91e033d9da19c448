/// How much of each pixel of one row a shape covers, gathered span by span.
///
/// A pixel holds a grid of 64 x 64 sample positions, at the centres of the grid's cells. A span is a run of
/// covered samples on one of the 64 lines of the row; adding it costs the same whatever its length.
struct RowCoverage {
  /// Samples along one side of a pixel.
  static let samplesPerSide = 64

  private static let samplesPerPixel = samplesPerSide * samplesPerSide

  private let sampleCount: Int
  /// Samples of the pixels in which a span begins or ends.
  private var partial: [Int32]
  /// Changes, from the pixel on, of the number of lines that cover pixels fully.
  private var steps: [Int32]

  init(width: Int) {
    sampleCount = width * Self.samplesPerSide
    partial = [Int32](repeating: 0, count: width + 1)
    steps = [Int32](repeating: 0, count: width + 2)
  }

  /// The `y` of the sample line `line` (`0..<64`) of the pixel row `row`.
  static func lineCentre(row: Int, line: Int) -> Double {
    Double(row) + (Double(line) + 0.5) / Double(samplesPerSide)
  }

  /// The number of samples of a line whose centre lies left of `x`, kept within the frame.
  func samples(leftOf x: Double) -> Int {
    let position = (x * Double(Self.samplesPerSide) - 0.5).rounded(.up)
    return Int(min(max(position, 0), Double(sampleCount)))
  }

  /// Adds the samples `lower..<upper` of one line; both lie in `0...64 * width`.
  mutating func add(from lower: Int, to upper: Int) {
    guard lower < upper else { return }
    let side = Self.samplesPerSide
    let first = lower / side
    let last = upper / side
    guard first < last else {
      partial[first] += Int32(upper - lower)
      return
    }
    partial[first] += Int32(side - lower % side)
    partial[last] += Int32(upper % side)
    steps[first + 1] += 1
    steps[last] -= 1
  }

  /// Writes the weights of the row, 255 times the share of covered samples rounded to the nearest (ties up).
  mutating func store(into row: UnsafeMutableBufferPointer<UInt8>) {
    var lines = 0
    for x in 0..<row.count {
      lines += Int(steps[x])
      row[x] = Self.weight(coveredSamples: lines * Self.samplesPerSide + Int(partial[x]))
      steps[x] = 0
      partial[x] = 0
    }
    partial[row.count] = 0
    steps[row.count] = 0
    steps[row.count + 1] = 0
  }

  /// The weight of a pixel of whose 4,096 samples this many are covered.
  static func weight(coveredSamples: Int) -> UInt8 {
    UInt8((coveredSamples * 255 + samplesPerPixel / 2) / samplesPerPixel)
  }
}
