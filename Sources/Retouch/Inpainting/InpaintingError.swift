public import Raster

/// Why a hole cannot be filled.
public enum InpaintingError: Error, Equatable, Sendable {
  /// The hole's mask has another size than the picture.
  case sizeMismatch(found: PixelSize, allowed: PixelSize)

  /// The hole covers all pixels of the picture, so that nothing is left to copy.
  case nothingToCopy(holePixels: Int)
}
