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
  /// Weights of at least this become 255, the others 0; `1...255`.
  case threshold(Int)
  /// Enclosed parts of weight 0 become 255; with a number only those of at most so many pixels.
  case fill(upTo: Int?)
  /// Separate parts of at most so many pixels become 0.
  case clean(upTo: Int)
  /// Resampled to the current picture's size.
  case fit
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
    case .threshold(let level): "threshold \(level)"
    case .fill(let area): "fill" + (area.map { " \($0)" } ?? "")
    case .clean(let area): "clean \(area)"
    case .fit: "fit"
    }
  }
}
