internal import Engine

extension ServiceTerms {
  /// `openai gpt-image-2-2026-04-21, low`, with the address where it is not the service's own.
  var line: String {
    let way = missing.map { ", but \($0)" } ?? address.map { ", at \($0)" } ?? ""
    return "\(provider) \(model), \(quality)\(way)"
  }
}
