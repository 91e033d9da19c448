internal import EditModel
internal import Engine

extension Shell {
  /// `providers`: who can be used, and what each model takes.
  func providers() -> Answer {
    let reports = ProviderReport.all(configuration)
    return Answer(
      reports.flatMap(\.lines), .members(["providers": .array(reports.map(\.json))]))
  }

  /// `probe`: what the service itself says.
  func probe() async throws(Problem) -> Answer {
    let report = try await current().probe()
    let lines = report.models.map { model in
      let end = model.shutdown.map { " · shuts down on \($0)" } ?? ""
      return "  \(model.id)\(end)\(model.isKnown ? "" : " · not called by this version")"
    }
    return Answer(
      ["\(report.address) offers \(counted(report.models.count, "model")):"] + lines,
      .members([
        "provider": .string(report.provider), "address": .string(report.address),
        "models": .array(
          report.models.map {
            .members([
              "id": .string($0.id), "shutdown": $0.shutdown.map(JSONValue.string),
              "known": .bool($0.isKnown),
            ])
          }),
      ]))
  }
}

extension ProviderReport {
  fileprivate var lines: [String] {
    let state = isReady ? "ready" : missing ?? "not ready"
    let head = "\(pad(name, 8)) \(state)" + (address.map { " · \($0)" } ?? "")
    let width = models.map(\.id.count).max() ?? 0
    return [head] + models.map { "         \($0.line(width))" }
  }

  fileprivate var json: JSONValue {
    .members([
      "provider": .string(name), "ready": .bool(isReady), "missing": missing.map(JSONValue.string),
      "address": address.map(JSONValue.string),
      "models": .array(
        models.map {
          .members([
            "id": .string($0.id), "alias": $0.alias.map(JSONValue.string),
            "qualities": .strings($0.qualities), "masks": .string($0.masks),
            "transparent": .bool($0.takesTransparent), "ends": $0.ends.map(JSONValue.string),
            "priced": .bool($0.isPriced), "seen": .string($0.seen),
          ])
        }),
    ])
  }
}

extension ProviderReport.Model {
  fileprivate func line(_ width: Int) -> String {
    [
      pad(id, width), qualities.isEmpty ? nil : qualities.joined(separator: " "),
      masks == "exact" ? "masks kept exactly" : "masks are a hint",
      takesTransparent ? "transparent background" : nil, isPriced ? nil : "unpriced",
      ends.map { "last day \($0)" },
    ].compactMap(\.self).joined(separator: " · ")
  }
}
