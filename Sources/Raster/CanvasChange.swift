/// Where the old picture stays when its frame becomes larger than it.
public enum CanvasAnchor: String, CaseIterable, Hashable, Sendable, Codable {
  case topLeft = "top-left"
  case top
  case topRight = "top-right"
  case left, centre, right
  case bottomLeft = "bottom-left"
  case bottom
  case bottomRight = "bottom-right"

  /// The pixels before the picture out of `slack` spare ones in each direction; the smaller half for the
  /// middle.
  func offset(in slack: PixelSize) -> (x: Int, y: Int) {
    let x =
      switch self {
      case .topLeft, .left, .bottomLeft: 0
      case .top, .centre, .bottom: slack.width / 2
      case .topRight, .right, .bottomRight: slack.width
      }
    let y =
      switch self {
      case .topLeft, .top, .topRight: 0
      case .left, .centre, .right: slack.height / 2
      case .bottomLeft, .bottom, .bottomRight: slack.height
      }
    return (x, y)
  }
}

/// What new parts of a canvas show.
public enum CanvasFill: Hashable, Sendable {
  /// Black of alpha 0.
  case transparent
  /// The nearest pixel of the picture, its alpha too.
  case edge
  case colour(Colour)
}

/// A change of a picture's frame: pure geometry, the same for a picture and its masks.
public enum CanvasChange: Hashable, Sendable {
  /// So many new pixels along each side, none negative.
  case extend(left: Int = 0, top: Int = 0, right: Int = 0, bottom: Int = 0)
  /// Only the pixels inside the rectangle.
  case crop(PixelRect)
  /// A frame of this size, neither side shorter than the picture's, with the picture at the anchor.
  case pad(to: PixelSize, anchor: CanvasAnchor = .centre)
  /// A frame of this size, with the picture enlarged or reduced to the largest size of its ratio that lies
  /// inside. The side that does not fill the frame is rounded to the nearest pixel, at least 1.
  case fit(in: PixelSize, anchor: CanvasAnchor = .centre)

  /// The size of a picture after the change.
  ///
  /// - Throws: `numberOutOfRange` for a negative margin; `rectangleOutsideFrame` for a crop that is empty or
  ///   leaves the frame; `sizeTooSmall` for padding to a shorter side; `sizeOutOfRange` for a frame without
  ///   pixels or above `PixelSize.maximumPixelCount`.
  public func size(from old: PixelSize) throws(RasterError) -> PixelSize {
    try layout(from: old).frame
  }

  /// Where the old picture lies afterwards; for a crop, the part that is left.
  ///
  /// - Throws: As `size(from:)` does.
  public func placement(from old: PixelSize) throws(RasterError) -> PixelRect {
    let layout = try layout(from: old)
    return layout.content.intersection(PixelRect(frameOf: layout.frame))
  }

  /// The new frame, and the old picture in it: scaled when its size differs, cut off where it lies outside.
  struct Layout {
    let frame: PixelSize
    let content: PixelRect
  }

  func layout(from old: PixelSize) throws(RasterError) -> Layout {
    let old = try old.validated()
    switch self {
    case .extend(let left, let top, let right, let bottom):
      return try Self.extended(old, left: left, top: top, right: right, bottom: bottom)
    case .crop(let rect):
      try rect.requireInside(old)
      return Layout(
        frame: rect.size,
        content: PixelRect(x: -rect.x, y: -rect.y, width: old.width, height: old.height))
    case .pad(let size, let anchor):
      let frame = try size.validated()
      guard size.width >= old.width, size.height >= old.height else {
        throw .sizeTooSmall(found: size, minimum: old)
      }
      return Self.placed(old, in: frame, anchor: anchor)
    case .fit(let size, let anchor):
      let frame = try size.validated()
      return Self.placed(Self.scaled(old, into: frame), in: frame, anchor: anchor)
    }
  }

  private static func extended(
    _ old: PixelSize, left: Int, top: Int, right: Int, bottom: Int
  ) throws(RasterError) -> Layout {
    let margins = 0...PixelSize.maximumPixelCount
    for (name, margin) in [("left", left), ("top", top), ("right", right), ("bottom", bottom)] {
      guard margins.contains(margin) else {
        throw .numberOutOfRange(name: name, found: margin, allowed: margins)
      }
    }
    let frame = PixelSize(
      width: old.width + left + right, height: old.height + top + bottom)
    return Layout(
      frame: try frame.validated(),
      content: PixelRect(x: left, y: top, width: old.width, height: old.height))
  }

  private static func placed(_ content: PixelSize, in frame: PixelSize, anchor: CanvasAnchor)
    -> Layout
  {
    let slack = PixelSize(
      width: frame.width - content.width, height: frame.height - content.height)
    let offset = anchor.offset(in: slack)
    return Layout(
      frame: frame,
      content: PixelRect(x: offset.x, y: offset.y, width: content.width, height: content.height))
  }

  /// The largest size inside `frame` with the ratio of `old`; products stay below 2^61.
  private static func scaled(_ old: PixelSize, into frame: PixelSize) -> PixelSize {
    func rounded(_ side: Int, _ numerator: Int, _ denominator: Int) -> Int {
      max((2 * side * numerator + denominator) / (2 * denominator), 1)
    }
    if frame.width * old.height <= frame.height * old.width {
      let height = rounded(old.height, frame.width, old.width)
      return PixelSize(width: frame.width, height: min(height, frame.height))
    }
    let width = rounded(old.width, frame.height, old.height)
    return PixelSize(width: min(width, frame.width), height: frame.height)
  }
}
