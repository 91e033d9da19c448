/// A header value with parameters, such as `form-data; name="image[]"; filename="a.png"`.
struct HeaderParameters: Hashable, Sendable {
  /// What stands before the first semicolon, in lower case.
  let value: String
  private let parameters: [String: String]

  /// The parameter of this name in lower case; the first where there are several.
  subscript(name: String) -> String? { parameters[name] }

  /// Reads whatever comes: what is no parameter is left out.
  ///
  /// In quotes a backslash takes the next character as it is, unless a letter or digit follows: file names of
  /// other systems come with bare backslashes.
  init(_ text: String) {
    var reader = Reader(text: Array(text.unicodeScalars))
    value = reader.token(upTo: ";").lowercased()
    var parameters: [String: String] = [:]
    while reader.skip(";") {
      let name = reader.token(upTo: "=", or: ";").lowercased()
      guard reader.skip("=") else { continue }
      let value = reader.value()
      if !name.isEmpty, parameters[name] == nil { parameters[name] = value }
    }
    self.parameters = parameters
  }

  private struct Reader {
    let text: [Unicode.Scalar]
    var offset = 0

    mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
      guard offset < text.count, text[offset] == scalar else { return false }
      offset += 1
      return true
    }

    mutating func token(upTo stop: Unicode.Scalar, or other: Unicode.Scalar? = nil) -> String {
      let start = offset
      while offset < text.count, text[offset] != stop, text[offset] != other { offset += 1 }
      return trimmed(text[start..<offset])
    }

    mutating func value() -> String {
      while offset < text.count, text[offset] == " " || text[offset] == "\t" { offset += 1 }
      guard skip("\"") else { return token(upTo: ";") }
      var scalars = String.UnicodeScalarView()
      while offset < text.count, text[offset] != "\"" {
        if text[offset] == "\\", offset + 1 < text.count, isQuotable(text[offset + 1]) { offset += 1 }
        scalars.append(text[offset])
        offset += 1
      }
      _ = skip("\"")
      _ = token(upTo: ";")
      return String(scalars)
    }

    private func isQuotable(_ scalar: Unicode.Scalar) -> Bool { scalar == "\"" || scalar == "\\" }

    private func trimmed(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
      let isSpace: (Unicode.Scalar) -> Bool = { $0 == " " || $0 == "\t" }
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars.drop(while: isSpace))
      while let last = view.last, isSpace(last) { view.removeLast() }
      return String(view)
    }
  }
}
