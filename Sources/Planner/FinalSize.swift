package import Raster

extension PixelSize {
  /// This size scaled so that its longer side is `longest`; the other is rounded, at least 1.
  ///
  /// - Parameter longest: `1...1_000_000`, as the sides are.
  package func scaled(toLongest longest: Int) -> PixelSize {
    let side = max(width, height)
    precondition(longest > 0 && side > 0, "a size has pixels")
    func scaled(_ length: Int) -> Int { max((2 * length * longest + side) / (2 * side), 1) }
    return PixelSize(width: scaled(width), height: scaled(height))
  }
}
