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

  /// The first words of the text that point back, in small letters, or `nil`.
  static func words(in text: String) -> String? {
    let words = text.lowercased().split { !$0.isLetter && $0 != "'" }.map(String.init)
    for start in words.indices {
      let rest = words[start...]
      if singles.contains(words[start]) { return words[start] }
      if let phrase = phrases.first(where: { rest.starts(with: $0) }) {
        return phrase.joined(separator: " ")
      }
      if let phrase = returning(rest) { return phrase }
    }
    return nil
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
