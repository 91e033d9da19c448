public import Raster

/// What a mask file means by its values.
public enum MaskPolarity: String, CaseIterable, Hashable, Sendable {
  /// Transparent is edit: weight = 255 - alpha. The convention of the image editing services.
  case alphaZeroIsEdit
  /// White is edit: weight = luma. Also the form in which masks are kept.
  case whiteIsEdit
  /// Black is edit: weight = 255 - luma.
  case blackIsEdit
}

/// How the polarity of a mask file is to be found.
public enum MaskInterpretation: Hashable, Sendable {
  /// As stated.
  case stated(MaskPolarity)
  /// From the file: alpha where it says anything, otherwise white is edit.
  case automatic
}

/// A mask read from a file, and how it was understood.
public struct MaskReading: Equatable, Sendable {
  /// Why the polarity is what it is.
  public enum Reason: String, Hashable, Sendable {
    /// The caller stated it.
    case stated
    /// The picture has pixels that are not opaque.
    case alphaVaries
    /// The picture has alpha, but every pixel is opaque.
    case alphaIsOpaqueEverywhere
    /// The picture has no alpha.
    case noAlpha
  }

  public let mask: Mask
  public let polarity: MaskPolarity
  public let reason: Reason
  /// Pixels whose colour was within a few levels of black or white, as compression with loss makes them, and was
  /// taken for black or white; only in masks from JPEG and from WebP with loss.
  public let snappedPixelCount: Int

  package init(
    mask: Mask, polarity: MaskPolarity, reason: Reason, snappedPixelCount: Int = 0
  ) {
    self.mask = mask
    self.polarity = polarity
    self.reason = reason
    self.snappedPixelCount = snappedPixelCount
  }
}
