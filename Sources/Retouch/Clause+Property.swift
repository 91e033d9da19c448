// Clauses around the name of a property: "increase contrast by 15%", "turn the brightness down",
// "brightness +20%", "shift the hue by 40 degrees".
extension Clause {
  /// A property, its amount if that stands before, and the part of the picture that it belongs to.
  private struct Owned {
    let property: Property
    let noun: String
    let amount: Amount?
    let object: ObjectPhrase
  }

  /// Reads "the contrast", "a bit more contrast", "the colour saturation of the wall".
  private static func owned(
    _ phrase: Phrase, of connectors: Set<String> = ["of", "in", "on", "for"]
  ) throws(RetouchError) -> Owned {
    var rest = phrase
    rest.take(Lexicon.determiners.union(Lexicon.articles))
    let amount = rest.take(Amount.read)
    rest.take(["more"])
    guard let noun = rest.word, let property = Lexicon.nouns[noun] else {
      throw .notUnderstood(refusedNoun(rest))
    }
    rest.advance()
    var object = ObjectPhrase.whole
    if !rest.isEmpty {
      guard rest.take(connectors) != nil, !rest.isEmpty else { throw rest.refusal(otherwise: noun) }
      object = try ObjectPhrase(rest)
    }
    return Owned(property: property, noun: noun, amount: amount, object: object)
  }

  /// The word where a property was expected, past the determiner.
  private static func refusedNoun(_ phrase: Phrase) -> String {
    var rest = phrase
    rest.take(Lexicon.determiners.union(Lexicon.articles))
    return rest.first?.spoken ?? phrase.tokens.last?.spoken ?? ""
  }

  /// Reads what follows "increase", "reduce", "add", …
  static func change(
    _ verb: String, direction: Int, _ phrase: Phrase, lead: Amount?
  ) throws(RetouchError) -> Clause {
    guard !phrase.isEmpty else { throw .notUnderstood(verb) }
    let isGift = verb == "add" || verb == "apply"
    if isGift, lead == nil {
      var rest = phrase
      if let style = rest.take(Predicate.style), rest.isEmpty { return Clause(style) }
    }
    let connectors: Set<String> = isGift ? ["to", "on"] : ["of", "in", "on", "for"]
    let found = split(phrase, Measure.read)
    let (subject, trail) = (found?.object ?? phrase, found?.value)
    let owned = try owned(subject, of: connectors)
    guard direction > 0 || owned.property.hasOpposite else { throw .notUnderstood(owned.noun) }
    let amounts = [lead, owned.amount, trail].compactMap { $0 }
    guard amounts.count < 2 else { throw refusal(of: phrase, verb: verb) }
    let tone = Predicate.Tone(
      turn: Lexicon.Turn(owned.property, direction), amount: amounts.first)
    return Clause(tone, of: owned.object, form: .property(direction: direction))
  }

  /// Reads a clause that begins with a property: "contrast up a bit", "brightness +20%", and, after
  /// "increase the contrast and", "the saturation by 10%".
  static func property(_ phrase: Phrase, after previous: Clause?) throws(RetouchError) -> Clause? {
    var rest = phrase
    rest.take(Lexicon.determiners)
    guard let noun = rest.word, let property = Lexicon.nouns[noun] else { return nil }
    if let clause = try dial(phrase) { return clause }
    let isListed = if case .property? = previous?.form { true } else { false }
    // "blur" is a verb too, and is one here.
    if property == .blur, !isListed { return nil }
    rest.advance()
    let isBy = rest.word == "by"
    let amountPhrase = rest
    guard let amount = rest.take(Measure.read) else {
      return try listed(property, nil, rest, noun: noun, after: previous)
    }
    guard rest.isEmpty else { throw rest.refusal() }
    if case .exact(var quantity) = amount, quantity.sign != 0 || (property == .hue && isBy) {
      guard property.hasOpposite else { throw .notUnderstood(decimal(quantity.tenths)) }
      let direction = quantity.sign < 0 ? -1 : 1
      quantity.sign = 0
      let turn = Lexicon.Turn(property, direction)
      return Clause(Predicate.Tone(turn: turn, amount: .exact(quantity)), form: .other)
    }
    if isListed {
      return try listed(property, amount, rest, noun: noun, after: previous)
    }
    throw amountPhrase.refusal()
  }

