package import EditModel
package import Raster

extension SentFrame {
  /// The facts of a frame that a plan tells.
  package struct Summary: Hashable, Sendable {
    /// The part of the picture that is sent; `nil` when it is the whole picture.
    package let crop: PixelRect?
    package let canvas: PixelSize
    /// Pixels of the canvas that are padding, which is locked and cut off again.
    package let paddingPixels: Int
    /// Pixels on the canvas for each pixel of the picture, along the longer side.
    package let scale: CanvasScale
  }

  /// The facts of this frame.
  ///
  /// - Parameter picture: The size of the picture that the frame belongs to.
  package func summary(of picture: PixelSize) -> Summary {
    let isWide = crop.width >= crop.height
    return Summary(
      crop: crop == PixelRect(frameOf: picture) ? nil : crop, canvas: canvas,
      paddingPixels: canvas.width * canvas.height - placed.width * placed.height,
      scale: CanvasScale(isWide ? placed.width : placed.height, of: isWide ? crop.width : crop.height))
  }
}

/// How many times as large something is on the canvas, as an exact fraction in lowest terms.
package struct CanvasScale: Hashable, Sendable {
  package let numerator: Int
  package let denominator: Int

  /// The picture's own scale.
  package static let one = CanvasScale(1, of: 1)

  /// - Precondition: Both lengths are above 0.
  package init(_ placed: Int, of length: Int) {
    precondition(placed > 0 && length > 0, "a scale is between lengths")
    var (divisor, rest) = (placed, length)
    while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
    numerator = placed / divisor
    denominator = length / divisor
  }
}
