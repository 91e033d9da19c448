/// How stored rows and columns lie on the upright picture; the eight values of EXIF's tag 0x0112.
///
/// Source: CIPA DC-008 (Exif 2.32), section 4.6.4. Raw values are the tag's.
public enum Orientation: Int, CaseIterable, Hashable, Sendable {
  /// Stored upright.
  case upright = 1
  case mirroredHorizontally = 2
  case rotatedHalf = 3
  case mirroredVertically = 4
  /// Mirrored along the diagonal from the top left corner to the bottom right.
  case transposed = 5
  /// Upright after a quarter turn clockwise.
  case needsQuarterTurnClockwise = 6
  /// Mirrored along the other diagonal.
  case transversed = 7
  /// Upright after a quarter turn counter-clockwise.
  case needsQuarterTurnCounterclockwise = 8

  /// True when the upright picture's width is the stored picture's height.
  public var swapsSides: Bool { rawValue >= 5 }
}
