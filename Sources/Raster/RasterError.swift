/// Why a picture or mask operation was refused; nothing has been changed when it is thrown.
///
/// Every case is the caller's or the input's fault: trying again cannot help, and no money is involved.
public enum RasterError: Error, Hashable, Sendable {
  /// Two pictures or masks that must have one size differ.
  case sizeDiffers(found: PixelSize, expected: PixelSize)

  /// A frame without pixels, or with more pixels than `maximumPixelCount`.
  case sizeOutOfRange(found: PixelSize, maximumPixelCount: Int)

  /// A frame whose shorter side is below what the operation's window needs.
  case sideTooShort(found: PixelSize, minimum: Int)

  /// A coordinate or length of a shape that is not finite or lies outside `±maximum`.
  ///
  /// `name` is the parameter's name; for a point it is followed by its index, as in `x[3]`.
  case coordinateOutOfRange(name: String, found: Double, maximum: Double)

  /// A shape that covers nothing: a length of zero or less, or points on one line.
  case shapeHasNoArea

  /// A polygon with too few or too many points.
  case pointCountOutOfRange(found: Int, allowed: ClosedRange<Int>)

  /// A radius, in pixels, that is not finite or not in `allowed`.
  case radiusOutOfRange(found: Double, allowed: ClosedRange<Double>)

  /// A standard deviation, in pixels, that is not finite or not in `allowed`.
  case sigmaOutOfRange(found: Double, allowed: ClosedRange<Double>)

  /// A rectangle that is empty or does not lie wholly inside the frame.
  case rectangleOutsideFrame(found: PixelRect, frame: PixelSize)

  /// A frame with a side shorter than it must be.
  case sizeTooSmall(found: PixelSize, minimum: PixelSize)

  /// A whole number, named as the parameter is, that is not in `allowed`.
  case numberOutOfRange(name: String, found: Int, allowed: ClosedRange<Int>)

  /// A number, named as the parameter is, that is not finite or not in `allowed`.
  case valueOutOfRange(name: String, found: Double, allowed: ClosedRange<Double>)

  /// A shape that takes more than `maximum` steps to draw.
  ///
  /// The operation says what its steps are; one takes about as long as ten additions.
  case workTooLarge(maximum: Int)

  /// The name of the case alone, stable for scripts.
  public var code: String {
    switch self {
    case .sizeDiffers: "sizeDiffers"
    case .sizeOutOfRange: "sizeOutOfRange"
    case .sideTooShort: "sideTooShort"
    case .coordinateOutOfRange: "coordinateOutOfRange"
    case .shapeHasNoArea: "shapeHasNoArea"
    case .pointCountOutOfRange: "pointCountOutOfRange"
    case .radiusOutOfRange: "radiusOutOfRange"
    case .sigmaOutOfRange: "sigmaOutOfRange"
    case .rectangleOutsideFrame: "rectangleOutsideFrame"
    case .sizeTooSmall: "sizeTooSmall"
    case .numberOutOfRange: "numberOutOfRange"
    case .valueOutOfRange: "valueOutOfRange"
    case .workTooLarge: "workTooLarge"
    }
  }
}

extension PixelSize {
  /// Most pixels of a frame that this module makes: 2^30, a bitmap of 4 GiB.
  public static let maximumPixelCount = 1 << 30

  /// Refuses a frame that cannot be made.
  func validated() throws(RasterError) -> PixelSize {
    guard width > 0, height > 0, let count = pixelCount, count <= Self.maximumPixelCount else {
      throw .sizeOutOfRange(found: self, maximumPixelCount: Self.maximumPixelCount)
    }
    return self
  }

  /// Refuses a frame that differs from `expected`.
  func requireEqual(to expected: PixelSize) throws(RasterError) {
    guard self == expected else { throw .sizeDiffers(found: self, expected: expected) }
  }
}
