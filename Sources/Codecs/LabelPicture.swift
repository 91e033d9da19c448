package import Raster

/// A picture of numbers: which thing, or which class, each pixel belongs to.
package struct LabelPicture: Equatable, Sendable {
  package let size: PixelSize
  /// The numbers as they are in the file, not scaled; `width * height`, top row first.
  package let labels: [UInt16]
  /// The colours that a palette gives to the labels; `nil` where labels are grey levels. A label may lie past
  /// its end.
  package let palette: [Colour]?

  /// The upright picture of one that is stored as the orientation says.
  func oriented(_ orientation: Orientation) -> LabelPicture {
    guard orientation != .upright else { return self }
    // Labels have two bytes, masks one: the halves are turned one after the other.
    func turned(_ half: (UInt16) -> UInt8) -> Mask {
      Mask(width: size.width, height: size.height, weights: labels.map(half)).oriented(orientation)
    }
    let low = turned { UInt8(truncatingIfNeeded: $0) }
    let high = turned { UInt8(truncatingIfNeeded: $0 >> 8) }
    return LabelPicture(
      size: low.size, labels: zip(low.weights, high.weights).map { UInt16($0) | UInt16($1) << 8 },
      palette: palette)
  }
}
