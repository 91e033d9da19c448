internal import EditModel
internal import Engine
internal import Raster

extension Shell {
  func mask(_ request: MaskRequest) async throws(Problem) -> Answer {
    let session = try current()
    switch request {
    case .make(let shape, let name):
      let size = try await pictureSize(of: session)
      return Answer(try await session.makeMask(name, shape.resolved(in: size)))
    case .combine(let combination, let other, let target):
      let name = try await self.target(target, in: session)
      return Answer(try await session.changeMask(name, combination.change(with: other)))
    case .change(let change, let target):
      let name = try await self.target(target, in: session)
      let size = try await pictureSize(of: session)
      return Answer(try await session.changeMask(name, change.resolved(in: size)))
    case .explain(let name):
      let name = try await self.target(name, in: session)
      return Answer(try await session.explainMask(name))
    case .lint(let request):
      return try await lint(request, in: session)
    case .show(let name, let destination):
      return try await show(try await self.target(name, in: session), destination, in: session)
    case .save(let name, let destination, let polarity):
      let saved = try await session.saveMask(
        name, to: destination.path, as: polarity.engine, force: destination.replaces)
      return Answer(saved.lines, saved.json)
    case .use, .useNone, .list, .remove:
      return try await maskBookkeeping(request, in: session)
    }
  }

  private func maskBookkeeping(
    _ request: MaskRequest, in session: Session
  ) async throws(Problem) -> Answer {
    switch request {
    case .use(let name): try await session.useMask(name)
    case .useNone: try await session.useMask(nil)
    case .remove(let name): try await session.removeMask(name)
    default: break
    }
    return Answer(try await session.masks())
  }

  /// The picture with the mask on it: in the terminal, or in a file.
  private func show(
    _ name: String, _ destination: Destination?, in session: Session
  ) async throws(Problem) -> Answer {
    guard let destination else {
      let report = try await session.maskReport(name)
      var preview: Bitmap?
      if let room = console.canvas?.pixels, report.fitsCurrentPicture {
        preview = try await session.maskPreview(name, within: room)
      }
      return Answer(report.lines, report.json, picture: preview)
    }
    let saved = try await session.saveMaskPreview(
      name, to: destination.path, force: destination.replaces)
    return Answer(saved.lines, saved.json)
  }

  private func lint(_ request: MaskLintRequest, in session: Session) async throws(Problem) -> Answer {
    switch request.subject {
    case .mask(let name):
      let name = try await target(name, in: session)
      return Answer(try await session.lintMask(name), isStrict: request.isStrict)
    case .file(let path, let polarity):
      return Answer(
        try await session.lintMaskFile(path, polarity: polarity.engine), isStrict: request.isStrict)
    }
  }

  private func target(_ name: String?, in session: Session) async throws(Problem) -> String {
    if let name { return name }
    let status = try await session.status()
    guard let inUse = status.maskInUse else {
      throw Problem(.usage, "mask", found: nil, allowed: ["mask use NAME", "--name NAME"])
    }
    return inUse
  }

  private func pictureSize(of session: Session) async throws(Problem) -> PixelSize {
    try await session.show(.current(back: 0)).round.picture.size
  }
}

extension Answer {
  fileprivate init(_ report: MaskReport) {
    self.init(report.lines, report.json)
  }

  fileprivate init(_ reports: [MaskReport]) {
    self.init(
      reports.isEmpty ? ["no masks"] : reports.map(\.line),
      .members(["masks": .array(reports.map(\.json))]))
  }
}

extension PixelRect {
  var json: JSONValue {
    .members([
      "x": .integer(x), "y": .integer(y), "width": .integer(width), "height": .integer(height),
    ])
  }
}

extension MaskReport {
  var line: String {
    let box = facts.bounds.map { "\($0)" } ?? "nothing"
    let size = fitsCurrentPicture ? "" : " · \(mask.stored.size), not the picture's size"
    return "\(pad(mask.name, 12)) \(share) % editable, \(box)\(isInUse ? " · in use" : "")\(size)"
  }

  var lines: [String] { [line] + mask.recipe.map { "  \($0)" } }

  /// The share of pixels with a weight above 0, in per cent with one decimal.
  private var share: String {
    let tenths = (facts.editablePixelCount * 1000 + facts.pixelCount / 2) / max(facts.pixelCount, 1)
    return tenths == 0 && !facts.isEmpty ? "under 0.1" : "\(tenths / 10).\(tenths % 10)"
  }

  var json: JSONValue {
    .members([
      "mask": .string(mask.name), "in_use": .bool(isInUse), "picture": mask.stored.json,
      "pixels": .integer(facts.pixelCount), "editable": .integer(facts.editablePixelCount),
      "full": .integer(facts.fullPixelCount),
      "box": facts.bounds?.json,
      "recipe": .strings(mask.recipe), "fits": .bool(fitsCurrentPicture),
    ])
  }
}
