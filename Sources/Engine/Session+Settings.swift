internal import Billing
public import EditModel

/// A setting's value and where it comes from.
public struct SettingReport: Hashable, Sendable {
  public enum Origin: String, Hashable, Sendable {
    case standard = "default"
    case session
  }

  public let setting: Setting
  public let value: String
  public let origin: Origin
}

extension Session {
  /// Sets a value for this session.
  ///
  /// - Throws: `Problem` with code `unknownSetting`, `badValue`, or `unsupported` for a provider that is not built.
  public func set(_ key: String, to value: String) throws(Problem) {
    let setting = try existingSetting(key)
    let checked = try checked(value, for: setting)
    try write("set \(key) \(checked)") { () throws(Problem) in
      Draft(changes: [(.set(key), checked == setting.standard ? nil : .text(checked))])
    }
  }

  /// One setting's value.
  ///
  /// - Throws: `Problem` with code `unknownSetting`.
  public func get(_ key: String) throws(Problem) -> SettingReport {
    try catchUp()
    return report(try existingSetting(key))
  }

  /// All settings by name.
  public func settings() throws(Problem) -> [SettingReport] {
    try catchUp()
    return Setting.all.map(report)
  }

  private func existingSetting(_ key: String) throws(Problem) -> Setting {
    guard let setting = Setting.named(key) else {
      throw Problem(.unknownSetting, key, allowed: Setting.all.map(\.key))
    }
    return setting
  }

  private func checked(_ value: String, for setting: Setting) throws(Problem) -> String {
    switch setting.key {
    case "provider":
      let value = try setting.checked(value)
      _ = try providers.provider(named: value, model: view.value(of: "model"))
      return value
    case "model": return try checkedModel(value)
    case "quality": return try checkedQuality(value)
    default: return try setting.checked(value)
    }
  }

  /// The id of a model that can be called: the dated snapshot, so that what is asked stays the same.
  private func checkedModel(_ value: String) throws(Problem) -> String {
    guard let facts = providers.models.model(named: value) else {
      throw Problem(.badValue, "model", found: value, allowed: providers.callableModels)
    }
    guard facts.options != nil else {
      throw Problem(
        .retired, "model", found: facts.id, allowed: facts.successor.map { [$0] } ?? [],
        underlying: facts.ends.map { "its last day is \($0)" })
    }
    return facts.id
  }

  /// A quality that the model in use takes.
  private func checkedQuality(_ value: String) throws(Problem) -> String {
    let model = view.value(of: "model")
    let taken = providers.models.model(named: model)?.options?.qualities ?? []
    guard taken.contains(value) else {
      throw Problem(.badValue, "quality of \(model)", found: value, allowed: taken)
    }
    return value
  }

  private func report(_ setting: Setting) -> SettingReport {
    let isSet = view.setting(setting.key) != nil
    return SettingReport(
      setting: setting, value: view.value(of: setting.key), origin: isSet ? .session : .standard)
  }
}

extension Session {
  /// What the user marks the work with, for the account; `nil` without a mark.
  var label: String? {
    let label = view.value(of: "label")
    return label.isEmpty ? nil : label
  }
}
