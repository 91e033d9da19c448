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

  /// Of each thing in the lists above a word that few other texts have.
  private static let rare = singles.union(["back", "be", "before", "last", "was"])

  /// The same words as `WordHash` sees them; so few that looking at each is fastest.
  private static let rareHashes = rare.map { WordHash(of: $0).value }

  /// The first words of the text that point back, in small letters, or `nil`.
  static func words(in text: String) -> String? {
    guard mayPointBack(text) else { return nil }
    let words = split(text)
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

  /// False for most texts, without building their words: none of them is rare.
  private static func mayPointBack(_ text: String) -> Bool {
    var hash = WordHash()
    for byte in text.utf8 {
      let letter = small(byte)
      if isLetter(letter) {
        hash.add(letter)
      } else {
        if rareHashes.contains(hash.value) { return true }
        hash = WordHash()
      }
    }
    return rareHashes.contains(hash.value)
  }

  /// Runs of letters and apostrophes, in small letters.
  private static func split(_ text: String) -> [String] {
    text.utf8.map(small).split { !isLetter($0) }.map { String(decoding: $0, as: UTF8.self) }
  }

  private static func small(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }

  /// Also an apostrophe; all that is not ASCII counts as letters.
  private static func isLetter(_ small: UInt8) -> Bool {
    small >= 0x80 || small == UInt8(ascii: "'")
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(small)
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

/// A number for a word; equal words have equal numbers.
private struct WordHash {
  private(set) var value: UInt64 = 0

  init() {}

  init(of word: String) { for byte in word.utf8 { add(byte) } }

  mutating func add(_ byte: UInt8) { value = value &* 0x100_0000_01B3 &+ UInt64(byte) }
}