  private static func listed(
    _ property: Property, _ amount: Amount?, _ rest: Phrase, noun: String, after previous: Clause?
  ) throws(RetouchError) -> Clause? {
    guard case .property(let direction)? = previous?.form else { throw rest.refusal(otherwise: noun) }
    guard direction > 0 || property.hasOpposite else { throw .notUnderstood(noun) }
    guard rest.isEmpty else { throw rest.refusal() }
    let tone = Predicate.Tone(turn: Lexicon.Turn(property, direction), amount: amount)
    var clause = Clause(tone, form: .property(direction: direction))
    clause.isBare = true
    return clause
  }

  /// Reads "the brightness down a bit", "up the contrast", "contrast up by 10%".
  static func dial(_ phrase: Phrase) throws(RetouchError) -> Clause? {
    guard let index = phrase.tokens.firstIndex(where: { $0.text == "up" || $0.text == "down" }) else {
      return nil
    }
    guard phrase.tokens.contains(where: { Lexicon.nouns[$0.text] != nil }) else { return nil }
    let direction = phrase.tokens[index].text == "up" ? 1 : -1
    var (subject, tail) = phrase.split(at: index - phrase.tokens.startIndex)
    tail.advance()
    var amount: Amount?
    if subject.isEmpty {
      let found = split(tail, Amount.read)
      (subject, amount) = (found?.object ?? tail, found?.value)
    } else if !tail.isEmpty {
      amount = tail.take(Amount.read)
      guard tail.isEmpty else { throw tail.refusal() }
    }
    let owned = try owned(subject)
    guard amount == nil || owned.amount == nil else { throw tail.refusal(otherwise: owned.noun) }
    guard direction > 0 || owned.property.hasOpposite else { throw .notUnderstood(owned.noun) }
    let tone = Predicate.Tone(
      turn: Lexicon.Turn(owned.property, direction), amount: amount ?? owned.amount)
    return Clause(tone, of: owned.object, form: .property(direction: direction))
  }

  /// Reads "the hue by 40 degrees", "the hues of the wall by -20°".
  static func hue(_ verb: String, _ phrase: Phrase) throws(RetouchError) -> Clause {
    let found = split(phrase, Amount.read)
    let subject = found?.object ?? phrase
    guard !subject.isEmpty else { throw .notUnderstood(verb) }
    let owned = try owned(subject)
    guard owned.property == .hue, owned.amount == nil else { throw .notUnderstood(owned.noun) }
    var amount = found?.value
    var direction = 1
    if case .exact(var quantity)? = amount {
      direction = quantity.sign < 0 ? -1 : 1
      quantity.sign = 0
      amount = .exact(quantity)
    }
    let turn = Lexicon.Turn(.hue, direction)
    return Clause(Predicate.Tone(turn: turn, amount: amount), of: owned.object, form: .other)
  }

  /// Reads what follows "double" or "halve".
  static func multiply(_ verb: String, _ phrase: Phrase) throws(RetouchError) -> Clause {
    guard !phrase.isEmpty else { throw .notUnderstood(verb) }
    let owned = try owned(phrase)
    guard [.brightness, .contrast, .saturation].contains(owned.property), owned.amount == nil else {
      throw .notUnderstood(owned.noun)
    }
    let isDouble = verb == "double"
    let amount = Quantity(tenths: isDouble ? 1000 : 500, sign: 0, unit: .percent)
    let turn = Lexicon.Turn(owned.property, isDouble ? 1 : -1)
    return Clause(Predicate.Tone(turn: turn, amount: .exact(amount)), of: owned.object, form: .other)
  }
}

/// An amount that may be wrapped in words for a size: "with a radius of 6 px", "in 12 px blocks".
enum Measure {
  static func read(_ phrase: inout Phrase) -> Amount? {
    if let amount = phrase.take(Amount.read), phrase.isEmpty || phrase.word == "to" { return amount }
    var rest = phrase
    rest.take(["by", "with", "to", "at", "using", "in", "of", "into"])
    rest.take(Lexicon.articles)
    let isNamed = rest.take(names) != nil
    rest.take(["size"])
    rest.take(["of"])
    guard case .number(let quantity)? = rest.first?.kind, quantity.unit == .pixels || isNamed else {
      return nil
    }
    rest.advance()
    rest.take(sizes)
    rest.take(["size"])
    phrase = rest
    return .exact(quantity)
  }

  private static let names: Set<String> = ["radius", "block", "blocks", "strength", "size"]

  private static let sizes: Set<String> = [
    "radius", "block", "blocks", "size", "squares", "tiles", "cells", "wide", "strength", "blur",
  ]
}
