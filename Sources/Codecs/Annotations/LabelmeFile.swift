internal import Raster

/// The annotations of one image in the manner of labelme, as far as masks need them.
struct LabelmeFile: Decodable {
  struct Shape: Decodable {
    var label: Identifier?
    var points: [[Double]]
    var type: String?
    var group: Identifier?
    /// A PNG as Base64 text, for shapes of the type `mask`.
    var mask: String?

    private enum CodingKeys: String, CodingKey {
      case label, points, mask
      case type = "shape_type"
      case group = "group_id"
    }
  }

  var shapes: [Shape]
  var imagePath: String?
  var imageWidth: Int?
  var imageHeight: Int?

  /// Shapes of one label and one group are one instance, standing where the first of them stands.
  func content() throws(AnnotationError) -> AnnotationContent {
    var size: PixelSize?
    if let imageWidth, let imageHeight { size = PixelSize(width: imageWidth, height: imageHeight) }
    var instances: [AnnotatedInstance] = []
    var groups: [Group: Int] = [:]
    for (number, shape) in shapes.enumerated() {
      let group = shape.group.map { Group(label: shape.label?.text, number: $0.text) }
      let index = group.flatMap { groups[$0] } ?? instances.count
      if index == instances.count {
        let label = shape.label.map { AnnotationLabel(name: $0.text) }
        instances.append(AnnotatedInstance(image: 0, label: label, shapes: []))
        if let group { groups[group] = index }
      }
      instances[index].add(try shape.annotated(place: { "shapes[\(number)]" }))
    }
    let image = AnnotatedImage(name: imagePath, size: size)
    return AnnotationContent(kind: .labelme, images: [image], instances: instances)
  }

  private struct Group: Hashable {
    var label: String?
    var number: String
  }
}

extension LabelmeFile.Shape {
  /// The shape, or `nil` when its type has no area: lines, points and types not known.
  fileprivate func annotated(place: () -> String) throws(AnnotationError) -> AnnotatedShape? {
    let corners = try corners(place: place)
    switch type ?? "polygon" {
    case "polygon", "quadrilateral", "rotation": return try .polygon(corners, place: place)
    case "rectangle":
      // Two opposite corners; some exporters write all four.
      guard corners.count == 2 else { return try .polygon(corners, place: place) }
      let (x, y) = (min(corners[0].x, corners[1].x), min(corners[0].y, corners[1].y))
      return try .rectangle(
        x: x, y: y, width: abs(corners[1].x - corners[0].x), height: abs(corners[1].y - corners[0].y),
        place: place)
    case "circle":
      guard corners.count == 2 else { throw wrongCount(place) }
      return try .circle(centre: corners[0], through: corners[1], place: place)
    case "mask": return try stencil(corners, place: place)
    default: return nil
    }
  }

  private func corners(place: () -> String) throws(AnnotationError) -> [Point] {
    var corners: [Point] = []
    corners.reserveCapacity(points.count)
    for pair in points {
      guard pair.count == 2 else { throw wrongCount(place) }
      corners.append(Point(x: pair[0], y: pair[1]))
    }
    return corners
  }

  /// The two corners of a mask shape are its first and its last pixel.
  private func stencil(
    _ corners: [Point], place: () -> String
  ) throws(AnnotationError) -> AnnotatedShape? {
    guard let mask, corners.count == 2 else { throw wrongCount(place) }
    // Checks the coordinates as for a rectangle, so that they are numbers an `Int` can hold.
    _ = try AnnotatedShape.polygon(corners, place: place)
    let (left, top) = (Int(corners[0].x), Int(corners[0].y))
    let rectangle = PixelRect(
      x: left, y: top, width: Int(corners[1].x) - left + 1, height: Int(corners[1].y) - top + 1)
    guard !rectangle.isEmpty else {
      throw AnnotationError(.malformed(.embeddedMask), place: place())
    }
    return .stencil(Stencil(text: mask, rectangle: rectangle, place: place()))
  }

  private func wrongCount(_ place: () -> String) -> AnnotationError {
    AnnotationError(.malformed(.coordinateCount), found: points.count, place: place())
  }
}
