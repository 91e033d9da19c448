internal import EditModel
internal import Engine
internal import Raster

extension MaskShape {
  /// The shape in pixels of a picture of this size.
  func resolved(in size: PixelSize) -> Engine.MaskShape {
    let side = min(size.width, size.height)
    func across(_ length: Length) -> Double { length.pixels(ofSide: size.width) }
    func down(_ length: Length) -> Double { length.pixels(ofSide: size.height) }
    switch self {
    case .rect(let x, let y, let width, let height, let radius):
      return .rectangle(
        x: across(x), y: down(y), width: across(width), height: down(height),
        cornerRadius: radius?.pixels(ofSide: side) ?? 0)
    case .ellipse(let centre, let radiusX, let radiusY):
      return .ellipse(
        centreX: across(centre.x), centreY: down(centre.y), radiusX: across(radiusX),
        radiusY: down(radiusY))
    case .polygon(let rings, let rule):
      return .polygon(
        rings.map { ring in ring.map { $0.point(in: size) } },
        rule: rule ?? (rings.count == 1 ? .nonZero : .evenOdd))
    case .brush(let radius, let path, let hardness):
      return .brush(
        path.map { $0.point(in: size) }, radius: radius.pixels(ofSide: side),
        hardness: Double(hardness) / 100)
    case .border(let width): return .border(width: width.pixels(ofSide: side))
    case .wand(let place, let tolerance, let everywhere):
      return .wand(
        x: across(place.x), y: down(place.y), tolerance: tolerance, contiguous: !everywhere)
    case .key(let colour, let tolerance, let softness):
      return .key(colour, tolerance: tolerance, softness: softness)
    case .luma(let range, let softness): return .luma(range, softness: softness)
    case .alpha: return .alpha
    case .between(let first, let second, let tolerance):
      return .between(first, second, tolerance: tolerance)
    case .load(let path, let file): return .file(path, file.engine)
    case .all: return .all
    }
  }
}

extension Location {
  /// The place in pixels of a picture of this size.
  func point(in size: PixelSize) -> Point {
    Point(x: x.pixels(ofSide: size.width), y: y.pixels(ofSide: size.height))
  }
}

extension MaskFile {
  fileprivate var engine: MaskFileOptions {
    let instance: MaskFileOptions.Instance? =
      switch instance {
      case .all: .all
      case .number(let number): .number(number)
      case nil: nil
      }
    return MaskFileOptions(
      polarity: polarity.engine, image: image, label: label, instance: instance, fits: fits)
  }
}

extension MaskPolarity {
  var engine: MaskFileOptions.Polarity {
    switch self {
    case .white: .white
    case .black: .black
    case .alpha: .alpha
    case .auto: .automatic
    }
  }
}

extension WrittenPolarity {
  var engine: MaskFileOptions.Polarity {
    switch self {
    case .white: .white
    case .black: .black
    case .alpha: .alpha
    }
  }
}

extension MaskCombination {
  func change(with other: String) -> Engine.MaskChange {
    switch self {
    case .union: .union(other)
    case .subtract: .subtract(other)
    case .intersect: .intersect(other)
    }
  }
}

extension MaskChange {
  /// The change in pixels; percentages are of the shorter side.
  func resolved(in size: PixelSize) -> Engine.MaskChange {
    let side = min(size.width, size.height)
    return switch self {
    case .invert: .invert
    case .grow(let radius): .grow(radius.pixels(ofSide: side))
    case .shrink(let radius): .shrink(radius.pixels(ofSide: side))
    case .feather(let radius): .feather(radius.pixels(ofSide: side))
    case .threshold(let level): .threshold(level)
    case .fill(let area): .fill(upTo: area)
    case .clean(let area): .clean(upTo: area)
    case .fit: .fit
    }
  }
}
