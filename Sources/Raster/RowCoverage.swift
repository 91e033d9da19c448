/// How much of each pixel of one row a shape covers, gathered from the crossings of its outline.
///
/// A pixel holds a square grid of sample positions, at the centres of the grid's cells. A line is one row of
/// samples across the whole frame. Entering the shape counts all samples to the right in, leaving it counts
/// them out again; each costs the same wherever it happens, and pixels where nothing changes cost next to
/// nothing when the row is stored.
struct RowCoverage: ~Copyable {
  /// Samples along one side of a pixel of a shape with a sharp outline.
  static let samplesPerSide = 64

  /// Samples along one side of a pixel; a power of two, `1...64`.
  let samplesPerSide: Int

  private let width: Int
  private let sideShift: Int
  private let fullShift: Int
  /// Differences between the coverage of a pixel and of the one before.
  private let changes: UnsafeMutablePointer<Int32>
  /// One bit for each element of `changes` that may differ from 0.
  private let marks: UnsafeMutablePointer<UInt64>
  private let wordCount: Int

  /// - Parameter sampleShift: What one sample counts for, as a power of two, `0...12`.
  init(width: Int, samplesPerSide: Int = RowCoverage.samplesPerSide, sampleShift: Int = 0) {
    self.width = width
    self.samplesPerSide = samplesPerSide
    sideShift = samplesPerSide.trailingZeroBitCount
    fullShift = 2 * sideShift + sampleShift
    wordCount = (width + 2 + 63) / 64
    changes = .allocate(capacity: width + 2)
    changes.initialize(repeating: 0, count: width + 2)
    marks = .allocate(capacity: wordCount)
    marks.initialize(repeating: 0, count: wordCount)
  }

  deinit {
    changes.deallocate()
    marks.deallocate()
  }

  /// The `y` of the sample line `line` (`0..<samplesPerSide`) of the pixel row `row`.
  func lineCentre(row: Int, line: Int) -> Double {
    Double(row) + (Double(line) + 0.5) / Double(samplesPerSide)
  }

  /// The number of samples of a line whose centre lies left of `x`, kept within the frame.
  @inline(__always)
  func samples(leftOf x: Double) -> Int {
    RowCoverage.centres(before: x, perPixel: samplesPerSide, pixelCount: width)
  }

  /// The number of the cells that divide each of `pixelCount` pixels whose centre lies below `position`.
  @inline(__always)
  static func centres(before position: Double, perPixel: Int, pixelCount: Int) -> Int {
    let scaled = position * Double(perPixel) - 0.5
    guard scaled > 0 else { return 0 }
    guard scaled < Double(pixelCount * perPixel) else { return pixelCount * perPixel }
    let whole = Int(scaled)
    return Double(whole) < scaled ? whole + 1 : whole
  }

  /// Counts the samples of one line from `sample` on, `value` each.
  @inline(__always)
  mutating func add(_ value: Int32, from sample: Int) {
    let pixel = sample >> sideShift
    let part = Int32(truncatingIfNeeded: sample & (samplesPerSide - 1))
    change(by: value &* (Int32(truncatingIfNeeded: samplesPerSide) &- part), at: pixel)
    change(by: value &* part, at: pixel + 1)
  }

  /// Counts the samples `lower..<upper` of one line, `value` each.
  mutating func add(_ value: Int32 = 1, from lower: Int, to upper: Int) {
    guard lower < upper else { return }
    add(value, from: lower)
    add(-value, from: upper)
  }

  /// Counts `value` for one pixel alone.
  mutating func add(_ value: Int32, toPixel pixel: Int) {
    change(by: value, at: pixel)
    change(by: -value, at: pixel + 1)
  }

  @inline(__always)
  private mutating func change(by value: Int32, at pixel: Int) {
    changes[pixel] &+= value
    marks[pixel >> 6] |= 1 << UInt64(truncatingIfNeeded: pixel & 63)
  }

  /// Writes the weights of the row, 255 times the share of what all samples count, rounded to the nearest
  /// (ties up), and starts anew.
  mutating func store(into row: UnsafeMutableBufferPointer<UInt8>) {
    var sum: Int32 = 0
    var start = 0
    for word in 0..<wordCount where marks[word] != 0 {
      var bits = marks[word]
      marks[word] = 0
      while bits != 0 {
        let pixel = word * 64 + bits.trailingZeroBitCount
        bits &= bits - 1
        let change = changes[pixel]
        changes[pixel] = 0
        guard change != 0, pixel < width else { continue }
        row.fill(start..<pixel, with: weight(of: sum))
        sum += change
        start = pixel
      }
    }
    row.fill(start..<width, with: weight(of: sum))
  }

  @inline(__always)
  private func weight(of sum: Int32) -> UInt8 {
    UInt8(truncatingIfNeeded: (Int(sum) * 255 + (1 << fullShift) / 2) >> fullShift)
  }

  /// The weight of a pixel of whose 4,096 samples this many are covered.
  static func weight(coveredSamples: Int) -> UInt8 {
    UInt8((coveredSamples * 255 + 2048) / 4096)
  }
}

extension UnsafeMutableBufferPointer<UInt8> {
  /// Writes one value to a range that lies inside the buffer.
  @inline(__always)
  func fill(_ range: Range<Int>, with value: UInt8) {
    guard let start = baseAddress.map({ $0 + range.lowerBound }) else { return }
    switch range.count {
    case 0: return
    case 1: start.pointee = value
    default: start.update(repeating: value, count: range.count)
    }
  }
}
