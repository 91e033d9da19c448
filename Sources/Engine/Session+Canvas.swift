public import EditModel
public import Raster
internal import Store

/// A round that a change of the frame has made.
public struct CanvasReport: Hashable, Sendable {
  public let round: Round
  /// The name of the mask that covers what is new; `nil` when nothing is.
  public let border: String?
  /// The named masks that went along.
  public let carriedMasks: [String]
  /// The queued instructions whose masks went along.
  public let carriedInstructions: [QueueID]
}

extension Session {
  /// Changes the frame of the current picture: a new round, with every mask of its size carried along.
  ///
  /// Masks, named ones and those of queued instructions, move and scale as the picture does; what is new has
  /// weight 0 in them. Where there is something new, a mask covers it and is taken into use.
  ///
  /// - Parameter wanted: The name of that mask, which replaces one of the same name; `nil` takes `border`, or
  ///   the next free name after it.
  /// - Throws: `Problem` with code `badName`, `badValue` (a rectangle outside the picture), `tooLarge`.
  @discardableResult
  public func changeCanvas(
    _ change: CanvasChange, fill: CanvasFill = .transparent, border wanted: String? = nil
  ) throws(Problem) -> CanvasReport {
    if let wanted { try checkName(wanted) }
    try beginWriting()
    let border = wanted ?? freeBorderName
    let text = "canvas " + change.commandText(fill: fill, border: border)
    let canvas = try CanvasWork(change: change, base: try currentRound(), fill: fill, in: self)
    let cover = try cover(canvas, name: border, recipe: text)
    let named = try carriedMasks(canvas).filter { cover.isEmpty || $0.0 != .mask(border) }
    let queued = try carriedQueue(canvas)
    let round = Round(
      id: RoundID(folder.nextRound), parent: canvas.base.id, kind: .canvas,
      picture: try pictures.store(canvas.picture), canvas: text, time: configuration.surroundings.now())
    try write(text) { () throws(Problem) in
      Draft(changes: [(.at, .round(round.id))] + named + queued + cover, rounds: [round])
    }
    return CanvasReport(
      round: round, border: cover.isEmpty ? nil : border,
      carriedMasks: named.compactMap { $0.0.maskName },
      carriedInstructions: queued.compactMap { $0.0.queueID })
  }

  /// `border`, or with a number where that is taken.
  private var freeBorderName: String {
    let names = Set(view.masks.map(\.name))
    guard names.contains("border") else { return "border" }
    let number = (2...).first { !names.contains("border-\($0)") } ?? 2
    return "border-\(number)"
  }

  private func carriedMasks(_ canvas: CanvasWork) throws(Problem) -> [(ViewKey, ViewValue?)] {
    var changes: [(ViewKey, ViewValue?)] = []
    for mask in view.masks where mask.stored.size == canvas.base.picture.size {
      changes.append((.mask(mask.name), .mask(try carried(mask, canvas))))
    }
    return changes
  }

  private func carriedQueue(_ canvas: CanvasWork) throws(Problem) -> [(ViewKey, ViewValue?)] {
    var changes: [(ViewKey, ViewValue?)] = []
    for entry in view.queue {
      guard let instruction = entry.instruction, let mask = instruction.mask,
        mask.stored.size == canvas.base.picture.size
      else { continue }
      let moved = instruction.with(mask: try carried(mask, canvas))
      changes.append(
        (.queue(entry.id), .entry(QueueEntry(item: .instruction(moved), rank: entry.rank, hold: entry.hold))))
    }
    return changes
  }

  private func carried(_ mask: MaskVersion, _ canvas: CanvasWork) throws(Problem) -> MaskVersion {
    let weights = try pictures.mask(mask.stored)
    let moved = try problem(about: "canvas") { () throws(RasterError) in
      try canvas.change.applied(to: weights, bands: configuration.bands)
    }
    return MaskVersion(
      name: mask.name, stored: try pictures.store(moved), recipe: mask.recipe + [canvas.text])
  }

  /// The mask over what is new, and its being in use; nothing where nothing is new.
  private func cover(
    _ canvas: CanvasWork, name: String, recipe: String
  ) throws(Problem) -> [(ViewKey, ViewValue?)] {
    let size = canvas.base.picture.size
    let area = try problem(about: "canvas") { () throws(RasterError) in
      try canvas.change.newArea(from: size)
    }
    guard let area else { return [] }
    let version = MaskVersion(name: name, stored: try pictures.store(area), recipe: [recipe])
    return [(.mask(name), .mask(version)), (.set("mask"), .text(name))]
  }
}

/// One change of the frame and the picture that it gives.
private struct CanvasWork {
  let change: CanvasChange
  let base: Round
  let picture: Bitmap
  /// What masks remember of it.
  let text: String

  init(
    change: CanvasChange, base: Round, fill: CanvasFill, in session: isolated Session
  ) throws(Problem) {
    let size = try problem(about: "canvas") { () throws(RasterError) in
      try change.size(from: base.picture.size)
    }
    try PictureBounds.check(size, of: "canvas")
    let old = try session.pictures.bitmap(base.picture)
    picture = try problem(about: "canvas") { () throws(RasterError) in
      try change.applied(to: old, fill: fill, bands: session.configuration.bands)
    }
    self.change = change
    self.base = base
    text = "canvas " + change.commandText
  }
}

extension ViewKey {
  fileprivate var maskName: String? {
    guard case .mask(let name) = self else { return nil }
    return name
  }

  fileprivate var queueID: QueueID? {
    guard case .queue(let id) = self else { return nil }
    return id
  }
}

extension CanvasChange {
  /// The command that makes this change, as it could be typed; what goes without saying is left out.
  fileprivate func commandText(fill: CanvasFill, border: String) -> String {
    guard !isCrop else { return commandText }
    return commandText + (fill == .transparent ? "" : " --fill \(fill.typed)")
      + (border == "border" ? "" : " --mask \(border)")
  }

  fileprivate var commandText: String {
    switch self {
    case .extend(let left, let top, let right, let bottom):
      "extend"
        + [("left", left), ("top", top), ("right", right), ("bottom", bottom)].filter { $0.1 != 0 }
        .map { " --\($0.0) \($0.1)" }.joined()
    case .crop(let rect): "crop \(rect.x) \(rect.y) \(rect.width) \(rect.height)"
    case .pad(let size, let anchor): "pad \(size)" + anchor.typed
    case .fit(let size, let anchor): "fit \(size)" + anchor.typed
    }
  }

  private var isCrop: Bool {
    if case .crop = self { return true }
    return false
  }
}

extension CanvasAnchor {
  fileprivate var typed: String { self == .centre ? "" : " --at \(rawValue)" }
}

extension CanvasFill {
  fileprivate var typed: String {
    switch self {
    case .transparent: "transparent"
    case .edge: "edge"
    case .colour(let colour): colour.hex
    }
  }
}
