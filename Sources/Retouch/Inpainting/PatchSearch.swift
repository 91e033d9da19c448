import Raster

/// PatchMatch: improves a field by taking over the neighbours' offsets and by trying random places.
///
/// Bands of rows are searched side by side. A band reads its own rows as they change and the rows of the
/// others as they were before the sweep, so the outcome does not depend on the number of threads.
///
/// - Note: Source: Barnes, Shechtman, Finkelstein, Goldman, "PatchMatch", 2009.
struct PatchSearch: Sendable {
  let level: PatchLevel
  let centres: PatchCentres
  let trust: [Float]
  let bands: Bands

  /// Recomputes the distance of every match, after the picture has changed.
  func measure(_ field: inout PatchField) {
    let old = field
    let parts = bands.map(height: field.height) { rows in
      level.pixels.withUnsafeBufferPointer { pixels in
        trust.withUnsafeBufferPointer { trust in
          old.matches[rows.lowerBound * old.width..<rows.upperBound * old.width].enumerated().map {
            index, match in
            guard match.source >= 0 else { return match }
            let distance = PatchDistance(
              pixels: pixels, trust: trust, stride: old.width, shape: centres.shape)
            let target = rows.lowerBound * old.width + index
            return PatchField.Match(
              source: match.source,
              distance: distance.between(target, Int(match.source), limit: .infinity))
          }
        }
      }
    }
    field.matches = parts.flatMap { $0 }
  }

  /// One sweep over all targets, `backwards` from the last to the first.
  ///
  /// - Parameter reach: The longest side step of the random tries, in pixels; it halves until it is 1.
  func sweep(_ field: inout PatchField, backwards: Bool, reach: Int, seed: UInt64) {
    let old = field
    let parts = bands.map(height: field.height) { rows in
      level.pixels.withUnsafeBufferPointer { pixels in
        trust.withUnsafeBufferPointer { trust in
          var band = SearchBand(
            old: old, rows: rows, centres: centres, backwards: backwards, reach: reach,
            distance: PatchDistance(pixels: pixels, trust: trust, stride: old.width, shape: centres.shape),
            random: SplitMix64(seed: seed ^ (UInt64(rows.lowerBound) &* 0x9E37_79B9_7F4A_7C15)))
          band.run()
          return band.matches
        }
      }
    }
    field.matches = parts.flatMap { $0 }
  }
}

/// The sum of squared differences of two patches.
struct PatchDistance {
  let pixels: UnsafeBufferPointer<SIMD4<Float>>
  let trust: UnsafeBufferPointer<Float>
  let stride: Int
  let shape: PatchShape

  /// The distance, or any value of at least `limit` once it is known not to be below.
  @inline(__always)
  func between(_ first: Int, _ second: Int, limit: Float) -> Float {
    guard let base = pixels.baseAddress, let trustBase = trust.baseAddress else { return .infinity }
    let start = -shape.radiusY * stride - shape.radiusX
    var left = base + (first + start)
    var right = base + (second + start)
    var weight = trustBase + (first + start)
    let columns = 2 * shape.radiusX + 1
    var total: Float = 0
    for _ in 0...2 * shape.radiusY {
      var sum = SIMD4<Float>.zero
      for column in 0..<columns {
        let difference = left[column] - right[column]
        sum += difference * difference * SIMD4(repeating: weight[column])
      }
      total += (sum[0] + sum[1]) + (sum[2] + sum[3])
      if total >= limit { return total }
      left += stride
      right += stride
      weight += stride
    }
    return total
  }
}

/// The sweep over one band of rows.
private struct SearchBand {
  let old: PatchField
  let rows: Range<Int>
  let centres: PatchCentres
  let backwards: Bool
  let reach: Int
  let distance: PatchDistance
  var random: SplitMix64
  var matches: [PatchField.Match]

  init(
    old: PatchField, rows: Range<Int>, centres: PatchCentres, backwards: Bool, reach: Int,
    distance: PatchDistance, random: SplitMix64
  ) {
    self.old = old
    self.rows = rows
    self.centres = centres
    self.backwards = backwards
    self.reach = reach
    self.distance = distance
    self.random = random
    matches = Array(old.matches[rows.lowerBound * old.width..<rows.upperBound * old.width])
  }

  mutating func run() {
    for step in 0..<matches.count {
      let index = backwards ? matches.count - 1 - step : step
      guard matches[index].source >= 0 else { continue }
      improve(index)
    }
  }

  private mutating func improve(_ index: Int) {
    let target = rows.lowerBound * old.width + index
    let x = target % old.width
    let y = target / old.width
    let step = backwards ? 1 : -1
    var best = matches[index]
    if x + step >= 0, x + step < old.width {
      follow(target + step, offset: -step, target: target, best: &best)
    }
    if y + step >= 0, y + step < old.height {
      follow(target + step * old.width, offset: -step * old.width, target: target, best: &best)
    }
    wander(target: target, best: &best)
    matches[index] = best
  }

  /// Tries what a neighbour's offset gives here.
  private func follow(_ neighbour: Int, offset: Int, target: Int, best: inout PatchField.Match) {
    let start = rows.lowerBound * old.width
    let local = neighbour - start
    let source =
      local >= 0 && local < matches.count ? matches[local].source : old.matches[neighbour].source
    guard source >= 0 else { return }
    attempt(Int(source) + offset, target: target, best: &best)
  }

  private func attempt(_ candidate: Int, target: Int, best: inout PatchField.Match) {
    guard candidate >= 0, candidate < centres.sources.count, centres.sources[candidate],
      candidate != Int(best.source)
    else { return }
    let found = distance.between(target, candidate, limit: best.distance)
    if found < best.distance {
      best = PatchField.Match(source: Int32(candidate), distance: found)
    }
  }

  /// Tries random places around the best one, nearer and nearer.
  private mutating func wander(target: Int, best: inout PatchField.Match) {
    var radius = reach
    while radius >= 1 {
      let bits = random.next()
      let span = UInt64(2 * radius + 1)
      let stepX = Int(((bits & 0xFFFF_FFFF) * span) >> 32) - radius
      let stepY = Int(((bits >> 32) * span) >> 32) - radius
      let x = Int(best.source) % old.width + stepX
      let y = Int(best.source) / old.width + stepY
      if x >= 0, x < old.width, y >= 0, y < old.height {
        attempt(y * old.width + x, target: target, best: &best)
      }
      radius /= 2
    }
  }
}
