/// Words that name one round: `@`, `@-`, `@-3`, `source`, `7`, `7a`, `tag:NAME`, `sha:ab12…`.
public enum Selector: Hashable, Sendable {
  /// The current round, or that many steps towards its ancestors.
  case current(back: Int)
  case source
  case round(RoundID)
  case tag(String)
  /// The round whose pixel digest begins with these 6 to 64 hexadecimal digits.
  case pixels(prefix: String)

  /// Reads a selector, or returns `nil` when the text has none of the forms.
  public init?(_ text: String) {
    if let selector = Self.relative(text) ?? Self.prefixed(text) {
      self = selector
    } else if text == "source" {
      self = .source
    } else if let id = RoundID(text) {
      self = .round(id)
    } else {
      return nil
    }
  }

  private static func relative(_ text: String) -> Selector? {
    switch text {
    case "@": return .current(back: 0)
    case "@-": return .current(back: 1)
    default:
      guard text.hasPrefix("@-") else { return nil }
      return positiveNumber(text.dropFirst(2)).map { .current(back: $0) }
    }
  }

  private static func prefixed(_ text: String) -> Selector? {
    if text.hasPrefix("tag:") {
      let name = String(text.dropFirst(4))
      return Name.isLegal(name) ? .tag(name) : nil
    }
    guard text.hasPrefix("sha:") else { return nil }
    let digits = text.dropFirst(4).lowercased()
    guard (6...64).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isHexDigit })
    else { return nil }
    return .pixels(prefix: digits)
  }
}

extension Selector: CustomStringConvertible {
  public var description: String {
    switch self {
    case .current(back: 0): "@"
    case .current(back: 1): "@-"
    case .current(let back): "@-\(back)"
    case .source: "source"
    case .round(let id): id.description
    case .tag(let name): "tag:\(name)"
    case .pixels(let prefix): "sha:\(prefix)"
    }
  }
}
