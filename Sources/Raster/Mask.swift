/// An edit mask: one 8-bit weight per pixel, 255 = edit fully, 0 = keep.
///
/// This is the only polarity inside the house; adapters convert to and from each provider's and each
/// file's convention. Rows are tightly packed, top row first: the weight of `(x, y)` stands at
/// `y * width + x`.
public struct Mask: Equatable, Sendable {
  public let width: Int
  public let height: Int

  /// The weights; `width * height` bytes.
  public internal(set) var weights: [UInt8]

  /// Wraps weights that are laid out as the type says.
  ///
  /// - Precondition: both sides are positive and `weights.count == width * height`.
  public init(width: Int, height: Int, weights: [UInt8]) {
    precondition(width > 0 && height > 0, "a mask has at least one pixel")
    precondition(weights.count == width * height, "weight count does not fit the mask's size")
    self.width = width
    self.height = height
    self.weights = weights
  }

  /// A mask with one weight everywhere.
  public init(width: Int, height: Int, filledWith weight: UInt8) {
    self.init(
      width: width, height: height, weights: [UInt8](repeating: weight, count: width * height))
  }

  public var size: PixelSize { PixelSize(width: width, height: height) }

  /// The weight at `(x, y)`.
  ///
  /// - Precondition: `(x, y)` lies inside the frame.
  public subscript(x: Int, y: Int) -> UInt8 {
    get {
      precondition(x >= 0 && x < width && y >= 0 && y < height, "pixel outside the frame")
      return weights[y * width + x]
    }
    set {
      precondition(x >= 0 && x < width && y >= 0 && y < height, "pixel outside the frame")
      weights[y * width + x] = newValue
    }
  }

  /// Calls `body` with the weights for reading and writing in place.
  package mutating func withMutableWeights<Result>(
    _ body: (UnsafeMutableBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    try weights.withUnsafeMutableBufferPointer { try body($0) }
  }
}
