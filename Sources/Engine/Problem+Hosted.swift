internal import EditModel
internal import Providers

extension Problem {
  /// What an attempt at a paid service came to, with what the service said.
  init(hosted error: ProviderError, about subject: String) {
    let base = Problem(provider: error, subject: subject)
    let words = [error.refusal.map(Self.words), error.message].compactMap(\.self).joined(separator: ": ")
    let status = error.status.map { "HTTP \($0)" }
    self.init(
      base.code, base.subject,
      found: error.found ?? [error.code.rawValue, status].compactMap(\.self).joined(separator: ", "),
      allowed: error.allowed, underlying: words.isEmpty ? nil : words)
  }

  private static func words(_ refusal: ContentRefusal) -> String {
    let categories = refusal.categories.isEmpty ? "" : " (\(refusal.categories.joined(separator: ", ")))"
    return "stage \(refusal.stage)\(categories)"
  }
}
