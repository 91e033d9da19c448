internal import Engine
internal import Raster

extension MaskShape {
  /// The shape in pixels of a picture of this size.
  func resolved(in size: PixelSize) -> Engine.MaskShape {
    func across(_ length: Length) -> Double { length.pixels(ofSide: size.width) }
    func down(_ length: Length) -> Double { length.pixels(ofSide: size.height) }
    switch self {
    case .rect(let x, let y, let width, let height):
      return .rectangle(x: across(x), y: down(y), width: across(width), height: down(height))
    case .ellipse(let centre, let radiusX, let radiusY):
      return .ellipse(
        centreX: across(centre.x), centreY: down(centre.y), radiusX: across(radiusX),
        radiusY: down(radiusY))
    case .polygon(let points):
      return .polygon(points.map { [across($0.x), down($0.y)] })
    case .load(let path, let polarity):
      return .file(path, polarity: polarity.engine)
    case .all:
      return .all
    }
  }
}

extension MaskPolarity {
  fileprivate var engine: Engine.MaskShape.FilePolarity {
    switch self {
    case .white: .white
    case .black: .black
    case .alpha: .alpha
    case .auto: .automatic
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
    }
  }
}
