/// How the middle of a hole is filled, where the surroundings may not determine its content.
package enum InpaintingFinish: Sendable, CaseIterable {
  /// Patches throughout in a hole no deeper than `certainDepth`; `blended` in deeper ones.
  case byDepth

  /// The patches as they are: sharp, and in deep holes possibly objects that were not there.
  case patches

  /// Patches at the rim and where several fills agree; elsewhere softened shapes of what the fills have in
  /// common, under fine detail, which is on average nearer to what was there.
  case blended

  /// Up to this distance from known pixels their patches are taken throughout, in pixels.
  static let certainDepth: Float = 56

  /// The finish of a hole that is this deep, in pixels.
  func resolved(depth: Float) -> InpaintingFinish {
    guard self == .byDepth else { return self }
    return depth <= Self.certainDepth ? .patches : .blended
  }
}
