import Synchronization

extension Mask {
  /// What the mask is made of.
  ///
  /// - Parameters:
  ///   - specksUpTo: Most pixels of a speck or a pinhole; 0 or less counts none.
  ///   - bands: Its workers read the mask for different questions at the same time.
  /// - Complexity: O(pixels); memory of O(width).
  public func analysis(
    specksUpTo area: Int = MaskAnalysis.standardSpeckArea, bands: Bands = .standard
  ) -> MaskAnalysis {
    let survey = Mutex(MaskSurvey())
    let questions = MaskSurvey.questions(speckArea: area)
    bands.perform(count: questions.count) { index in
      let answer = questions[index](self)
      survey.withLock { answer(&$0) }
    }
    return survey.withLock { $0 }.analysis(of: self, facts: facts(bands: bands), speckArea: area)
  }

  /// Pixels on the frame's edge, and how many of them have a weight above 0.
  fileprivate func frameCounts() -> (all: Int, editable: Int) {
    let inner = max(height - 2, 0)
    var positions = Array(0..<width)
    if height > 1 { positions += (height - 1) * width..<height * width }
    for row in 0..<inner {
      positions.append((row + 1) * width)
      if width > 1 { positions.append((row + 2) * width - 1) }
    }
    return (positions.count, positions.count { weights[$0] > 0 })
  }
}

/// The answers of an analysis, each from a reading of its own.
private struct MaskSurvey: Sendable {
  var components = MaskComponents(count: 0, smallestArea: 0, largest: [])
  var specks = RegionCount()
  var pinholes = RegionCount()
  var holes = RegionCount()
  var largestHoleArea = 0
  var lowHaze = RegionCount()
  var highHaze = RegionCount()
  var widestSquare = 0

  typealias Answer = @Sendable (inout MaskSurvey) -> Void

  /// The slowest first, so that no worker is left with it at the end.
  static func questions(speckArea: Int) -> [@Sendable (Mask) -> Answer] {
    let depth = MaskAnalysis.hazeDepth
    return [
      { mask in
        let side = mask.widestSquare(of: FrameContact.leastWeight)
        return { $0.widestSquare = side }
      },
      { mask in
        let (components, specks) = componentsAndSpecks(mask, speckArea: speckArea)
        return {
          $0.components = components
          $0.specks = specks
        }
      },
      { mask in
        let (holes, pinholes, largest) = holes(mask, speckArea: speckArea)
        return {
          $0.holes = holes
          $0.pinholes = pinholes
          $0.largestHoleArea = largest
        }
      },
      { mask in
        let haze = haze(mask, of: 1...depth, besides: depth + 1...255)
        return { $0.lowHaze = haze }
      },
      { mask in
        let haze = haze(mask, of: 255 - depth...254, besides: 255...255)
        return { $0.highHaze = haze }
      },
    ]
  }

  private static func haze(
    _ mask: Mask, of weights: ClosedRange<UInt8>, besides edge: ClosedRange<UInt8>
  ) -> RegionCount {
    var haze = RegionCount()
    let scan = ComponentScan(mask: mask, members: weights, connectivity: .eight, marks: edge)
    scan.visit { if !$0.isMarked { haze.add(area: $0.area) } }
    return haze
  }

  private static func componentsAndSpecks(
    _ mask: Mask, speckArea: Int
  ) -> (MaskComponents, RegionCount) {
    var census = ComponentCensus()
    var specks = RegionCount()
    let scan = ComponentScan(
      mask: mask, members: 1...255, connectivity: .eight, marks: MaskAnalysis.hazeDepth + 1...255)
    scan.visit {
      census.add($0)
      if $0.isMarked, $0.area <= speckArea { specks.add(area: $0.area) }
    }
    return (census.components(width: mask.width), specks)
  }

  private static func holes(
    _ mask: Mask, speckArea: Int
  ) -> (holes: RegionCount, pinholes: RegionCount, largest: Int) {
    var holes = RegionCount()
    var pinholes = RegionCount()
    var largest = 0
    ComponentScan(mask: mask, members: 0...0, connectivity: .four).visit {
      guard !$0.touchesFrame else { return }
      holes.add(area: $0.area)
      if $0.area <= speckArea { pinholes.add(area: $0.area) }
      largest = max(largest, $0.area)
    }
    return (holes, pinholes, largest)
  }

  func analysis(of mask: Mask, facts: MaskFacts, speckArea: Int) -> MaskAnalysis {
    let frame = mask.frameCounts()
    return MaskAnalysis(
      facts: facts, components: components, lowHaze: lowHaze, highHaze: highHaze,
      speckArea: speckArea, specks: specks, pinholes: pinholes, holes: holes,
      largestHoleArea: largestHoleArea, framePixelCount: frame.all,
      editableFramePixelCount: frame.editable, widestSquare: widestSquare)
  }
}
