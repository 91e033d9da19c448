public import Billing
internal import EditModel
internal import Raster

/// Why a call sends what it sends of the picture.
public enum GeometryReason: Hashable, Sendable {
  /// The provider takes any size: the picture goes as it is.
  case asIs
  /// The whole picture: an instruction has no mask, or no smaller region holds all masks.
  case whole
  /// The region around the masks; the price of the whole picture instead, `nil` where nothing is priced.
  case region(whole: Estimate?)
  /// The whole picture, because the region around the masks would cost as much or more.
  case wholeCheaper(region: Estimate?)
  /// Reduced to `whole-size`; the price of the picture at its own scale, `nil` where nothing is priced or the
  /// model renders no such size.
  case capped(PixelScale, uncapped: Estimate?)
  /// The model renders no canvas that holds the picture at its own scale.
  case tooLarge(PixelScale)
}

/// Pixels on the canvas for one of the picture's, as a fraction in lowest terms.
public struct PixelScale: Hashable, Sendable {
  public let numerator: Int
  public let denominator: Int

  /// - Precondition: both are at least 1.
  public init(_ numerator: Int, over denominator: Int) {
    precondition(numerator >= 1 && denominator >= 1, "a scale is a ratio of lengths")
    var (larger, smaller) = (numerator, denominator)
    while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
    self.numerator = numerator / larger
    self.denominator = denominator / larger
  }

  /// Of the longer side of what is sent.
  init(of frame: SentFrame) {
    if frame.crop.width >= frame.crop.height {
      self.init(frame.placed.width, over: frame.crop.width)
    } else {
      self.init(frame.placed.height, over: frame.crop.height)
    }
  }
}
