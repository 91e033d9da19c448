/// Finds words by which an instruction refers to what was done before it.
///
/// Such an instruction begins a call: in one call with what it refers to, there is no "before". Finding one
/// too many costs a call, missing one spoils a result, so the list leans towards finding.
enum PointingBack {
  private static let singles: Set<String> = [
    "again", "earlier", "instead", "previous", "previously", "redo", "restore", "revert", "undo",
    "undone",
  ]

  private static let phrases: [[String]] = [
    ["as", "before"], ["like", "before"], ["than", "before"], ["from", "before"],
    ["as", "it", "was"], ["how", "it", "was"], ["the", "way", "it", "was"], ["used", "to", "be"],
    ["last", "change"], ["last", "edit"],
  ]

  private static let verbs: Set<String> = [
    "bring", "change", "get", "go", "make", "move", "put", "set", "step", "switch", "turn",
  ]

  /// Words that may stand between such a verb and `back`.
  private static let pronouns: Set<String> = ["it", "that", "them", "this"]

  /// Every word that something of the lists above begins with.
  private static let openers = singles.union(verbs).union(phrases.map { $0[0] })

  /// The first words of the text that point back, in small letters, or `nil`.
  static func words(in text: String) -> String? {
    let words = split(text)
    for start in words.indices where openers.contains(words[start]) {
      let rest = words[start...]
      if singles.contains(words[start]) { return words[start] }
      if let phrase = phrases.first(where: { rest.starts(with: $0) }) {
        return phrase.joined(separator: " ")
      }
      if let phrase = returning(rest) { return phrase }
    }
    return nil
  }

  /// Runs of letters and apostrophes, in small letters; all that is not ASCII counts as letters.
  private static func split(_ text: String) -> [String] {
    let bytes = text.utf8.map { byte in
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
    return bytes.split { byte in
      byte < 0x80 && byte != UInt8(ascii: "'")
        && !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }.map { String(decoding: $0, as: UTF8.self) }
  }

  /// `go back`, `put it back`.
  private static func returning(_ words: ArraySlice<String>) -> String? {
    let window = words.prefix(3)
    guard let verb = window.first, verbs.contains(verb),
      let back = window.firstIndex(of: "back"), back > window.startIndex,
      window[(window.startIndex + 1)..<back].allSatisfy(pronouns.contains)
    else { return nil }
    return window[...back].joined(separator: " ")
  }
}
