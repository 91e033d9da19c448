internal import Codecs
public import EditModel
public import Raster
internal import Store

/// A mask with its figures.
public struct MaskReport: Hashable, Sendable {
  public let mask: MaskVersion
  public let facts: MaskFacts
  /// True when new instructions get this mask.
  public let isInUse: Bool
  /// True when the mask's size is that of the current picture.
  public let fitsCurrentPicture: Bool
}

extension Session {
  /// Makes a mask of the current picture's size and takes it into use.
  ///
  /// - Throws: `Problem` with code `badName`, `badValue` (a shape's numbers), or about the file.
  @discardableResult
  public func makeMask(_ name: String, _ shape: MaskShape) throws(Problem) -> MaskReport {
    try checkName(name)
    let text = "mask \(shape.commandText) --name \(name)"
    try write(text) { () throws(Problem) in
      try replacement(of: name, with: try drawn(shape), recipe: [text])
    }
    return try maskReport(name)
  }

  /// Changes a mask; instructions that are queued keep the mask as it was.
  @discardableResult
  public func changeMask(_ name: String, _ change: MaskChange) throws(Problem) -> MaskReport {
    let text = "mask \(change.commandText) --name \(name)"
    try write(text) { () throws(Problem) in
      let old = try existingMask(name)
      let changed = try applied(change, to: try pictures.mask(old.stored))
      return try replacement(of: name, with: changed, recipe: old.recipe + [text])
    }
    return try maskReport(name)
  }

  /// Names the mask that new instructions get; `nil` for none.
  public func useMask(_ name: String?) throws(Problem) {
    try write("mask \(name.map { "use \($0)" } ?? "none")") { () throws(Problem) in
      if let name { _ = try existingMask(name) }
      return Draft(changes: [(.set("mask"), name.map(ViewValue.text))])
    }
  }

  /// Forgets a mask; instructions that are queued with it keep it.
  public func removeMask(_ name: String) throws(Problem) {
    try write("mask remove \(name)") { () throws(Problem) in
      _ = try existingMask(name)
      let inUse = view.maskInUse == name
      return Draft(changes: [(.mask(name), nil)] + (inUse ? [(.set("mask"), nil)] : []))
    }
  }

  /// The session's masks by name.
  public func masks() throws(Problem) -> [MaskReport] {
    try catchUp()
    var reports: [MaskReport] = []
    for mask in view.masks { reports.append(try maskReport(mask.name)) }
    return reports
  }

  /// One mask with its figures.
  public func maskReport(_ name: String) throws(Problem) -> MaskReport {
    try catchUp()
    let mask = try existingMask(name)
    return MaskReport(
      mask: mask, facts: try pictures.maskFacts(mask.stored),
      isInUse: view.maskInUse == name,
      fitsCurrentPicture: mask.stored.size == (try currentRound()).picture.size)
  }

  /// The mask's weights.
  public func maskWeights(_ name: String) throws(Problem) -> Mask {
    try pictures.mask(try existingMask(name).stored)
  }

  func existingMask(_ name: String) throws(Problem) -> MaskVersion {
    guard let mask = view.mask(named: name) else {
      throw Problem(.unknownMask, name, allowed: view.masks.map(\.name))
    }
    return mask
  }

  private func replacement(
    of name: String, with mask: Mask, recipe: [String]
  ) throws(Problem) -> Draft {
    let version = MaskVersion(name: name, stored: try pictures.store(mask), recipe: recipe)
    return Draft(changes: [(.mask(name), .mask(version)), (.set("mask"), .text(name))])
  }

  private func drawn(_ shape: MaskShape) throws(Problem) -> Mask {
    let size = try currentRound().picture.size
    if case .file(let path, let polarity) = shape {
      return try loadedMask(path, polarity: polarity, size: size)
    }
    if case .polygon(let points) = shape, let odd = points.first(where: { $0.count != 2 }) {
      throw Problem(
        .badValue, "mask", found: "a corner of \(odd.count) numbers", allowed: ["x and y for each corner"])
    }
    return try problem(about: "mask") { () throws(RasterError) in
      try shape.mask(in: size, bands: configuration.bands)
    }
  }

  private func loadedMask(
    _ path: String, polarity: MaskShape.FilePolarity, size: PixelSize
  ) throws(Problem) -> Mask {
    let bytes = try UserFiles(configuration).read(path)
    let reading = try problem(about: path) { () throws(CodecError) in
      try PNG.decodeMask(bytes, interpretation: polarity.codec)
    }
    guard reading.mask.size == size else {
      throw Problem(.sizeDiffers, path, found: "\(reading.mask.size)", allowed: ["\(size)"])
    }
    if polarity == .automatic {
      notices.append(
        Notice(.polarity(.init(codec: reading.polarity), reason: reading.reason.rawValue)))
    }
    return reading.mask
  }

  private func applied(_ change: MaskChange, to mask: Mask) throws(Problem) -> Mask {
    let bands = configuration.bands
    let other: Mask? =
      switch change {
      case .union(let name), .subtract(let name), .intersect(let name):
        try pictures.mask(try existingMask(name).stored)
      default: nil
      }
    return try problem(about: "mask") { () throws(RasterError) in
      switch (change, other) {
      case (.union, let other?): try mask.union(other, bands: bands)
      case (.subtract, let other?): try mask.subtracting(other, bands: bands)
      case (.intersect, let other?): try mask.intersection(other, bands: bands)
      case (.grow(let radius), _): try mask.grown(by: radius, bands: bands)
      case (.shrink(let radius), _): try mask.shrunk(by: radius, bands: bands)
      case (.feather(let sigma), _): try mask.feathered(sigma: sigma, bands: bands)
      default: mask.inverted()
      }
    }
  }
}

extension MaskShape {
  /// The shape's weights; files are read by the session.
  fileprivate func mask(in size: PixelSize, bands: Bands) throws(RasterError) -> Mask {
    switch self {
    case .rectangle(let x, let y, let width, let height):
      try .rectangle(in: size, x: x, y: y, width: width, height: height, bands: bands)
    case .ellipse(let x, let y, let radiusX, let radiusY):
      try .ellipse(in: size, centreX: x, centreY: y, radiusX: radiusX, radiusY: radiusY, bands: bands)
    case .polygon(let points):
      try .polygon(
        in: size, points: points.map { Point(x: $0[0], y: $0[1]) }, rule: .nonZero, bands: bands)
    case .all, .file:
      Mask(width: size.width, height: size.height, filledWith: 255)
    }
  }
}

extension MaskShape.FilePolarity {
  fileprivate var codec: MaskInterpretation {
    switch self {
    case .white: .stated(.whiteIsEdit)
    case .black: .stated(.blackIsEdit)
    case .alpha: .stated(.alphaZeroIsEdit)
    case .automatic: .automatic
    }
  }

  fileprivate init(codec: MaskPolarity) {
    switch codec {
    case .whiteIsEdit: self = .white
    case .blackIsEdit: self = .black
    case .alphaZeroIsEdit: self = .alpha
    }
  }
}
