internal import EditModel

/// What a service says in words, made fit to be kept and shown.
enum ServiceText {
  private static let limit = 500
  /// So many characters of a key in a row are a piece of it.
  private static let keyPiece = 6

  /// The text on one line, at most 500 characters, without controls, and without what looks like a key.
  ///
  /// - Parameter speaksOfKey: True where the service is talking about the key: then every word that could be
  ///   one, or a part of one, is left out.
  static func cleaned(_ text: String, speaksOfKey: Bool) -> String? {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(8 * limit) {
      if isVisible(scalar) { scalars.append(scalar) } else if scalars.last != " " { scalars.append(" ") }
    }
    let words = String(scalars).split(separator: " ").map { word in
      mayBeKey(word, speaksOfKey: speaksOfKey) ? "…" : String(word)
    }
    let line = words.joined(separator: " ")
    return line.isEmpty ? nil : String(line.prefix(limit))
  }

  /// A short name of the service, as a request id or a code: visible ASCII without spaces, else `nil`.
  static func name(_ text: String?) -> String? {
    guard let text, (1...128).contains(text.utf8.count),
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return nil }
    return text
  }

  /// The text without any six characters in a row that stand in the key.
  static func redacted(_ text: String, secret: Secret) -> String {
    let bytes = Array(text.utf8)
    guard bytes.count >= keyPiece else { return text }
    var hidden = [Bool](repeating: false, count: bytes.count)
    secret.withCharacters { key in
      guard key.count >= keyPiece else { return }
      let pieces = Set((0...key.count - keyPiece).map { Array(key[$0..<$0 + keyPiece]) })
      for start in 0...bytes.count - keyPiece where pieces.contains(Array(bytes[start..<start + keyPiece])) {
        for place in start..<start + keyPiece { hidden[place] = true }
      }
    }
    let shown = zip(bytes, hidden).map { $1 ? UInt8(ascii: "*") : $0 }
    return String(decoding: shown, as: UTF8.self)
  }

  /// Neither control nor format characters, which reorder or hide what is shown.
  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
    default: true
    }
  }

  private static func mayBeKey(_ word: Substring, speaksOfKey: Bool) -> Bool {
    let core = word.drop { !$0.isLetter && !$0.isNumber }
    if core.hasPrefix("sk-"), core.utf8.count > 8 { return true }
    let isOdd = core.contains { $0.isNumber || $0 == "-" || $0 == "_" || $0 == "*" }
    return speaksOfKey && core.utf8.count >= 12 && isOdd
  }
}
