internal import Raster

/// Unites shapes in one mask, each drawn in its own box and nowhere else.
struct AnnotationPainter {
  private(set) var mask: Mask
  /// Shapes that turned out to have no area.
  private(set) var skippedShapeCount = 0
  private let limits: AnnotationLimits
  private let bands: Bands
  private var work = 0

  /// What drawing costs however small a shape is, as a number of pixels.
  private static let stepsPerShape = 2048

  init(size: PixelSize, limits: AnnotationLimits, bands: Bands) throws(AnnotationError) {
    guard size.width > 0, size.height > 0, let count = size.pixelCount,
      count <= PixelSize.maximumPixelCount
    else {
      throw AnnotationError(
        .raster(.sizeOutOfRange(found: size, maximumPixelCount: PixelSize.maximumPixelCount)))
    }
    mask = Mask(width: size.width, height: size.height, filledWith: 0)
    self.limits = limits
    self.bands = bands
  }

  mutating func paint(
    _ instance: AnnotatedInstance, statedSize: PixelSize?, normalised: Bool
  ) throws(AnnotationError) {
    if let statedSize { try requireSize(statedSize) }
    let size = mask.size
    for shape in instance.shapes {
      try paint(normalised ? shape.scaled(to: size) : shape)
    }
  }

  private mutating func paint(_ shape: AnnotatedShape) throws(AnnotationError) {
    switch shape {
    case .polygon(let points): try paintPolygon(points)
    case .rectangle(let x, let y, let width, let height):
      let extent = Extent(left: x, top: y, right: x + width, bottom: y + height)
      try paint(within: extent, steps: 0) { [bands] (size, left, top) throws(RasterError) in
        try .rectangle(in: size, x: x - left, y: y - top, width: width, height: height, bands: bands)
      }
    case .circle(let centre, let radius): try paintCircle(centre, radius)
    case .runs(let source):
      try requireSize(source.size)
      let runs = try RunLengths(source, limits: limits)
      try spend(runs.coveredPixelCount + runs.counts.count)
      mask.withMutableWeights { runs.fill($0) }
    case .stencil(let stencil):
      let box = stencil.rectangle.intersection(PixelRect(frameOf: mask.size))
      guard !box.isEmpty else { return }
      try spend(stencil.work + Self.stepsPerShape)
      try stencil.paint(into: &mask, within: box)
    }
  }

  private mutating func paintPolygon(_ points: [Point]) throws(AnnotationError) {
    let extent = Extent(of: points)
    let frame = 0...Double(mask.height)
    var rows = 0.0
    for index in points.indices {
      let start = points[index].y.clamped(to: frame)
      let end = points[index + 1 == points.count ? 0 : index + 1].y.clamped(to: frame)
      rows += abs(end - start)
    }
    // Each edge is looked at on the 64 sample lines of each row that it crosses, and sorted among the others.
    try paint(within: extent, steps: Int(rows) * 1024) { [bands] (size, left, top) throws(RasterError) in
      let moved = points.map { Point(x: $0.x - left, y: $0.y - top) }
      return try .polygon(in: size, points: moved, rule: .nonZero, bands: bands)
    }
  }

  private mutating func paintCircle(_ centre: Point, _ radius: Double) throws(AnnotationError) {
    let extent = Extent(
      left: centre.x - radius, top: centre.y - radius, right: centre.x + radius,
      bottom: centre.y + radius)
    try paint(within: extent, steps: 0) { [bands] (size, left, top) throws(RasterError) in
      try .ellipse(
        in: size, centreX: centre.x - left, centreY: centre.y - top, radiusX: radius, radiusY: radius,
        bands: bands)
    }
  }

  /// Draws a shape in the pixels that its extent touches; `draw` gets their size and top left corner.
  private mutating func paint(
    within extent: Extent, steps: Int,
    _ draw: (PixelSize, Double, Double) throws(RasterError) -> Mask
  ) throws(AnnotationError) {
    let box = extent.pixels(in: mask.size)
    guard !box.isEmpty else { return }
    try spend(box.pixelCount + steps + Self.stepsPerShape)
    do throws(RasterError) {
      let part = try draw(box.size, Double(box.x), Double(box.y))
      mask.formUnion(part, at: box)
    } catch .shapeHasNoArea {
      skippedShapeCount += 1
    } catch {
      throw AnnotationError(.raster(error))
    }
  }

  private mutating func spend(_ steps: Int) throws(AnnotationError) {
    let (sum, overflow) = work.addingReportingOverflow(steps)
    work = overflow ? .max : sum
    try limits.check(.work, work)
  }

  private func requireSize(_ found: PixelSize) throws(AnnotationError) {
    guard found == mask.size else {
      throw AnnotationError(.sizeDiffers(found: found, expected: mask.size))
    }
  }
}

/// The smallest upright rectangle around a shape, in pixels with decimals.
private struct Extent {
  var left: Double
  var top: Double
  var right: Double
  var bottom: Double

  /// The whole pixels of the frame that the rectangle touches; empty when there are none.
  func pixels(in frame: PixelSize) -> PixelRect {
    let across = 0...Double(frame.width)
    let down = 0...Double(frame.height)
    let x = Int(left.rounded(.down).clamped(to: across))
    let y = Int(top.rounded(.down).clamped(to: down))
    let endX = Int(right.rounded(.up).clamped(to: across))
    let endY = Int(bottom.rounded(.up).clamped(to: down))
    return PixelRect(x: x, y: y, width: endX - x, height: endY - y)
  }
}

extension Extent {
  init(of points: [Point]) {
    self.init(left: .infinity, top: .infinity, right: -.infinity, bottom: -.infinity)
    for point in points {
      left = min(left, point.x)
      top = min(top, point.y)
      right = max(right, point.x)
      bottom = max(bottom, point.y)
    }
  }
}

extension PixelRect {
  fileprivate var pixelCount: Int { isEmpty ? 0 : width * height }
}

extension Double {
  fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
    min(max(self, range.lowerBound), range.upperBound)
  }
}

extension Mask {
  /// Takes the larger weight inside a rectangle that has the part's size and lies in the frame.
  fileprivate mutating func formUnion(_ part: Mask, at box: PixelRect) {
    let width = width
    withMutableWeights { weights in
      part.weights.withUnsafeBufferPointer { others in
        for row in 0..<box.height {
          let target = (box.y + row) * width + box.x
          let source = row * box.width
          for column in 0..<box.width {
            weights[target + column] = max(weights[target + column], others[source + column])
          }
        }
      }
    }
  }
}
