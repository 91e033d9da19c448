/// What a fill does where the surroundings do not determine the content of the hole.
package enum InpaintingFinish: Sendable, CaseIterable {
  /// A smooth surface under fine texture: on average nearest to what was there.
  case likeliest

  /// The patches as they are: sharp, and possibly objects that were not there.
  case vivid
}
