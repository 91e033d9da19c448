import Raster

/// One clause as it was read: what it asks for, before amounts are shared between neighbours.
struct Clause: Equatable, Sendable {
  /// What the clause is made of; it decides what the next clause may leave out.
  enum Form: Equatable, Sendable {
    /// "make it brighter", "warmer": another predicate may follow.
    case predicate
    /// "increase the contrast": another property may follow, turned the same way.
    case property(direction: Int)
    /// "brighten the face": another object may follow.
    case object
    case other
  }

  enum Content: Equatable, Sendable {
    case tone(Predicate.Tone)
    case fixed(Adjustment)
  }

  var content: Content
  var namesPart: Bool
  let form: Form
  /// True when the clause is nothing but a predicate or property, so that it shares its neighbour's amount.
  var isBare = false

  init(_ adjustment: Adjustment, of object: ObjectPhrase = .whole, form: Form = .other) {
    content = .fixed(adjustment)
    namesPart = object.namesPart
    self.form = form
  }

  init(_ tone: Predicate.Tone, of object: ObjectPhrase = .whole, form: Form) {
    content = .tone(tone)
    namesPart = object.namesPart
    self.form = form
  }

  /// - Throws: `notUnderstood` or `amountOutOfRange` when the amount does not fit the property.
  func adjustment() throws(RetouchError) -> Adjustment {
    switch content {
    case .fixed(let adjustment): adjustment
    case .tone(let tone): try tone.adjustment()
    }
  }

  var tone: Predicate.Tone? {
    if case .tone(let tone) = content { tone } else { nil }
  }
}

extension Clause {
  /// Reads one clause.
  ///
  /// - Parameter previous: The clause before, when this one is joined to it by "and" or a comma.
  /// - Throws: `notUnderstood` with the first word that has no meaning where it stands.
  static func read(_ phrase: Phrase, after previous: Clause?) throws(RetouchError) -> Clause {
    if let clause = try predicate(phrase, after: previous) { return clause }
    if let clause = try property(phrase, after: previous) { return clause }
    if let clause = background(phrase) { return clause }
    var rest = phrase
    let lead = rest.take(Amount.degree)
    guard let verb = rest.word else { throw phrase.refusal() }
    rest.advance()
    if let turn = Lexicon.verbs[verb] { return try direct(verb, turn, rest, lead: lead) }
    if let direction = Lexicon.changes[verb] {
      return try change(verb, direction: direction, rest, lead: lead)
    }
    guard lead == nil else { throw .notUnderstood(verb) }
    if Lexicon.removals.contains(verb) { return try removal(verb, rest) }
    switch verb {
    case "make", "render", "give": return try make(verb, rest)
    case "turn", "change", "convert", "set", "replace": return try turn(verb, rest)
    case "fill": return try fill(rest)
    case "recolour", "recolor", "colour", "color", "paint", "dye": return try recolour(rest)
    case "shift", "rotate": return try hue(verb, rest)
    case "double", "halve": return try multiply(verb, rest)
    case "invert": return Clause(.invert, of: try ObjectPhrase(rest), form: .object)
    case "desaturate": return Clause(.grayscale, of: try ObjectPhrase(rest), form: .object)
    default: throw .notUnderstood(verb)
    }
  }

  /// The first split of a phrase into an object and a predicate (or amount, …) that `reader` reads wholly.
  static func split<Value>(
    _ phrase: Phrase, _ reader: (inout Phrase) -> Value?
  ) -> (object: Phrase, value: Value)? {
    for length in 0...phrase.count {
      var (object, tail) = phrase.split(at: length)
      if let value = reader(&tail), tail.isEmpty { return (object, value) }
    }
    return nil
  }

  /// The refusal of a phrase in which no predicate was found: the word that stands in its place.
  static func refusal(of phrase: Phrase, verb: String) -> RetouchError {
    let core = split(phrase, Amount.read)?.object ?? phrase
    var tokens = Array(core.tokens)
    let last = tokens.last?.spoken
    if let first = tokens.first?.text, Lexicon.pronouns.contains(first) || people.contains(first) {
      tokens.removeFirst()
    }
    if let first = tokens.first?.text, Predicate.appearances.contains(first) { tokens.removeFirst() }
    let stranger = ObjectPhrase.refused(in: tokens) ?? tokens.last
    return .notUnderstood(stranger?.spoken ?? last ?? verb)
  }

  private static let people: Set<String> = ["him", "her", "me", "us", "you"]
}
