internal import Billing
internal import EditModel
internal import Engine

extension Shell {
  /// `use PROVIDER[:MODEL]`.
  func use(_ provider: String, model: String?) async throws(Problem) -> Answer {
    let session = try current()
    if let model {
      guard provider != EmbeddedProvider.name else {
        throw Problem(.unsupported, "model", found: model, allowed: ["no choice of models on local"])
      }
      try await session.set("model", to: model)
    }
    try await session.set("provider", to: provider)
    let keys = provider == EmbeddedProvider.name ? ["provider"] : ["provider", "model", "quality"]
    var reports: [SettingReport] = []
    for key in keys { reports.append(try await session.get(key)) }
    let missing = try await session.serviceTerms()?.missing
    if let missing { console.note("\(missing), so run will refuse") }
    return Answer(reports)
  }

  func set(_ key: String, to value: String) async throws(Problem) -> Answer {
    try await current().set(key, to: value)
    return try await get(key)
  }

  func get(_ key: String?) async throws(Problem) -> Answer {
    let session = try current()
    let reports =
      if let key { [try await session.get(key)] } else { try await session.settings() }
    return Answer(reports)
  }
}

extension Answer {
  /// A line for each setting, its columns as wide as the longest value needs up to a bound.
  fileprivate init(_ reports: [SettingReport]) {
    let values = reports.map(\.shownValue)
    let keyWidth = reports.map(\.setting.key.count).max() ?? 0
    let valueWidth = values.map(\.count).max() ?? 0
    let lines = zip(reports, values).map { report, value in
      "\(pad(report.setting.key, keyWidth)) \(pad(value, valueWidth)) \(pad(report.origin.rawValue, 7)) "
        + report.setting.summary
    }
    self.init(lines, .members(["settings": .array(reports.map(\.json))]))
  }
}

extension SettingReport {
  /// Characters of a value that the table shows; `--json` gives all.
  private static let longestShown = 40

  /// The value on one line, cut where it is long; `-` where it is empty.
  fileprivate var shownValue: String {
    let line = value.split(whereSeparator: \.isNewline).joined(separator: " ")
    if line.isEmpty { return "-" }
    return line.count > Self.longestShown ? line.prefix(Self.longestShown - 1) + "…" : line
  }

  fileprivate var json: JSONValue {
    .members([
      "key": .string(setting.key), "value": .string(value), "origin": .string(origin.rawValue),
      "summary": .string(setting.summary),
    ])
  }
}
