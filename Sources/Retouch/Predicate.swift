import Raster

/// What an object is to become: "a bit brighter", "less saturated", "dark blue", "black and white".
enum Predicate: Equatable, Sendable {
  case tone(Tone)
  case colour(Colour)
  case style(Adjustment)
  case transparent

  /// Where a property is turned to, and by how much, when that is said.
  struct Tone: Equatable, Sendable {
    /// Where the amount stands; it may belong to the neighbours of the word too.
    enum Place: Equatable, Sendable {
      case before
      case after
    }

    var turn: Lexicon.Turn
    var amount: Amount?
    var place = Place.after

    /// The adjustment; the usual amount when none is said.
    func adjustment() throws(RetouchError) -> Adjustment {
      try turn.property.adjustment(direction: turn.direction, amount: amount)
    }
  }

  /// Verbs that may stand before a predicate and add nothing: "make it look warmer".
  static let appearances: Set<String> = ["look", "appear", "seem"]

  /// Reads a predicate as far as it goes.
  ///
  /// - Parameter allowsPlain: Whether words that do not compare ("vivid", "red") make a predicate; after
  ///   "make it" they do, alone they do not.
  static func read(_ phrase: inout Phrase, allowsPlain: Bool) -> Predicate? {
    if let tone = phrase.take({ Tone.read(&$0, allowsPlain: allowsPlain) }) { return .tone(tone) }
    if let style = phrase.take(Predicate.style) { return .style(style) }
    guard allowsPlain else { return nil }
    if phrase.take(["transparent"]) != nil { return .transparent }
    return phrase.take(Colours.read).map(Predicate.colour)
  }

  /// Reads "sepia", "a sepia tone", "grayscale".
  static func style(_ phrase: inout Phrase) -> Adjustment? {
    phrase.take(Lexicon.articles)
    guard let word = phrase.word, let style = Lexicon.styles[word] else { return nil }
    phrase.advance()
    phrase.take(["tone", "tones", "effect", "filter", "look"])
    return style
  }
}

extension Predicate.Tone {
  static func read(_ phrase: inout Phrase, allowsPlain: Bool) -> Self? {
    if let tone = phrase.take(multiple) { return tone }
    let lead = phrase.take(Amount.read)
    guard let turn = turn(&phrase, allowsPlain: allowsPlain) else { return nil }
    phrase.take(["colours", "colors", "tones", "picture", "image", "photo", "overall"])
    if let lead { return Self(turn: turn, amount: lead, place: .before) }
    return Self(turn: turn, amount: phrase.take(Amount.read))
  }

  private static func turn(_ phrase: inout Phrase, allowsPlain: Bool) -> Lexicon.Turn? {
    guard let word = phrase.word else { return nil }
    if let turn = Lexicon.comparatives[word] {
      phrase.advance()
      return turn
    }
    if word == "more" || word == "less" {
      phrase.advance()
      guard let turn = compared(&phrase) else { return nil }
      guard word == "less" else { return turn }
      return turn.property.hasOpposite ? Lexicon.Turn(turn.property, -turn.direction) : nil
    }
    guard allowsPlain, let quality = Lexicon.qualities[word], quality.alone else { return nil }
    phrase.advance()
    return quality.turn
  }

  /// Reads what stands after "more" or "less".
  private static func compared(_ phrase: inout Phrase) -> Lexicon.Turn? {
    guard let word = phrase.word else { return nil }
    let turn = Lexicon.qualities[word]?.turn ?? Lexicon.nouns[word].map { Lexicon.Turn($0) }
    guard let turn, turn.property != .hue else { return nil }
    phrase.advance()
    return turn
  }

  /// Reads "twice as bright", "half as saturated", "half the contrast".
  private static func multiple(_ phrase: inout Phrase) -> Self? {
    guard let factor = phrase.take(["twice", "half"]), phrase.take(["as", "the"]) != nil,
      let turn = compared(&phrase), turn.direction > 0,
      [.brightness, .contrast, .saturation].contains(turn.property)
    else { return nil }
    let isTwice = factor == "twice"
    let amount = Amount.exact(Quantity(tenths: isTwice ? 1000 : 500, sign: 0, unit: .percent))
    return Self(turn: Lexicon.Turn(turn.property, isTwice ? 1 : -1), amount: amount)
  }
}

extension Colours {
  /// Reads a colour: `#d9d9d9`, "teal", "dark blue", "a plain light grey colour".
  static func read(_ phrase: inout Phrase) -> Colour? {
    phrase.take(Lexicon.articles.union(["the"]))
    phrase.take(["colour", "color"])
    phrase.take(["plain", "solid", "pure"])
    guard let colour = colour(&phrase) else { return nil }
    phrase.take(["colour", "color"])
    return colour
  }

  private static func colour(_ phrase: inout Phrase) -> Colour? {
    if case .colour(let colour)? = phrase.first?.kind {
      phrase.advance()
      return colour
    }
    guard let first = phrase.word else { return nil }
    var rest = phrase
    rest.advance()
    if let second = rest.word, let colour = named(first + second) ?? shaded(first, second) {
      rest.advance()
      phrase = rest
      return colour
    }
    guard let colour = named(first) else { return nil }
    phrase.advance()
    return colour
  }
}
