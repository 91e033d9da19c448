/// A picture: 8-bit RGBA, straight (not premultiplied) alpha, sRGB-coded samples.
///
/// Rows are tightly packed, top row first; the sample of channel `c` of pixel `(x, y)` stands at
/// `4 * (y * width + x) + c`, channels in the order red, green, blue, alpha. Colour under transparent
/// pixels is kept as it is.
public struct Bitmap: Equatable, Sendable {
  public let width: Int
  public let height: Int

  /// The samples; `4 * width * height` bytes.
  public internal(set) var samples: [UInt8]

  /// Wraps samples that are laid out as the type says.
  ///
  /// - Precondition: both sides are positive and `samples.count == 4 * width * height`.
  public init(width: Int, height: Int, samples: [UInt8]) {
    precondition(width > 0 && height > 0, "a bitmap has at least one pixel")
    precondition(samples.count == 4 * width * height, "sample count does not fit the bitmap's size")
    self.width = width
    self.height = height
    self.samples = samples
  }

  /// A picture of one colour.
  public init(width: Int, height: Int, filledWith colour: Colour) {
    var samples = [UInt8](repeating: 0, count: 4 * width * height)
    for index in stride(from: 0, to: samples.count, by: 4) {
      samples[index] = colour.red
      samples[index + 1] = colour.green
      samples[index + 2] = colour.blue
      samples[index + 3] = colour.alpha
    }
    self.init(width: width, height: height, samples: samples)
  }

  public var size: PixelSize { PixelSize(width: width, height: height) }

  /// The pixel at `(x, y)`.
  ///
  /// - Precondition: `(x, y)` lies inside the frame.
  public subscript(x: Int, y: Int) -> Colour {
    get {
      precondition(x >= 0 && x < width && y >= 0 && y < height, "pixel outside the frame")
      let index = 4 * (y * width + x)
      return Colour(
        red: samples[index], green: samples[index + 1], blue: samples[index + 2],
        alpha: samples[index + 3])
    }
    set {
      precondition(x >= 0 && x < width && y >= 0 && y < height, "pixel outside the frame")
      let index = 4 * (y * width + x)
      samples[index] = newValue.red
      samples[index + 1] = newValue.green
      samples[index + 2] = newValue.blue
      samples[index + 3] = newValue.alpha
    }
  }

  /// Calls `body` with the samples for reading and writing in place.
  package mutating func withMutableSamples<Result>(
    _ body: (UnsafeMutableBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    try samples.withUnsafeMutableBufferPointer { try body($0) }
  }

  /// True when every pixel has alpha 255.
  public var isOpaque: Bool {
    var index = 3
    while index < samples.count {
      if samples[index] != 255 { return false }
      index += 4
    }
    return true
  }
}
