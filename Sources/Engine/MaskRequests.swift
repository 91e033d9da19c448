/// How a new mask is made; coordinates are pixels of the current picture, decimals allowed.
public enum MaskShape: Hashable, Sendable {
  case rectangle(x: Double, y: Double, width: Double, height: Double)
  case ellipse(centreX: Double, centreY: Double, radiusX: Double, radiusY: Double)
  /// Corners as pairs of x and y.
  case polygon([[Double]])
  /// Every pixel.
  case all
  /// A PNG file, read in this polarity.
  case file(String, polarity: FilePolarity)

  /// What a mask file means by its samples.
  public enum FilePolarity: String, Hashable, Sendable, CaseIterable {
    case white
    case black
    case alpha
    case automatic = "auto"
  }
}

/// How an existing mask is changed.
public enum MaskChange: Hashable, Sendable {
  /// Adds the other mask's weights (maximum).
  case union(String)
  case subtract(String)
  /// Keeps what both have (minimum).
  case intersect(String)
  case invert
  /// Pixels, Euclidean.
  case grow(Double)
  case shrink(Double)
  /// The standard deviation in pixels.
  case feather(Double)
}

extension MaskShape {
  /// The command that makes this shape, as it could be typed.
  var commandText: String {
    switch self {
    case .rectangle(let x, let y, let width, let height): words("rect", x, y, width, height)
    case .ellipse(let x, let y, let radiusX, let radiusY): words("ellipse", x, y, radiusX, radiusY)
    case .polygon(let points):
      "polygon " + points.map { $0.map(plain).joined(separator: ",") }.joined(separator: " ")
    case .all: "all"
    case .file(let path, let polarity): "load \(quoted(path)) --polarity \(polarity.rawValue)"
    }
  }
}

extension MaskChange {
  /// The command that makes this change, as it could be typed.
  var commandText: String {
    switch self {
    case .union(let other): "union \(other)"
    case .subtract(let other): "subtract \(other)"
    case .intersect(let other): "intersect \(other)"
    case .invert: "invert"
    case .grow(let radius): words("grow", radius)
    case .shrink(let radius): words("shrink", radius)
    case .feather(let sigma): words("feather", sigma)
    }
  }
}

private func words(_ verb: String, _ numbers: Double...) -> String {
  ([verb] + numbers.map(plain)).joined(separator: " ")
}

/// A number without a needless `.0`.
private func plain(_ number: Double) -> String {
  let text = String(number)
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

/// The text as one word of a command line: in quotes, with `"`, `\` and `$` escaped.
func quoted(_ text: String) -> String {
  var result = "\""
  for character in text {
    if ["\"", "\\", "$"].contains(character) { result.append("\\") }
    result.append(character)
  }
  return result + "\""
}
