import Raster

/// For each target centre of a level, the source centre whose patch is nearest so far.
struct PatchField: Sendable {
  /// One centre's match; `source` is -1 where there is no target.
  struct Match: Sendable {
    var source: Int32
    var distance: Float
  }

  let width: Int
  let height: Int
  var matches: [Match]

  /// The mean distance over the targets.
  var meanDistance: Float {
    var sum: Float = 0
    var count: Float = 0
    for match in matches where match.source >= 0 {
      sum += match.distance
      count += 1
    }
    return count > 0 ? sum / count : 0
  }

  /// A field without targets.
  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    matches = [Match](
      repeating: Match(source: -1, distance: .infinity), count: width * height)
  }

  /// A field of random sources.
  init(level: PatchLevel, centres: PatchCentres, random: inout SplitMix64) {
    self.init(width: level.width, height: level.height)
    for index in 0..<level.count where centres.targets[index] {
      matches[index].source = centres.sourceList[random.next(below: centres.sourceList.count)]
    }
  }

  /// The field of the next finer level: each offset doubled; where that points at no source, a random one.
  func doubled(
    for level: PatchLevel, centres: PatchCentres, random: inout SplitMix64
  ) -> PatchField {
    var finer = PatchField(width: level.width, height: level.height)
    for y in 0..<level.height {
      for x in 0..<level.width where centres.targets[y * level.width + x] {
        let index = y * level.width + x
        let fallback = centres.sourceList[random.next(below: centres.sourceList.count)]
        finer.matches[index].source =
          doubledSource(x: x, y: y, level: level, centres: centres) ?? fallback
      }
    }
    return finer
  }

  private func doubledSource(
    x: Int, y: Int, level: PatchLevel, centres: PatchCentres
  ) -> Int32? {
    let coarseX = min(max(x / 2, 0), width - 1)
    let coarseY = min(max(y / 2, 0), height - 1)
    for (stepX, stepY) in [(0, 0), (1, 0), (0, 1), (-1, 0), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)] {
      let nearX = coarseX + stepX
      let nearY = coarseY + stepY
      guard nearX >= 0, nearX < width, nearY >= 0, nearY < height else { continue }
      let source = Int(matches[nearY * width + nearX].source)
      guard source >= 0 else { continue }
      let fineX = x + 2 * (source % width - nearX)
      let fineY = y + 2 * (source / width - nearY)
      guard fineX >= 0, fineX < level.width, fineY >= 0, fineY < level.height else { continue }
      let fine = fineY * level.width + fineX
      if centres.sources[fine] { return Int32(fine) }
    }
    return nil
  }
}
