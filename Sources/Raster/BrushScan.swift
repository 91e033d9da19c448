/// Fills parts of rows of a brush's mask, one after the other.
///
/// On each line of samples the core, where the weight is full, is added as spans; distances are measured only in
/// the gaps between the core and the brush's radius.
struct BrushScan: ~Copyable {
  private let profile: BrushProfile
  private var originX = 0.0
  /// A row of weights as wide as the widest part.
  private var line: [UInt8]
  private var coverage: RowCoverage
  private var active: [BrushStroke] = []
  private var reach: [(stroke: BrushStroke, span: Range<Int>)] = []
  private var core = SpanUnion()
  private var outer = SpanUnion()
  private var gaps: [Range<Int>] = []
  private var distances: [Double]

  /// - Parameter width: Pixels of the widest part.
  init(width: Int, profile: BrushProfile) {
    self.profile = profile
    line = [UInt8](repeating: 0, count: width)
    coverage = RowCoverage(
      width: width, samplesPerSide: profile.samplesPerSide, sampleShift: BrushProfile.sampleShift)
    distances = [Double](repeating: .infinity, count: width * profile.samplesPerSide)
  }

  /// Fills the pixels of a row from column `x` on.
  mutating func fill(
    _ weights: UnsafeMutableBufferPointer<UInt8>, x: Int, row: Int, strokes: [BrushStroke]
  ) {
    originX = Double(x)
    active.removeAll(keepingCapacity: true)
    for stroke in strokes where stroke.reaches(row..<row + 1, within: profile.radius) {
      active.append(stroke)
    }
    guard !active.isEmpty else {
      weights.update(repeating: 0)
      return
    }
    for line in 0..<coverage.samplesPerSide {
      let y = coverage.lineCentre(row: row, line: line)
      measure(y: y)
      for span in core.spans {
        coverage.add(BrushProfile.fullSample, from: span.lowerBound, to: span.upperBound)
      }
      lowerDistances(y: y)
      addGaps()
    }
    line.withUnsafeMutableBufferPointer { line in
      coverage.store(into: line)
      for index in weights.indices { weights[index] = line[index] }
    }
  }

  /// Finds what the strokes cover on the line at `y`, and the gaps where the weight falls.
  private mutating func measure(y: Double) {
    reach.removeAll(keepingCapacity: true)
    core.removeAll()
    outer.removeAll()
    for stroke in active {
      guard let span = span(of: stroke, y: y, within: profile.radius) else { continue }
      guard profile.core < profile.radius else {
        core.append(span)
        continue
      }
      outer.append(span)
      reach.append((stroke, span))
      if let full = self.span(of: stroke, y: y, within: profile.core) { core.append(full) }
    }
    core.merge()
    outer.merge()
    outer.subtract(core, into: &gaps)
  }

  private func span(of stroke: BrushStroke, y: Double, within distance: Double) -> Range<Int>? {
    guard let (lower, upper) = stroke.interval(y: y, within: distance) else { return nil }
    let first = coverage.samples(leftOf: lower - originX)
    let end = coverage.samples(leftOf: upper - originX)
    return first < end ? first..<end : nil
  }

  private mutating func lowerDistances(y: Double) {
    let step = 1 / Double(coverage.samplesPerSide)
    for (stroke, span) in reach {
      var index = gaps.firstIndex(endingAfter: span.lowerBound)
      while index < gaps.count, gaps[index].lowerBound < span.upperBound {
        let part = gaps[index].clamped(to: span)
        distances.withUnsafeMutableBufferPointer { distances in
          stroke.lower(
            UnsafeMutableBufferPointer(rebasing: distances[part]),
            x: originX + (Double(part.lowerBound) + 0.5) * step, step: step, y: y)
        }
        index += 1
      }
    }
  }

  /// Adds what the samples in the gaps count for, pixel by pixel, and forgets their distances.
  private mutating func addGaps() {
    let side = coverage.samplesPerSide
    for gap in gaps {
      var sample = gap.lowerBound
      while sample < gap.upperBound {
        let pixel = sample / side
        let end = min((pixel + 1) * side, gap.upperBound)
        var sum: Int32 = 0
        for index in sample..<end {
          sum += profile.count(squaredDistance: distances[index])
          distances[index] = .infinity
        }
        coverage.add(sum, toPixel: pixel)
        sample = end
      }
    }
  }
}

/// Ranges of samples on one line, which become disjoint and ascending by merging.
private struct SpanUnion {
  private(set) var spans: [Range<Int>] = []

  mutating func removeAll() { spans.removeAll(keepingCapacity: true) }

  mutating func append(_ span: Range<Int>) { spans.append(span) }

  mutating func merge() {
    guard spans.count > 1 else { return }
    spans.sort { $0.lowerBound < $1.lowerBound }
    var last = 0
    for index in 1..<spans.count {
      if spans[index].lowerBound <= spans[last].upperBound {
        spans[last] = spans[last].lowerBound..<max(spans[last].upperBound, spans[index].upperBound)
      } else {
        last += 1
        spans[last] = spans[index]
      }
    }
    spans.removeSubrange((last + 1)...)
  }

  /// What lies in these spans and in none of `others`; both are merged.
  func subtract(_ others: SpanUnion, into gaps: inout [Range<Int>]) {
    gaps.removeAll(keepingCapacity: true)
    var next = 0
    for span in spans {
      var start = span.lowerBound
      while next < others.spans.count, others.spans[next].lowerBound < span.upperBound {
        let other = others.spans[next]
        if start < other.lowerBound { gaps.append(start..<other.lowerBound) }
        start = max(start, other.upperBound)
        next += 1
      }
      if start < span.upperBound { gaps.append(start..<span.upperBound) }
    }
  }
}

extension [Range<Int>] {
  /// The first of these disjoint, ascending ranges that ends after `position`, or `count`.
  fileprivate func firstIndex(endingAfter position: Int) -> Int {
    var lower = 0
    var upper = count
    while lower < upper {
      let middle = (lower + upper) / 2
      if self[middle].upperBound > position { upper = middle } else { lower = middle + 1 }
    }
    return lower
  }
}
