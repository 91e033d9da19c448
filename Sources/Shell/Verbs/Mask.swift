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
    case .use, .useNone, .list, .remove, .show, .save:
      return try await maskBookkeeping(request, in: session)
    }
  }

  private func maskBookkeeping(
    _ request: MaskRequest, in session: Session
  ) async throws(Problem) -> Answer {
    switch request {
    case .use(let name):
      try await session.useMask(name)
    case .useNone:
      try await session.useMask(nil)
    case .remove(let name):
      try await session.removeMask(name)
    case .show(let name, let destination?):
      let saved = try await session.saveMaskPreview(
        name, to: destination.path, force: destination.replaces)
      return Answer(saved.line, saved.json)
    case .show(let name, nil):
      return Answer(try await session.maskReport(name))
    case .save(let name, let destination):
      let saved = try await session.saveMask(name, to: destination.path, force: destination.replaces)
      return Answer(saved.line, saved.json)
    case .list, .make, .combine, .change:
      break
    }
    return Answer(try await session.masks())
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

extension MaskReport {
  fileprivate var line: String {
    let box = facts.bounds.map { "\($0)" } ?? "nothing"
    let size = fitsCurrentPicture ? "" : " · \(mask.stored.size), not the picture's size"
    return "\(pad(mask.name, 12)) \(share) % editable, \(box)\(isInUse ? " · in use" : "")\(size)"
  }

  fileprivate var lines: [String] { [line] + mask.recipe.map { "  \($0)" } }

  /// The share of pixels with a weight above 0, in per cent with one decimal.
  private var share: String {
    let tenths = (facts.editablePixelCount * 1000 + facts.pixelCount / 2) / max(facts.pixelCount, 1)
    return tenths == 0 && !facts.isEmpty ? "under 0.1" : "\(tenths / 10).\(tenths % 10)"
  }

  fileprivate var json: JSONValue {
    .members([
      "mask": .string(mask.name), "in_use": .bool(isInUse), "picture": mask.stored.json,
      "pixels": .integer(facts.pixelCount), "editable": .integer(facts.editablePixelCount),
      "full": .integer(facts.fullPixelCount),
      "box": facts.bounds.map {
        .members([
          "x": .integer($0.x), "y": .integer($0.y), "width": .integer($0.width),
          "height": .integer($0.height),
        ])
      },
      "recipe": .strings(mask.recipe), "fits": .bool(fitsCurrentPicture),
    ])
  }
}
