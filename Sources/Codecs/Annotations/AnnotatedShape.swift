internal import Raster

/// One shape with an area, as an annotation file has it.
///
/// Coordinates are pixels of the annotated image, or shares of its sides when the file is normalised.
enum AnnotatedShape: Sendable {
  case polygon([Point])
  case rectangle(x: Double, y: Double, width: Double, height: Double)
  case circle(centre: Point, radius: Double)
  case runs(RunLengthSource)
  case stencil(Stencil)

  /// Most corners of a polygon: what the rasteriser takes.
  static let maximumPointCount = Mask.polygonPointCounts.upperBound

  /// Largest absolute coordinate or length in pixels; half of the rasteriser's, since shapes are moved.
  static let maximumCoordinate = Mask.maximumCoordinate / 2

  /// A polygon from a list x, y, x, y, …; `nil` when its corners enclose nothing.
  static func polygon(flat values: [Double], place: () -> String) throws(AnnotationError) -> Self? {
    guard values.count.isMultiple(of: 2) else {
      throw AnnotationError(.malformed(.coordinateCount), found: values.count, place: place())
    }
    let points = stride(from: 0, to: values.count, by: 2).map {
      Point(x: values[$0], y: values[$0 + 1])
    }
    return try polygon(points, place: place)
  }

  /// A polygon from its corners; `nil` when they enclose nothing.
  static func polygon(_ points: [Point], place: () -> String) throws(AnnotationError) -> Self? {
    for point in points { try requireCoordinates([point.x, point.y], place: place) }
    guard points.count <= maximumPointCount else {
      throw AnnotationError(
        .tooLarge(.points), found: points.count, allowed: maximumPointCount, place: place())
    }
    return spansArea(points) ? .polygon(points) : nil
  }

  /// A rectangle; `nil` when a side is zero or less.
  static func rectangle(
    x: Double, y: Double, width: Double, height: Double, place: () -> String
  ) throws(AnnotationError) -> Self? {
    try requireCoordinates([x, y, width, height], place: place)
    return width > 0 && height > 0 ? .rectangle(x: x, y: y, width: width, height: height) : nil
  }

  /// A circle through a point; `nil` when the point is the centre.
  static func circle(
    centre: Point, through point: Point, place: () -> String
  ) throws(AnnotationError) -> Self? {
    try requireCoordinates([centre.x, centre.y, point.x, point.y], place: place)
    let (dx, dy) = (point.x - centre.x, point.y - centre.y)
    let radius = (dx * dx + dy * dy).squareRoot()
    try requireCoordinates([radius], place: place)
    return radius > 0 ? .circle(centre: centre, radius: radius) : nil
  }

  /// The shape in pixels of an image whose sides have been one.
  func scaled(to size: PixelSize) -> Self {
    let (across, down) = (Double(size.width), Double(size.height))
    switch self {
    case .polygon(let points):
      return .polygon(points.map { Point(x: $0.x * across, y: $0.y * down) })
    case .rectangle(let x, let y, let width, let height):
      return .rectangle(x: x * across, y: y * down, width: width * across, height: height * down)
    case .circle, .runs, .stencil: return self
    }
  }

  private static func requireCoordinates(
    _ values: [Double], place: () -> String
  ) throws(AnnotationError) {
    // The comparison is false also for what is not a number.
    guard values.allSatisfy({ abs($0) <= maximumCoordinate }) else {
      throw AnnotationError(
        .malformed(.coordinate), allowed: Int(maximumCoordinate), place: place())
    }
  }

  /// False when all corners stand on one line.
  private static func spansArea(_ points: [Point]) -> Bool {
    guard let origin = points.first, let other = points.first(where: { $0 != origin }) else {
      return false
    }
    return points.contains { point in
      (other.x - origin.x) * (point.y - origin.y) != (other.y - origin.y) * (point.x - origin.x)
    }
  }
}

/// An object of an image: its shapes together are one region.
struct AnnotatedInstance: Sendable {
  /// Index of the image in the file's list, or `nil` when the file names none.
  var image: Int?
  var label: AnnotationLabel?
  var shapes: [AnnotatedShape]
  /// Shapes without an area that stood beside the others.
  var skippedShapeCount = 0
  /// True when only a bounding box is known.
  var isBox = false
}

/// An image that an annotation file speaks of.
struct AnnotatedImage: Sendable {
  var id: String?
  var name: String?
  /// The size in pixels to which the coordinates belong, where the file says so.
  var size: PixelSize?

  /// The name, else the number; for a list that people read.
  var title: String { name ?? id ?? "" }

  /// The part of a path behind its last slash of either kind.
  static func lastComponent(_ path: String) -> Substring {
    path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
  }
}

/// A class of objects, by name and, where the format has them, by number.
struct AnnotationLabel: Hashable, Sendable {
  var name: String
  var number: String?
}
