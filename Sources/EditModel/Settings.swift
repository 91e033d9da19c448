/// A setting of a session: its values, its default, what it does.
///
/// This is the one table; `set`, `get` and the help read it. No setting has a default that costs money.
public struct Setting: Hashable, Sendable {
  /// What a value may be.
  public enum Values: Hashable, Sendable {
    case oneOf([String])
    case wholeNumber(ClosedRange<Int>)
    /// The id of a model in the price table.
    case model
    /// Any text of at most this many characters, also none.
    case text(Int)
    case name
  }

  public let key: String
  public let values: Values
  public let standard: String
  /// What it does, in a few words.
  public let summary: String

  /// The settings by name.
  public static let all: [Setting] = [
    Setting(
      key: "background", values: .oneOf(["auto", "opaque", "transparent"]), standard: "auto",
      summary: "what a paid model is asked to put behind the subject"),
    Setting(
      key: "complexity", values: .oneOf(["default", "low", "medium", "high"]), standard: "default",
      summary: "planning effort, of models that take it"),
    Setting(
      key: "draft", values: .oneOf(["off", "low", "medium"]), standard: "off",
      summary: "the quality of rounds before run --final"),
    Setting(
      key: "keep", values: .text(2_000), standard: "",
      summary: "a standing text that goes with each paid call"),
    Setting(
      key: "key-label", values: .name, standard: "default",
      summary: "the name of the key in the account of what was spent"),
    Setting(
      key: "label", values: .text(80), standard: "",
      summary: "a mark of what follows in the account, as client=ACME"),
    Setting(
      key: "merge", values: .oneOf(["strict", "loose"]), standard: "strict",
      summary: "loose lets masked and unmasked instructions share a call, giving up the lock"),
    Setting(
      key: "merge-max", values: .wholeNumber(1...16), standard: "4",
      summary: "most instructions in one call"),
    Setting(
      key: "metadata", values: .oneOf(["keep", "strip", "mark"]), standard: "keep",
      summary: "what a saved file tells of its source: all, colours only, or all and how it was made"),
    Setting(
      key: "model", values: .model, standard: "gpt-image-2-2026-04-21",
      summary: "the paid model, also the one whose price a plan shows"),
    Setting(
      key: "moderation", values: .oneOf(["auto", "low"]), standard: "auto",
      summary: "how strictly a paid service filters"),
    Setting(
      key: "n", values: .wholeNumber(1...10), standard: "1",
      summary: "variants that an instruction asks for"),
    Setting(
      key: "on-fail", values: .oneOf(["stop", "keep"]), standard: "stop",
      summary: "keep makes a failed round current and goes on"),
    Setting(
      key: "parallel", values: .wholeNumber(1...64), standard: "4",
      summary: "most paid calls under way with one key at a time"),
    Setting(
      key: "partials", values: .wholeNumber(0...3), standard: "0",
      summary: "pictures that a paid call shows before it is done; each costs"),
    Setting(
      key: "provider", values: .oneOf(["local", "openai", "azure"]), standard: "local",
      summary: "who carries out instructions"),
    Setting(
      key: "quality", values: .oneOf(["low", "medium", "high", "xhigh", "max"]), standard: "medium",
      summary: "the quality that is asked for, and whose price a plan shows"),
    Setting(
      key: "route", values: .oneOf(["fixed", "auto"]), standard: "fixed",
      summary: "auto gives local what local understands, at no cost"),
    Setting(
      key: "tier", values: .wholeNumber(1...5), standard: "1",
      summary: "the account's tier, which says how many calls a minute the service takes"),
    Setting(
      key: "timeout", values: .wholeNumber(30...3_600), standard: "600",
      summary: "seconds that a paid call is waited for"),
    Setting(
      key: "whole-size", values: .wholeNumber(512...3_840), standard: "2048",
      summary: "longest side at which a whole picture is rendered"),
  ]

  /// The setting of this name, or `nil`.
  public static func named(_ key: String) -> Setting? { all.first { $0.key == key } }

  /// The value as it is stored, or a problem that names the values that would be right.
  ///
  /// - Throws: `Problem` with code `badValue`. Models are checked against the price table by the caller.
  public func checked(_ value: String) throws(Problem) -> String {
    switch values {
    case .oneOf(let allowed):
      guard allowed.contains(value) else {
        throw Problem(.badValue, key, found: value, allowed: allowed)
      }
    case .wholeNumber(let range):
      guard let number = Int(value), range.contains(number), String(number) == value else {
        throw Problem(
          .badValue, key, found: value, allowed: ["\(range.lowerBound) to \(range.upperBound)"])
      }
    case .text(let limit):
      guard value.unicodeScalars.count <= limit else {
        throw Problem(
          .badValue, key, found: "\(value.unicodeScalars.count) characters", allowed: ["at most \(limit)"])
      }
    case .name:
      guard Name.isLegal(value) else { throw Problem(.badName, key, found: value, allowed: [Name.rule]) }
    case .model:
      break
    }
    return value
  }
}

extension View {
  /// The setting's value in this session: what was set, else the default.
  ///
  /// A stored value that the setting does not take, as only another program could have written it, counts
  /// as not set.
  ///
  /// - Precondition: `key` is in the table.
  public func value(of key: String) -> String {
    guard let setting = Setting.named(key) else { preconditionFailure("no setting \(key)") }
    // The doc comment says why a value that is refused here is passed over.
    guard let stored = self.setting(key), let checked = try? setting.checked(stored) else {
      return setting.standard
    }
    return checked
  }
}
