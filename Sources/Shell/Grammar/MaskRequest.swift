package import EditModel
package import Raster

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
  /// How the mask was built, what it covers and what providers would receive; `nil` is the mask in use.
  case explain(String?)
  case lint(MaskLintRequest)
  /// In the terminal, or as a preview in a file; `nil` is the mask in use.
  case show(String?, Destination?)
  case save(String, Destination, WrittenPolarity)
}

/// What is to be checked, and what counts as a failure.
package struct MaskLintRequest: Hashable, Sendable {
  package enum Subject: Hashable, Sendable {
    /// `nil` is the mask in use.
    case mask(String?)
    /// A picture file, before it becomes a mask.
    case file(String, MaskPolarity)
  }

  package let subject: Subject
  /// True when warnings fail too.
  package let isStrict: Bool

  package init(_ subject: Subject, isStrict: Bool = false) {
    self.subject = subject
    self.isStrict = isStrict
  }
}

/// Where a new mask comes from.
package enum MaskShape: Hashable, Sendable {
  case rect(x: Length, y: Length, width: Length, height: Length, cornerRadius: Length? = nil)
  case ellipse(centre: Location, radiusX: Length, radiusY: Length)
  /// Rings of three corners or more; without a rule the number of rings decides.
  case polygon([[Location]], FillRule? = nil)
  /// `hardness` in per cent.
  case brush(radius: Length, path: [Location], hardness: Int)
  case wand(Location, tolerance: Int, everywhere: Bool)
  case key(Colour, tolerance: Int, softness: Int)
  case luma(ClosedRange<Int>, softness: Int)
  case alpha
  case between(Selector, Selector, tolerance: Int)
  case border(Length)
  case load(path: String, MaskFile)
  case all
}

/// How a mask file is to be read.
package struct MaskFile: Hashable, Sendable {
  package enum Instance: Hashable, Sendable {
    case all
    case number(Int)
  }

  package let polarity: MaskPolarity
  package let image: String?
  package let label: String?
  package let instance: Instance?
  /// Scaled to the picture's size.
  package let fits: Bool

  package init(
    _ polarity: MaskPolarity = .auto, image: String? = nil, label: String? = nil,
    instance: Instance? = nil, fits: Bool = false
  ) {
    self.polarity = polarity
    self.image = image
    self.label = label
    self.instance = instance
    self.fits = fits
  }
}

/// What a mask file means by its pixels.
package enum MaskPolarity: String, Hashable, Sendable, CaseIterable {
  /// White is edited.
  case white
  /// Black is edited.
  case black
  /// Transparent is edited.
  case alpha
  /// The file decides.
  case auto
}

/// How a mask is written.
package enum WrittenPolarity: String, Hashable, Sendable, CaseIterable {
  case white
  case black
  case alpha
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
  case threshold(Int)
  /// Pixels of the largest hole that is filled; `nil` fills all.
  case fill(Int?)
  case clean(Int)
  case fit
}
