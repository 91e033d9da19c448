internal import Billing
internal import EditModel
internal import Engine

extension Shell {
  /// `use PROVIDER[:MODEL]`.
  func use(_ provider: String, model: String?) async throws(Problem) -> Answer {
    let session = try current()
    if let model {
      throw Problem(.unsupported, "model", found: model, allowed: ["no choice of models on local"])
    }
    try await session.set("provider", to: provider)
    return try await get("provider")
  }

  func set(_ key: String, to value: String) async throws(Problem) -> Answer {
    try await current().set(key, to: value)
    return try await get(key)
  }

  func get(_ key: String?) async throws(Problem) -> Answer {
    let session = try current()
    let reports =
      if let key { [try await session.get(key)] } else { try await session.settings() }
    let lines = reports.map {
      "\(pad($0.setting.key, 10)) \(pad($0.value, 24)) \(pad($0.origin.rawValue, 8)) \($0.setting.summary)"
    }
    return Answer(
      lines,
      .members([
        "settings": .array(
          reports.map {
            .members([
              "key": .string($0.setting.key), "value": .string($0.value),
              "origin": .string($0.origin.rawValue), "summary": .string($0.setting.summary),
            ])
          })
      ]))
  }
}
