public import Raster

extension AnnotationFile {
  /// Makes the mask of the chosen regions, weight 255 inside.
  ///
  /// Run lengths give exact weights of 0 and 255. Polygons, boxes and circles are covered by share, so that
  /// their edges are soft: COCO's own rasteriser decides each pixel as in or out. The parts of an instance,
  /// and instances, are united by the larger weight; a polygon that crosses itself is inside where its outline
  /// winds around a position other than zero times. What lies outside the frame is cut off, and a mask may
  /// come out empty.
  ///
  /// - Parameters:
  ///   - image: File name, name without its folders, or number of an image; may be left out when the file
  ///     holds one image or names none.
  ///   - label: Name of a label, or its number where the format has numbers; `nil` takes every label.
  ///   - instance: All that fit, or one by its number.
  ///   - size: The picture's size. YOLO's shares are taken of it; every other format has to be made for it.
  /// - Throws: `AnnotationError` with `imageNeeded`, `imageNotFound`, `imageAmbiguous`, `labelNotFound`,
  ///   `instanceNotFound`, `nothingWithArea`, `sizeDiffers`, `malformed` for run lengths that do not fit,
  ///   `tooLarge(.work)`, or `raster` for a size that no mask can have.
  public func mask(
    image: String? = nil, label: String? = nil, instance: InstanceChoice = .all, size: PixelSize,
    bands: Bands = .standard
  ) throws(AnnotationError) -> AnnotatedMask {
    let imageIndex = try chosenImage(image)
    let fitting = try instancesFitting(image: imageIndex, label: label)
    let chosen = try Self.chosen(instance, of: fitting)
    let picture = imageIndex.map { imageList[$0] }
    var painter = try AnnotationPainter(size: size, limits: limits, bands: bands)
    for item in chosen { try painter.paint(item, statedSize: picture?.size, normalised: kind == .yolo) }
    return AnnotatedMask(
      mask: painter.mask, kind: kind, image: picture?.title, labels: Self.labelNames(of: chosen),
      instanceCount: chosen.count, boxCount: chosen.count { $0.isBox },
      skippedShapeCount: fitting.reduce(0) { $0 + $1.skippedShapeCount } + painter.skippedShapeCount)
  }

  private func chosenImage(_ wanted: String?) throws(AnnotationError) -> Int? {
    guard let wanted else {
      guard imageList.count <= 1 else {
        throw AnnotationError(.imageNeeded, listing: AnnotationListing(images))
      }
      return imageList.indices.first
    }
    let found = imagesFitting(wanted)
    guard let first = found.first else {
      throw AnnotationError(.imageNotFound, wanted: wanted, listing: AnnotationListing(images))
    }
    guard found.count == 1 else {
      let numbers = found.map { imageList[$0].id ?? imageList[$0].title }
      throw AnnotationError(.imageAmbiguous, wanted: wanted, listing: AnnotationListing(numbers))
    }
    return first
  }

  /// The images of the first kind of agreement that any has: the name, the number, the name without folders.
  private func imagesFitting(_ wanted: String) -> [Int] {
    let named = imageList.indices.filter { imageList[$0].name == wanted }
    if !named.isEmpty { return named }
    let numbered = imageList.indices.filter { imageList[$0].id == wanted }
    if !numbered.isEmpty { return numbered }
    let last = AnnotatedImage.lastComponent(wanted)
    guard !last.isEmpty else { return [] }
    return imageList.indices.filter { index in
      imageList[index].name.map(AnnotatedImage.lastComponent) == last
    }
  }

  private func instancesFitting(
    image: Int?, label: String?
  ) throws(AnnotationError) -> [AnnotatedInstance] {
    let inImage = instances.filter { $0.image == image || $0.image == nil }
    guard let label else { return inImage }
    let named = inImage.filter { $0.label?.name == label }
    let found = named.isEmpty ? inImage.filter { $0.label?.number == label } : named
    guard !found.isEmpty else {
      throw AnnotationError(
        .labelNotFound, wanted: label, listing: AnnotationListing(Self.labelNames(of: inImage)))
    }
    return found
  }

  /// Instances without any area are not counted.
  private static func chosen(
    _ choice: InstanceChoice, of fitting: [AnnotatedInstance]
  ) throws(AnnotationError) -> [AnnotatedInstance] {
    let usable = fitting.filter { !$0.shapes.isEmpty }
    switch choice {
    case .all:
      guard !usable.isEmpty else {
        let skipped = fitting.reduce(0) { $0 + $1.skippedShapeCount }
        throw AnnotationError(.nothingWithArea, found: skipped)
      }
      return usable
    case .number(let number):
      guard number >= 1, number <= usable.count else {
        throw AnnotationError(.instanceNotFound, found: number, allowed: usable.count)
      }
      return [usable[number - 1]]
    }
  }
}
