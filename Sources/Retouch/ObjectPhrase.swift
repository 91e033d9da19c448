/// What an instruction is about: the free words where English puts an object.
///
/// The words themselves mean nothing here; only the mask can show a part of a picture. What matters is that
/// they are nothing but an object.
struct ObjectPhrase: Equatable, Sendable {
  /// True when the words name a part of the picture instead of the whole.
  let namesPart: Bool
  /// True when the object is the background and nothing more.
  let isBackground: Bool

  static let whole = ObjectPhrase(namesPart: false, isBackground: false)

  /// Most words of one object.
  static let longest = 16

  /// Reads a whole phrase as an object.
  ///
  /// - Parameter accepts: Words that are otherwise refused in an object and have a place here.
  /// - Throws: `notUnderstood` with the first word that cannot stand in an object.
  init(_ phrase: Phrase, accepting accepts: Set<String> = []) throws(RetouchError) {
    let tokens = Array(phrase.tokens)
    guard !tokens.isEmpty else {
      self = .whole
      return
    }
    if tokens.count == 1, Lexicon.pronouns.contains(tokens[0].text) {
      self = .whole
      return
    }
    if tokens[0].text == "it" || tokens[0].text == "everything" { throw .notUnderstood(tokens[1].spoken) }
    if let refused = Self.refused(in: tokens, accepting: accepts) { throw .notUnderstood(refused.spoken) }
    let words = tokens.map(\.text).filter { !Self.isDeterminer($0) }
    if words.count == 1, Colours.named(words[0]) != nil { throw .notUnderstood(words[0]) }
    namesPart = words.contains { !Lexicon.wholes.contains($0) }
    isBackground = words.count == 1 && Lexicon.backgrounds.contains(words[0])
  }

  private init(namesPart: Bool, isBackground: Bool) {
    self.namesPart = namesPart
    self.isBackground = isBackground
  }

  /// The first token that cannot stand in an object.
  static func refused(in tokens: [Token], accepting accepts: Set<String> = []) -> Token? {
    for (index, token) in tokens.enumerated() {
      if index >= longest { return token }
      let previous = index > 0 ? tokens[index - 1].text : nil
      let next = index + 1 < tokens.count ? tokens[index + 1] : nil
      switch token.kind {
      case .word:
        if accepts.contains(token.text) { continue }
        if !canStand(token.text, after: previous) { return token }
      case .number(let quantity):
        guard quantity.unit == nil, quantity.sign == 0, next?.kind == .word else { return token }
      case .colour, .and, .stop, .stray: return token
      }
    }
    if let last = tokens.last, isDeterminer(last.text) || Lexicon.articles.contains(last.text) { return last }
    return nil
  }

  /// A word that could begin another thought stands in an object only as a noun: right after "the", "her", …
  private static func canStand(_ word: String, after previous: String?) -> Bool {
    if Token.units[word] != nil || Lexicon.negations.contains(word) { return false }
    if word == "with" || word == "using" || word == "half" || word == "twice" { return false }
    let isNoun = previous.map { nounMakers.contains($0) } ?? false
    if isNoun { return true }
    let isForeign = Lexicon.nonObjects.contains(word) || Lexicon.isCommand(word) || Lexicon.isAdverb(word)
    return !isForeign && !Lexicon.littleWords.contains(word) && !Lexicon.muchWords.contains(word)
  }

  private static let nounMakers: Set<String> = [
    "the", "a", "an", "his", "her", "its", "their", "my", "our", "your",
  ]

  private static func isDeterminer(_ word: String) -> Bool {
    Lexicon.determiners.contains(word) || Lexicon.articles.contains(word)
  }
}
