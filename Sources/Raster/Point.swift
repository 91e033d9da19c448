/// A position in a picture, in pixels.
///
/// `(0, 0)` is the top left corner of the top left pixel, `x` grows to the right and `y` downwards, so
/// that the centre of the first pixel is `(0.5, 0.5)`.
public struct Point: Hashable, Sendable, Codable {
  public var x: Double
  public var y: Double

  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}

/// Which parts of a polygon that crosses itself count as inside.
public enum FillRule: String, Hashable, Sendable, Codable, CaseIterable {
  /// Inside where a ray to infinity crosses the outline an odd number of times.
  case evenOdd

  /// Inside where the outline winds around the position a number of times other than zero.
  case nonZero
}
