/// What a mask is made of: the numbers that an explanation shows and that findings are made from.
public struct MaskAnalysis: Hashable, Sendable {
  /// Counts and bounding box.
  public let facts: MaskFacts
  /// Connected areas of weights above 0; pixels that share a corner hang together.
  public let components: MaskComponents

  /// Faint veils: eight-connected components of the weights `1...8` with no neighbour above 8.
  public let lowHaze: RegionCount
  /// Areas not quite full: eight-connected components of the weights `247...254` with no neighbour 255.
  public let highHaze: RegionCount

  /// Most pixels of a speck or a pinhole.
  public let speckArea: Int
  /// Components of at most `speckArea` pixels that have a weight above 8; the others are haze.
  public let specks: RegionCount
  /// Holes of at most `speckArea` pixels.
  public let pinholes: RegionCount
  /// Regions of weight 0 that do not reach the frame's edge; their pixels share sides.
  public let holes: RegionCount
  /// Pixels of the largest hole; 0 when there is none.
  public let largestHoleArea: Int

  /// Pixels on the frame's edge, and those of them with a weight above 0.
  public let framePixelCount: Int
  public let editableFramePixelCount: Int
  /// The side of the largest square, parallel to the frame, of pixels that are more than half edited.
  public let widestSquare: Int

  package init(
    facts: MaskFacts, components: MaskComponents, lowHaze: RegionCount = RegionCount(),
    highHaze: RegionCount = RegionCount(), speckArea: Int = Self.standardSpeckArea,
    specks: RegionCount = RegionCount(), pinholes: RegionCount = RegionCount(),
    holes: RegionCount = RegionCount(), largestHoleArea: Int = 0, framePixelCount: Int,
    editableFramePixelCount: Int, widestSquare: Int
  ) {
    self.facts = facts
    self.components = components
    self.lowHaze = lowHaze
    self.highHaze = highHaze
    self.speckArea = speckArea
    self.specks = specks
    self.pinholes = pinholes
    self.holes = holes
    self.largestHoleArea = largestHoleArea
    self.framePixelCount = framePixelCount
    self.editableFramePixelCount = editableFramePixelCount
    self.widestSquare = widestSquare
  }

  /// Most pixels of a speck: a square of four; the smallest dab that a retoucher sets by hand, of radius 3,
  /// has 28.
  public static let standardSpeckArea = 16

  /// The largest weight that the eye takes for 0, and distance below 255 that it takes for 255.
  public static let hazeDepth: UInt8 = 8

  /// The share of the editable pixels whose weight is neither 0 nor 255; 0 when nothing is editable.
  public var softShare: Double {
    facts.isEmpty ? 0 : Double(facts.partialPixelCount) / Double(facts.editablePixelCount)
  }

  /// The share of the frame's pixels that are editable.
  public var editableShare: Double {
    Double(facts.editablePixelCount) / Double(facts.pixelCount)
  }
}
