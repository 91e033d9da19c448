public import EditModel
public import Raster

/// How a new mask is made; coordinates are pixels of the current picture, decimals allowed.
public enum MaskShape: Hashable, Sendable {
  /// `cornerRadius` is at most half the shorter side; 0 gives sharp corners.
  case rectangle(x: Double, y: Double, width: Double, height: Double, cornerRadius: Double = 0)
  case ellipse(centreX: Double, centreY: Double, radiusX: Double, radiusY: Double)
  /// Rings of corners; what lies inside where they cross or nest is decided by the rule.
  case polygon([[Point]], rule: FillRule = .nonZero)
  /// A stroke along a path; `hardness` in `0...1` is the share of the radius with full weight.
  case brush([Point], radius: Double, hardness: Double = 1)
  /// What looks like the pixel at this place: no channel differs by more than `tolerance`, `0...255`.
  ///
  /// Contiguous means joined to the place by such pixels; otherwise they count everywhere.
  case wand(x: Double, y: Double, tolerance: Int, contiguous: Bool = true)
  /// What has nearly this colour.
  case key(Colour, tolerance: Int, softness: Int = 0)
  /// What is as bright as the range of luma says, `0...255`.
  case luma(ClosedRange<Int>, softness: Int = 0)
  /// What is transparent.
  case alpha
  /// Where two rounds differ by more than `tolerance` in any channel.
  case between(Selector, Selector, tolerance: Int = 0)
  /// A band of this width along the picture's edges.
  case border(width: Double)
  /// Every pixel.
  case all
  /// A file: a picture in some polarity, a label map, or annotations.
  case file(String, MaskFileOptions = MaskFileOptions())
}

/// How a mask file is to be read.
public struct MaskFileOptions: Hashable, Sendable {
  /// What a picture means by its samples.
  public enum Polarity: String, Hashable, Sendable, CaseIterable {
    case white
    case black
    case alpha
    case automatic = "auto"
  }

  /// Which of several marked things.
  public enum Instance: Hashable, Sendable {
    case all
    /// Counted from 1 in the order of the file.
    case number(Int)
  }

  public var polarity: Polarity
  /// The picture of an annotation file that holds several: its file name or its id.
  public var image: String?
  /// The class of an annotation, or an index or `#rrggbb` of a label map.
  public var label: String?
  /// `nil` means the only one, or all.
  public var instance: Instance?
  /// True when a picture of another size is scaled to the current one's.
  public var fits: Bool

  public init(
    polarity: Polarity = .automatic, image: String? = nil, label: String? = nil,
    instance: Instance? = nil, fits: Bool = false
  ) {
    self.polarity = polarity
    self.image = image
    self.label = label
    self.instance = instance
    self.fits = fits
  }
}

extension MaskShape {
  /// The command that makes this shape, as it could be typed.
  var commandText: String {
    switch self {
    case .rectangle(let x, let y, let width, let height, let radius):
      words("rect", x, y, width, height) + option("--radius", radius, unless: 0)
    case .ellipse(let x, let y, let radiusX, let radiusY): words("ellipse", x, y, radiusX, radiusY)
    case .polygon(let rings, let rule):
      "polygon " + rings.map(typed).joined(separator: " / ") + (rule == .evenOdd ? " --rule even-odd" : "")
    case .brush(let path, let radius, let hardness):
      words("brush", radius) + " " + typed(path) + option("--hardness", hardness * 100, unless: 100)
    case .wand(let x, let y, let tolerance, let contiguous):
      words("wand", x, y) + " --tolerance \(tolerance)" + (contiguous ? "" : " --everywhere")
    case .key(let colour, let tolerance, let softness):
      "key \(colour.hex) --tolerance \(tolerance)" + option("--softness", Double(softness), unless: 0)
    case .luma(let range, let softness):
      "luma \(range.lowerBound) \(range.upperBound)" + option("--softness", Double(softness), unless: 0)
    case .between(let first, let second, let tolerance):
      "between \(first) \(second)" + option("--tolerance", Double(tolerance), unless: 0)
    case .border(let width): words("border", width)
    case .alpha: "alpha"
    case .all: "all"
    case .file(let path, let options): "load \(quoted(path))" + options.commandText
    }
  }
}

extension MaskFileOptions {
  fileprivate var commandText: String {
    let instance: String? =
      switch instance {
      case .all: "all"
      case .number(let number): "\(number)"
      case nil: nil
      }
    return " --polarity \(polarity.rawValue)" + (image.map { " --image \(quoted($0))" } ?? "")
      + (label.map { " --label \(quoted($0))" } ?? "") + (instance.map { " --instance \($0)" } ?? "")
      + (fits ? " --fit" : "")
  }
}

private func typed(_ points: [Point]) -> String {
  points.map { "\(plain($0.x)),\(plain($0.y))" }.joined(separator: " ")
}

private func option(_ name: String, _ value: Double, unless standard: Double) -> String {
  value == standard ? "" : " \(name) \(plain(value))"
}
