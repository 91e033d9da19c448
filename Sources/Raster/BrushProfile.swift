/// How the weight of a brush falls with the distance from its path.
struct BrushProfile: Sendable {
  /// What a sample with full weight counts for, as a power of two.
  static let sampleShift = 12

  static let fullSample = Int32(1 << sampleShift)

  let radius: Double
  /// Distance up to which the weight is full.
  let core: Double
  private let fallWidth: Double

  init(radius: Double, hardness: Double) {
    self.radius = radius
    core = min(radius * hardness, radius)
    fallWidth = radius - core
  }

  /// Samples along one side of a pixel so that their mean is within half a level of the exact one.
  ///
  /// The error of the mean of a smooth fall goes with the square of the samples' distance over the fall's
  /// width; a sharp edge takes all 64.
  var samplesPerSide: Int {
    switch fallWidth {
    case 64...: 1
    case 8..<64: 2
    case 4..<8: 4
    case 2..<4: 8
    case 1..<2: 16
    case 0.5..<1: 32
    default: 64
    }
  }

  /// What measuring one stroke in a tile takes, in steps of about eight nanoseconds: four for each line of
  /// samples, and one for four samples in the fall.
  func steps(tile: PixelRect) -> Int {
    let fall = Int(min(2 * fallWidth, Double(tile.width)).rounded(.up))
    return tile.height * samplesPerSide * (4 + fall * samplesPerSide / 4)
  }

  /// What a sample at this squared distance counts for, `0...4096`.
  @inline(__always)
  func count(squaredDistance: Double) -> Int32 {
    let t = min(max((squaredDistance.squareRoot() - core) / fallWidth, 0), 1)
    let share = 1 - t * t * (3 - 2 * t)
    return Int32(truncatingIfNeeded: Int(share * Double(Self.fullSample) + 0.5))
  }
}
