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
    return noted(try maskReport(name))
  }

  /// Tells of a mask that covers nothing, so that nobody finds out at the run.
  private func noted(_ report: MaskReport) -> MaskReport {
    if report.facts.isEmpty { notices.append(Notice(.maskCoversNothing(report.mask.name))) }
    return report
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
    return noted(try maskReport(name))
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

  private func applied(_ change: MaskChange, to mask: Mask) throws(Problem) -> Mask {
    let bands = configuration.bands
    let other = try change.other.map { name throws(Problem) in
      try pictures.mask(try existingMask(name).stored)
    }
    let size = try currentRound().picture.size
    if change == .fit, mask.size != size {
      notices.append(Notice(.maskScaled(from: mask.size, to: size, kernel: Mask.resampling.rawValue)))
    }
    return try problem(about: "mask") { () throws(RasterError) in
      try change.applied(to: mask, with: other, fitting: size, bands: bands)
    }
  }
}

extension MaskChange {
  /// The name of the second mask, where there is one.
  fileprivate var other: String? {
    switch self {
    case .union(let name), .subtract(let name), .intersect(let name): name
    default: nil
    }
  }

  fileprivate func applied(
    to mask: Mask, with other: Mask?, fitting size: PixelSize, bands: Bands
  ) throws(RasterError) -> Mask {
    switch (self, other) {
    case (.union, let other?): try mask.union(other, bands: bands)
    case (.subtract, let other?): try mask.subtracting(other, bands: bands)
    case (.intersect, let other?): try mask.intersection(other, bands: bands)
    case (.grow(let radius), _): try mask.grown(by: radius, bands: bands)
    case (.shrink(let radius), _): try mask.shrunk(by: radius, bands: bands)
    case (.feather(let sigma), _): try mask.feathered(sigma: sigma, bands: bands)
    case (.threshold(let level), _): try mask.thresholded(at: level, bands: bands)
    case (.fill(let area), _): mask.fillingHoles(upTo: area)
    case (.clean(let area), _): mask.cleaningSpecks(upTo: area)
    case (.fit, _): try mask.resized(to: size, bands: bands)
    case (.invert, _): mask.inverted(bands: bands)
    case (.union, nil), (.subtract, nil), (.intersect, nil):
      preconditionFailure("a combination has been given its other mask")
    }
  }
}
