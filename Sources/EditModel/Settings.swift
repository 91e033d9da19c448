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
  }

  public let key: String
  public let values: Values
  public let standard: String
  /// What it does, in a few words.
  public let summary: String

  /// The settings by name.
  public static let all: [Setting] = [
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
      summary: "the paid model whose price a plan shows"),
    Setting(
      key: "on-fail", values: .oneOf(["stop", "keep"]), standard: "stop",
      summary: "keep makes a failed round current and goes on"),
    Setting(
      key: "provider", values: .oneOf(["local"]), standard: "local",
      summary: "who carries out instructions"),
    Setting(
      key: "quality", values: .oneOf(["low", "medium", "high"]), standard: "medium",
      summary: "the quality whose price a plan shows"),
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
