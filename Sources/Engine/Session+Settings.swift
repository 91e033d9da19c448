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
    if setting.key == "provider" { _ = try providers.provider(named: value) }
    let value = try setting.checked(value)
    guard setting.values == .model else { return value }
    guard let model = PriceTable.embedded.model(named: value) else {
      throw Problem(.badValue, setting.key, found: value, allowed: PriceTable.embedded.models.map(\.id))
    }
    return model.id
  }

  private func report(_ setting: Setting) -> SettingReport {
    let isSet = view.setting(setting.key) != nil
    return SettingReport(
      setting: setting, value: view.value(of: setting.key), origin: isSet ? .session : .standard)
  }
}
