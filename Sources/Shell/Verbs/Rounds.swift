internal import EditModel
internal import Engine
internal import Raster

extension Shell {
  func log(asTree: Bool) async throws(Problem) -> Answer {
    let reports = try await current().log()
    let lines = asTree ? RoundTree(reports).lines : reports.map(\.line)
    return Answer(lines, .members(["rounds": .array(reports.map(\.json))]))
  }

  func go(_ selector: Selector) async throws(Problem) -> Answer {
    let report = try await current().go(selector)
    return Answer(report.line, report.json)
  }

  func show(_ request: ShowRequest) async throws(Problem) -> Answer {
    let session = try current()
    if request.layer != .picture, request.destination == nil {
      throw Problem(
        .usage, "show", found: "--\(request.layer)", allowed: ["show --\(request.layer) --save FILE.png"])
    }
    let report = try await session.show(request.selector)
    var lines = report.lines
    if let actual = try await session.actual(of: report.round) { lines.append("cost     \(actual.words)") }
    guard let destination = request.destination else { return Answer(lines, report.json) }
    let saved = try await session.save(
      request.selector, layer: request.layer.engine, to: destination.path,
      options: SaveOptions(force: destination.replaces))
    return Answer(lines + saved.lines, saved.json)
  }

  /// The picture itself where the output is a terminal, and what it is.
  func view(_ selector: Selector) async throws(Problem) -> Answer {
    let session = try current()
    let report = try await session.show(selector)
    if console.canvas == nil {
      console.note("a picture is drawn in a terminal only; show \(report.round.id) --save FILE writes it")
    }
    return Answer(
      [report.line], report.json, picture: try await session.bitmap(.round(report.round.id)))
  }

  func tag(_ request: TagRequest) async throws(Problem) -> Answer {
    let session = try current()
    switch request {
    case .add(let name, let selector):
      let round = try await session.tag(name, selector)
      return Answer(
        "tag \(name): round \(round.id)",
        .members(["tag": .string(name), "round": .string(round.id.description)]))
    case .remove(let name):
      try await session.removeTag(name)
      return Answer("tag \(name) removed", .members(["tag": .string(name), "round": nil]))
    }
  }

  func judge(
    _ verdict: Judgement.Verdict, _ selector: Selector, reason: String?
  ) async throws(Problem) -> Answer {
    let session = try current()
    let round = try await session.judge(verdict, selector, reason: reason)
    let report = try await session.show(.round(round.id))
    return Answer(report.line, report.json)
  }
}

extension ShowRequest.Layer {
  fileprivate var engine: RoundLayer {
    switch self {
    case .picture: .picture
    case .mask: .mask
    case .raw: .raw
    }
  }
}

extension RoundReport {
  /// Everything that is known of the round, for `show`.
  var lines: [String] {
    var lines = ["round \(line.drop { $0 == "@" || $0 == " " })"]
    lines.append("picture  \(round.picture.size), pixels \(round.picture.pixels.short)")
    if let parent = round.parent { lines.append("parent   round \(parent)") }
    if let canvas = round.canvas { lines.append("made by  \(canvas)") }
    if let maker = round.maker {
      let attempt = maker.attempt.map { ", attempt \($0)" } ?? ""
      lines.append("made by  \(maker.provider) \(maker.model)\(attempt)")
    }
    lines += verificationLines
    lines.append("time     \(round.time)")
    return lines
  }

  private var verificationLines: [String] {
    guard let verification = round.verification else { return [] }
    var lines = verification.instructions.map { result in
      "\(pad(result.id.description, 8)) \(result.outcome.words): \(result.inside.words)"
    }
    if let before = verification.outsideBefore { lines.append("outside  before composing: \(before.words)") }
    if let after = verification.outsideAfter {
      lines.append("outside  after composing: \(after.words)")
    } else {
      lines.append("outside  nothing is locked: an instruction without a mask may change every pixel")
    }
    if let seam = verification.seamRatio { lines.append("edge     step \(Self.ratio(seam)) × the parent's") }
    lines.append("verdict  \(verification.words)")
    return lines
  }

  private static func ratio(_ value: Double) -> String {
    let hundredths = Int((min(max(value, 0), 9999) * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}

extension Verification.Outcome {
  var words: String {
    switch self {
    case .done: "done"
    case .notDone: "not done"
    case .cannotTell: "whole picture"
    }
  }
}

extension Verification.Finding {
  var words: String {
    switch self {
    case .lockBroken: "a locked pixel changed"
    case .sizeDiffers: "the size differs"
    case .flat: "the picture is one colour"
    case .nothingDone: "nothing changed where it should"
    case .partlyDone: "an instruction changed nothing"
    case .seam: "the mask's edge shows"
    case .colourShift: "the colours outside came back changed"
    case .indistinct: "a mask's place changed no more than the rest"
    case .alphaMissing: "no transparency came"
    case .rescaled: "another size came and was scaled"
    case .otherFormat: "another file format came"
    }
  }
}
