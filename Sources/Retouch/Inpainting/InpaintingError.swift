public import Raster

/// Why a hole cannot be filled.
public enum InpaintingError: Error, Equatable, Sendable {
  /// The hole's mask has another size than the picture.
  case sizeMismatch(found: PixelSize, allowed: PixelSize)

  /// Nothing is left to copy from: the hole covers every pixel of the picture, or the `picturePixels`
  /// that it leaves are too few for a patch anywhere.
  case nothingToCopy(holePixels: Int, picturePixels: Int)
}
