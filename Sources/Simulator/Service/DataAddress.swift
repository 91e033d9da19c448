internal import FoundationEssentials

/// A picture inside an address: `data:image/png;base64,…`.
struct DataAddress {
  /// In lower case.
  let contentType: String
  let bytes: [UInt8]

  /// - Returns: `nil` for other addresses and for what is not strict base64.
  init?(_ text: String) {
    let prefix = "data:"
    guard text.lowercasedStart(of: prefix.utf8.count) == prefix,
      let comma = text.utf8.firstIndex(of: UInt8(ascii: ","))
    else { return nil }
    let head = text.utf8[..<comma].dropFirst(prefix.utf8.count)
    let parts = String(Substring(head)).lowercased().split(separator: ";", omittingEmptySubsequences: false)
    guard let type = parts.first, parts.count > 1, parts.last == "base64",
      let data = Data(base64Encoded: String(text[text.utf8.index(after: comma)...]))
    else { return nil }
    contentType = String(type)
    bytes = [UInt8](data)
  }
}

extension String {
  fileprivate func lowercasedStart(of count: Int) -> String { String(prefix(count)).lowercased() }
}
