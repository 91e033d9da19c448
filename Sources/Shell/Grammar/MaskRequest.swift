/// What is asked of masks.
package enum MaskRequest: Hashable, Sendable {
  /// Makes the mask of this name, or replaces it, and puts it in use.
  case make(MaskShape, name: String)
  /// Changes a mask by another one; a `nil` target is the mask in use.
  case combine(MaskCombination, with: String, target: String?)
  /// Changes a mask; a `nil` target is the mask in use.
  case change(MaskChange, target: String?)
  case use(String)
  /// No mask is in use.
  case useNone
  case list
  case remove(String)
  /// In the terminal, or as a preview in a file.
  case show(String, Destination?)
  case save(String, Destination)
}

/// Where a new mask comes from.
package enum MaskShape: Hashable, Sendable {
  case rect(x: Length, y: Length, width: Length, height: Length)
  case ellipse(centre: Location, radiusX: Length, radiusY: Length)
  /// Three corners or more.
  case polygon([Location])
  case load(path: String, MaskPolarity)
  case all
}

/// What a mask file means by its pixels.
package enum MaskPolarity: String, Hashable, Sendable, CaseIterable {
  /// White is edited.
  case white
  /// Black is edited.
  case black
  /// Transparent is edited.
  case alpha
  /// The file decides, or it is an error.
  case auto
}

package enum MaskCombination: String, Hashable, Sendable, CaseIterable {
  case union
  case subtract
  case intersect
}

/// A change of one mask; percentages of a radius are of the picture's shorter side.
package enum MaskChange: Hashable, Sendable {
  case invert
  case grow(Length)
  case shrink(Length)
  case feather(Length)
}
