/// The tokens of a clause that are still to be read, from the left.
struct Phrase {
  private(set) var tokens: ArraySlice<Token>

  init(_ tokens: ArraySlice<Token>) {
    self.tokens = tokens
  }

  var isEmpty: Bool { tokens.isEmpty }
  var count: Int { tokens.count }
  var first: Token? { tokens.first }

  /// The next word; `nil` at the end and before anything but a word.
  var word: String? {
    guard let first, first.kind == .word else { return nil }
    return first.text
  }

  /// The phrase of the first `length` tokens, and what follows it.
  func split(at length: Int) -> (head: Phrase, tail: Phrase) {
    (Phrase(tokens.prefix(length)), Phrase(tokens.dropFirst(length)))
  }

  /// This phrase and another one as if nothing stood between them.
  func joined(with other: Phrase) -> Phrase { Phrase(ArraySlice(Array(tokens) + Array(other.tokens))) }

  mutating func advance() { tokens = tokens.dropFirst() }

  /// Reads the next word when it is one of these.
  @discardableResult mutating func take(_ words: Set<String>) -> String? {
    guard let word, words.contains(word) else { return nil }
    advance()
    return word
  }

  /// Reads these words when they come next, all or none.
  mutating func take(sequence words: [String]) -> Bool {
    guard tokens.prefix(words.count).map(\.text) == words else { return false }
    tokens = tokens.dropFirst(words.count)
    return true
  }

  /// Reads a value when `reader` accepts it; otherwise nothing is read.
  mutating func take<Value>(_ reader: (inout Phrase) -> Value?) -> Value? {
    var attempt = self
    guard let value = reader(&attempt) else { return nil }
    self = attempt
    return value
  }

  /// Drops words of courtesy and order at both ends.
  mutating func trim() {
    while let word, Lexicon.courtesies.contains(word) { advance() }
    while let last = tokens.last, last.kind == .word, Lexicon.courtesies.contains(last.text) {
      tokens = tokens.dropLast()
    }
  }

  /// The refusal that names the next token, or `fallback` when there is none.
  func refusal(otherwise fallback: String = "") -> RetouchError {
    .notUnderstood(first?.spoken ?? fallback)
  }
}
