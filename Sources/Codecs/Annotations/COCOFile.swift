internal import Raster

/// A COCO dataset, as far as masks need it.
///
/// - Note: Source: the data format of the COCO dataset, object detection part. A single `image` in place of
///   `images` is the layout of the SA-1B dataset.
struct COCOFile: Decodable {
  struct Image: Decodable {
    var id: Identifier?
    var imageID: Identifier?
    var fileName: String?
    var width: Int?
    var height: Int?

    private enum CodingKeys: String, CodingKey {
      case id, width, height
      case imageID = "image_id"
      case fileName = "file_name"
    }

    var annotated: AnnotatedImage {
      var size: PixelSize?
      if let width, let height { size = PixelSize(width: width, height: height) }
      return AnnotatedImage(id: (id ?? imageID)?.text, name: fileName, size: size)
    }
  }

  struct Category: Decodable {
    var id: Identifier
    var name: String?
  }

  var images: [Image]?
  var image: Image?
  var annotations: [COCOAnnotation]
  var categories: [Category]?

  func content(kind: AnnotationKind) throws(AnnotationError) -> AnnotationContent {
    var index = ImageIndex(images: (images ?? image.map { [$0] } ?? []).map(\.annotated))
    var names: [String: String] = [:]
    for category in categories ?? [] { names[category.id.text] = category.name }
    var instances: [AnnotatedInstance] = []
    instances.reserveCapacity(annotations.count)
    for (number, annotation) in annotations.enumerated() {
      let image = index.index(of: annotation.imageID)
      let label = annotation.categoryID.map { AnnotationLabel(name: names[$0] ?? $0, number: $0) }
      let prefix = kind == .cocoDataset ? "annotations[\(number)]" : "[\(number)]"
      instances.append(try annotation.instance(image: image, label: label, place: prefix))
    }
    return AnnotationContent(kind: kind, images: index.images, instances: instances)
  }
}

/// Finds images by number; one that is only spoken of is added.
private struct ImageIndex {
  private(set) var images: [AnnotatedImage]
  private var places: [String: Int] = [:]

  init(images: [AnnotatedImage]) {
    self.images = images
    for (index, image) in images.enumerated() {
      if let id = image.id, places[id] == nil { places[id] = index }
    }
  }

  mutating func index(of id: String?) -> Int? {
    guard let id else { return nil }
    if let known = places[id] { return known }
    images.append(AnnotatedImage(id: id))
    places[id] = images.count - 1
    return images.count - 1
  }
}

/// One object of a COCO dataset or list; a bare run-length mask counts as one too.
struct COCOAnnotation: Decodable {
  let imageID: String?
  let categoryID: String?
  private let segmentation: COCOSegmentation?
  private let box: [Double]?

  init(from decoder: any Decoder) throws {
    let keyed = try decoder.container(keyedBy: AnyKey.self)
    imageID = try keyed.decodeIfPresent(Identifier.self, forKey: "image_id")?.text
    categoryID = try keyed.decodeIfPresent(Identifier.self, forKey: "category_id")?.text
    box = try keyed.decodeIfPresent([Double].self, forKey: "bbox")
    if keyed.contains("counts") {
      segmentation = .runs(try COCORuns(from: decoder))
    } else {
      segmentation = try keyed.decodeIfPresent(COCOSegmentation.self, forKey: "segmentation")
    }
  }

  /// The box serves only where there is no segmentation.
  func instance(
    image: Int?, label: AnnotationLabel?, place: String
  ) throws(AnnotationError) -> AnnotatedInstance {
    var instance = AnnotatedInstance(image: image, label: label, shapes: [])
    switch segmentation {
    case .runs(let runs): instance.shapes = [.runs(runs.source(place: place))]
    case .polygons(let parts) where !parts.isEmpty:
      for part in parts {
        instance.add(try .polygon(flat: part, place: { "\(place).segmentation" }))
      }
    case .polygons, nil:
      guard let box, !box.isEmpty else {
        instance.skippedShapeCount = 1
        break
      }
      guard box.count == 4 else {
        throw AnnotationError(
          .malformed(.coordinateCount), found: box.count, allowed: 4, place: "\(place).bbox")
      }
      instance.isBox = true
      instance.add(
        try .rectangle(x: box[0], y: box[1], width: box[2], height: box[3], place: { "\(place).bbox" }))
    }
    return instance
  }
}

extension AnnotatedInstance {
  /// Adds a shape, or counts it when it has no area.
  mutating func add(_ shape: AnnotatedShape?) {
    if let shape { shapes.append(shape) } else { skippedShapeCount += 1 }
  }
}

/// The region of an annotation: polygons, each a list x, y, x, y, …, or runs.
private enum COCOSegmentation: Decodable {
  case polygons([[Double]])
  case runs(COCORuns)

  init(from decoder: any Decoder) throws {
    // No list: run lengths are an object, and their reader reports what is wrong with it.
    guard let list = try? decoder.unkeyedContainer() else {
      self = .runs(try COCORuns(from: decoder))
      return
    }
    var parts = list
    // One polygon without the list around it is written by some exporters.
    if parts.isAtEnd || (try? parts.nestedUnkeyedContainer()) != nil {
      self = .polygons(try [[Double]](from: decoder))
    } else {
      self = .polygons([try [Double](from: decoder)])
    }
  }
}

/// A run-length mask: `size` is height and width, `counts` numbers or compressed text.
struct COCORuns: Decodable {
  private let size: [Int]
  private let counts: RunLengthSource.Counts

  private enum Key: CodingKey { case size, counts }

  init(from decoder: any Decoder) throws {
    let keyed = try decoder.container(keyedBy: Key.self)
    size = try keyed.decode([Int].self, forKey: .size)
    // Compressed counts are a text, plain ones a list; what is neither is refused as a list.
    if let text = try? keyed.decode(String.self, forKey: .counts) {
      counts = .compressed(text)
    } else {
      counts = .plain(try keyed.decode([Int].self, forKey: .counts))
    }
  }

  /// A size of other than two numbers becomes one that no mask has, and is refused when it is used.
  func source(place: String) -> RunLengthSource {
    let size =
      size.count == 2 ? PixelSize(width: size[1], height: size[0]) : PixelSize(width: 0, height: 0)
    return RunLengthSource(size: size, counts: counts, place: place)
  }
}
