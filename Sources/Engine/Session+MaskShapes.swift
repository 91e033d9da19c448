internal import Codecs
internal import EditModel
internal import Raster

extension Session {
  /// The weights of a new mask of the current picture's size.
  func drawn(_ shape: MaskShape) throws(Problem) -> Mask {
    let round = try currentRound()
    if case .file(let path, let options) = shape {
      return try loadedMask(path, options, size: round.picture.size)
    }
    if case .between(let first, let second, let tolerance) = shape {
      return try differing(first, second, tolerance: tolerance)
    }
    if shape.readsPicture {
      let picture = try pictures.bitmap(round.picture)
      return try problem(about: "mask") { () throws(RasterError) in
        try shape.selected(in: picture, bands: configuration.bands)
      }
    }
    return try problem(about: "mask") { () throws(RasterError) in
      try shape.outlined(in: round.picture.size, bands: configuration.bands)
    }
  }

  private func differing(
    _ first: Selector, _ second: Selector, tolerance: Int
  ) throws(Problem) -> Mask {
    let pair = (try resolve(first), try resolve(second))
    let (one, other) = (try pictures.bitmap(pair.0.picture), try pictures.bitmap(pair.1.picture))
    return try problem(about: "round \(pair.1.id)") { () throws(RasterError) in
      try one.differenceMask(from: other, tolerance: tolerance, bands: configuration.bands)
    }
  }
}

extension MaskShape {
  /// True when the pixels of the current picture decide.
  fileprivate var readsPicture: Bool {
    switch self {
    case .wand, .key, .luma, .alpha: true
    default: false
    }
  }

  fileprivate func selected(in picture: Bitmap, bands: Bands) throws(RasterError) -> Mask {
    switch self {
    case .wand(let x, let y, let tolerance, let contiguous):
      try picture.wand(
        at: Point(x: x, y: y), tolerance: tolerance, contiguous: contiguous, bands: bands)
    case .key(let colour, let tolerance, let softness):
      try picture.colourKey(colour, tolerance: tolerance, softness: softness, bands: bands)
    case .luma(let range, let softness):
      try picture.lumaRange(range, softness: softness, bands: bands)
    default: picture.transparencyMask(bands: bands)
    }
  }

  fileprivate func outlined(in size: PixelSize, bands: Bands) throws(RasterError) -> Mask {
    switch self {
    case .rectangle(let x, let y, let width, let height, let radius):
      try .rectangle(
        in: size, x: x, y: y, width: width, height: height, cornerRadius: radius, bands: bands)
    case .ellipse(let x, let y, let radiusX, let radiusY):
      try .ellipse(in: size, centreX: x, centreY: y, radiusX: radiusX, radiusY: radiusY, bands: bands)
    case .polygon(let rings, let rule):
      try .polygon(in: size, rings: rings, rule: rule, bands: bands)
    case .brush(let path, let radius, let hardness):
      try .brush(in: size, path: path, radius: radius, hardness: hardness, bands: bands)
    case .border(let width):
      try .border(in: size, width: width, bands: bands)
    default:
      Mask(width: size.width, height: size.height, filledWith: 255)
    }
  }
}
