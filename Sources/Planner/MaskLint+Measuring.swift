internal import Raster

extension MaskLint {
  /// The numbers of a finding, or `nil` when there is no such finding.
  static func numbers(_ code: Code, _ facts: Facts, _ limit: Double) -> [Number]? {
    let covering = facts.analysis.flatMap { $0.facts.isEmpty ? nil : $0 }
    return switch code {
    case .noAlpha: facts.alpha == .missing ? [] : nil
    case .nothingEditable: facts.analysis.flatMap { nothing($0, limit) }
    case .everythingEditable: covering.flatMap { everything($0, limit) }
    case .sizeDiffers: differentSizes(facts)
    case .haze: covering.flatMap { haze($0, limit) }
    case .specks: covering.flatMap { specks($0, limit) }
    case .touchesFrame: covering.flatMap { contact($0, of: facts.maskSize, limit) }
    case .likelyInverted: covering.flatMap { inversion($0, limit) }
    case .tooSmallForGrid: covering.flatMap { smallness($0, cell: facts.cell, limit) }
    case .fileTooLarge: tooManyBytes(facts, limit)
    case .pictureTransparent: transparency(facts, limit)
    }
  }

  private static func number(_ name: NumberName, _ value: Int) -> Number {
    Number(name: name, value: Double(value))
  }

  private static func differentSizes(_ facts: Facts) -> [Number]? {
    guard facts.maskSize != facts.pictureSize else { return nil }
    return [
      number(.maskWidth, facts.maskSize.width), number(.maskHeight, facts.maskSize.height),
      number(.pictureWidth, facts.pictureSize.width),
      number(.pictureHeight, facts.pictureSize.height),
    ]
  }

  private static func tooManyBytes(_ facts: Facts, _ limit: Double) -> [Number]? {
    guard let count = facts.byteCount, let most = facts.byteLimit,
      Double(count) > limit * Double(most)
    else { return nil }
    return [number(.byteCount, count), number(.byteLimit, most)]
  }

  private static func transparency(_ facts: Facts, _ limit: Double) -> [Number]? {
    guard Double(facts.transparentPixelCount) > limit else { return nil }
    return [
      number(.transparentPixels, facts.transparentPixelCount),
      number(.picturePixels, facts.pictureSize.pixelCount ?? 0),
    ]
  }

  private static func nothing(_ analysis: MaskAnalysis, _ limit: Double) -> [Number]? {
    guard Double(analysis.facts.editablePixelCount) <= limit else { return nil }
    return [number(.editablePixels, 0), number(.framePixels, analysis.facts.pixelCount)]
  }

  private static func everything(_ analysis: MaskAnalysis, _ limit: Double) -> [Number]? {
    let facts = analysis.facts
    guard Double(facts.pixelCount - facts.editablePixelCount) <= limit else { return nil }
    return [
      number(.editablePixels, facts.editablePixelCount),
      number(.partialPixels, facts.partialPixelCount),
    ]
  }

  private static func haze(_ analysis: MaskAnalysis, _ limit: Double) -> [Number]? {
    guard Double(analysis.lowHaze.count + analysis.highHaze.count) > limit else { return nil }
    return [
      number(.lowHazeCount, analysis.lowHaze.count),
      number(.lowHazePixels, analysis.lowHaze.pixelCount),
      number(.highHazeCount, analysis.highHaze.count),
      number(.highHazePixels, analysis.highHaze.pixelCount),
    ]
  }

  private static func specks(_ analysis: MaskAnalysis, _ limit: Double) -> [Number]? {
    let largest = analysis.components.largest.first?.area ?? 0
    guard analysis.specks.count + analysis.pinholes.count > 0,
      Double(largest) >= limit * Double(analysis.speckArea)
    else { return nil }
    return [
      number(.speckCount, analysis.specks.count),
      number(.speckPixels, analysis.specks.pixelCount),
      number(.pinholeCount, analysis.pinholes.count),
      number(.pinholePixels, analysis.pinholes.pixelCount),
      number(.speckArea, analysis.speckArea),
    ]
  }

  private static func inversion(_ analysis: MaskAnalysis, _ limit: Double) -> [Number]? {
    let facts = analysis.facts
    let kept = facts.pixelCount - facts.editablePixelCount
    let leastFrame = MaskLintLimits.editableFrameShare * Double(analysis.framePixelCount)
    guard analysis.largestHoleArea > analysis.speckArea,
      Double(kept) <= limit * Double(facts.pixelCount),
      Double(analysis.editableFramePixelCount) >= leastFrame
    else { return nil }
    return [
      number(.keptPixels, kept), number(.framePixels, facts.pixelCount),
      number(.largestHolePixels, analysis.largestHoleArea),
    ]
  }

  private static func smallness(
    _ analysis: MaskAnalysis, cell: Double?, _ limit: Double
  ) -> [Number]? {
    guard let cell, Double(analysis.widestSquare) < limit * cell else { return nil }
    return [
      number(.widestSquare, analysis.widestSquare), Number(name: .cell, value: cell),
    ]
  }
}
