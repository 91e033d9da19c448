/// What an annotation file may ask for; checked before memory is taken or work is done.
public struct AnnotationLimits: Hashable, Sendable {
  /// Most bytes of the file.
  public var maxBytes = 64 << 20
  /// Most containers inside each other in JSON.
  public var maxNesting = 32
  /// Most numbers, texts and containers of a file.
  public var maxValues = 8_000_000
  /// Most instances of a file, over all of its images.
  public var maxInstances = 500_000
  /// Most runs of one run-length mask.
  public var maxRuns = 1 << 24
  /// Most steps to draw the chosen shapes: the pixels of their boxes inside the frame, 1,024 for each row that
  /// an edge of a polygon crosses, 2,048 for each shape. Mask pictures inside the file count all of their
  /// pixels and a step for each character, unless they lie outside the frame.
  public var maxWork = 1 << 31

  public init() {}

  /// 64 MiB, 32 levels, 8 million values, 500,000 instances, 2^24 runs, 2^31 steps.
  public static let standard = AnnotationLimits()

  func check(_ quantity: AnnotationError.Quantity, _ found: Int) throws(AnnotationError) {
    let allowed =
      switch quantity {
      case .bytes: maxBytes
      case .nesting: maxNesting
      case .values: maxValues
      case .instances: maxInstances
      case .points: AnnotatedShape.maximumPointCount
      case .runs: maxRuns
      case .work: maxWork
      }
    guard found <= allowed else {
      throw AnnotationError(.tooLarge(quantity), found: found, allowed: allowed)
    }
  }
}
