public import Raster

/// What a mask file holds, found without keeping its pixels.
public struct MaskValidation: Hashable, Sendable {
  public let size: PixelSize
  /// How the values were understood.
  public let polarity: MaskPolarity
  public let reason: MaskReading.Reason
  /// True when the file can hold transparency, whether or not any pixel is transparent.
  public let hasAlpha: Bool
  /// Counts and bounding box of the weights.
  public let facts: MaskFacts
  /// For each weight `0...255` the number of pixels that have it.
  public let histogram: [Int]
}
