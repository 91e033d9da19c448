import Raster

// Clauses around an adjective, a colour or a style: "make the mug a bit brighter", "less saturated",
// "turn it red", "recolour the suit to teal", "the background white".
extension Clause {
  /// Reads a clause that is nothing but a predicate: "a bit warmer", "less contrast", "sepia".
  static func predicate(_ phrase: Phrase, after previous: Clause?) throws(RetouchError) -> Clause? {
    var rest = phrase
    let continues = previous?.form == .predicate
    guard let predicate = Predicate.read(&rest, allowsPlain: continues) else { return nil }
    switch predicate {
    case .transparent: return nil
    case .style where !rest.isEmpty:
      return Clause(try predicate.adjustment(of: .whole), of: try ObjectPhrase(rest), form: .object)
    case .tone(let tone):
      guard rest.isEmpty else { throw rest.refusal() }
      var clause = Clause(tone, form: .predicate)
      clause.isBare = true
      return clause
    case .colour, .style:
      // "blue and yellow" is not one colour after the other.
      if case .fixed? = previous?.content { throw phrase.refusal() }
      guard rest.isEmpty else { return nil }
      return Clause(try predicate.adjustment(of: .whole), form: .predicate)
    }
  }

  /// Reads what follows "make" or "give": an object and what it is to become.
  static func make(_ verb: String, _ phrase: Phrase) throws(RetouchError) -> Clause {
    let found = split(phrase) { tail in
      tail.take(Predicate.appearances)
      return Predicate.read(&tail, allowsPlain: verb != "give")
    }
    guard let found else { throw refusal(of: phrase, verb: verb) }
    return try clause(found.value, of: try ObjectPhrase(found.object))
  }

  private static func clause(_ predicate: Predicate, of object: ObjectPhrase) throws(RetouchError) -> Clause {
    if case .tone(let tone) = predicate { return Clause(tone, of: object, form: .predicate) }
    let adjustment = try predicate.adjustment(of: object)
    if case .background = adjustment { return Clause(adjustment, form: .other) }
    return Clause(adjustment, of: object, form: .predicate)
  }

  /// Reads what follows "turn", "change", "convert", "set" or "replace".
  static func turn(_ verb: String, _ phrase: Phrase) throws(RetouchError) -> Clause {
    if verb == "turn", let clause = try dial(phrase) { return clause }
    // Another reading is tried where this one fails, and the last of them says what was not understood.
    if verb == "change" || verb == "turn", let clause = try? hue(verb, phrase) { return clause }
    let connectors: Set<String> = verb == "replace" ? ["with", "by"] : ["to", "into", "in"]
    let found = split(phrase) { tail -> Predicate? in
      guard tail.take(connectors) != nil || verb == "turn" else { return nil }
      if let style = tail.take(Predicate.style) { return .style(style) }
      if tail.take(["transparent", "transparency"]) != nil { return .transparent }
      return Colours.read(&tail).map(Predicate.colour)
    }
    guard let found else { throw refusal(of: phrase, verb: verb, connectors: connectors) }
    let object = try ObjectPhrase(found.object)
    let isForBackgrounds = verb == "replace" || verb == "set"
    guard object.isBackground || !isForBackgrounds else { throw .notUnderstood(verb) }
    return try clause(found.value, of: object)
  }

  private static func refusal(
    of phrase: Phrase, verb: String, connectors: Set<String>
  ) -> RetouchError {
    guard verb != "replace", verb != "set" else { return .notUnderstood(verb) }
    let last = phrase.tokens.last?.spoken ?? verb
    let isConnected = phrase.tokens.contains { connectors.contains($0.text) }
    return isConnected ? .notUnderstood(last) : refusal(of: phrase, verb: verb)
  }

  /// Reads what follows "recolour" or "paint": an object and a colour.
  static func recolour(_ phrase: Phrase) throws(RetouchError) -> Clause {
    let found = split(phrase) { tail in
      tail.take(["to", "in", "into", "as", "with"])
      return Colours.read(&tail)
    }
    guard let found else { throw .notUnderstood(phrase.tokens.last?.spoken ?? "recolour") }
    return Clause(.recolour(found.value), of: try ObjectPhrase(found.object), form: .predicate)
  }

  /// Reads "the background white", "white background", "background transparent".
  static func background(_ phrase: Phrase) -> Clause? {
    var rest = phrase
    rest.take(Lexicon.determiners.union(Lexicon.articles))
    let isFirst = rest.take(Lexicon.backgrounds) != nil
    let backdrop: Adjustment.Backdrop
    if rest.take(["transparent"]) != nil {
      backdrop = .transparent
    } else if let colour = rest.take(Colours.read) {
      backdrop = .colour(colour)
    } else {
      return nil
    }
    guard isFirst || rest.take(Lexicon.backgrounds) != nil, rest.isEmpty else { return nil }
    return Clause(.background(backdrop))
  }
}

extension Predicate {
  /// The adjustment of a predicate that is no tone.
  ///
  /// - Throws: `notUnderstood` when anything but the background is to become transparent.
  func adjustment(of object: ObjectPhrase) throws(RetouchError) -> Adjustment {
    switch self {
    case .tone(let tone): return try tone.adjustment()
    case .style(let style): return style
    case .colour(let colour):
      return object.isBackground ? .background(.colour(colour)) : .recolour(colour)
    case .transparent:
      guard object.isBackground else { throw .notUnderstood("transparent") }
      return .background(.transparent)
    }
  }
}
