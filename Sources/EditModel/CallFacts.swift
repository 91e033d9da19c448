/// What kind of paid request an attempt is.
public enum CallKind: String, Hashable, Sendable, Codable, CaseIterable {
  case edit
  case generate
  /// A file that later calls refer to by its id; it costs nothing.
  case upload
}

/// Why a service did not make a picture, in its own categories.
public struct ContentRefusal: Hashable, Sendable, Codable {
  /// `input`, `output` or `unknown`: what was looked at when it was refused.
  public let stage: String
  /// The service's names for what it saw, as `sexual`.
  public let categories: [String]
  /// The service's code, as `moderation_blocked`.
  public let code: String

  public init(stage: String, categories: [String], code: String) {
    self.stage = stage
    self.categories = categories
    self.code = code
  }
}
