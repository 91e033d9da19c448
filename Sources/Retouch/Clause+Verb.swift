import Raster

// Clauses whose verb says everything: "brighten the face by 20 %", "remove the cup", "fill with teal".
extension Clause {
  /// Reads what follows "brighten", "blur", "sharpen", …: an object and an amount, both optional.
  static func direct(
    _ verb: String, _ turn: Lexicon.Turn, _ phrase: Phrase, lead: Amount?
  ) throws(RetouchError) -> Clause {
    var rest = phrase
    let particles: Set<String> = turn.direction > 0 ? ["up"] : ["down"]
    let takesParticle = turn.property == .brightness || turn.property == .warmth
    let isPhrasal = takesParticle && rest.take(particles) != nil
    let found = split(rest) { tail -> [Amount]? in
      if takesParticle, tail.take(particles) != nil, tail.isEmpty { return [] }
      return Measure.read(&tail).map { [$0] }
    }
    let (subject, trail) = (found?.object ?? rest, found?.value.first)
    if turn.property == .warmth, !isPhrasal, phrase.isEmpty { throw .notUnderstood(verb) }
    if lead != nil, trail != nil { throw rest.split(at: subject.count).tail.refusal() }
    let object = try ObjectPhrase(subject)
    let amount = lead ?? trail
    if verb == "desaturate", amount == nil { return Clause(.grayscale, of: object, form: .object) }
    return Clause(Predicate.Tone(turn: turn, amount: amount), of: object, form: .object)
  }

  /// Reads what follows "remove", "heal", "clean up", …
  ///
  /// The background is made transparent; qualities such as noise or blur are refused.
  static func removal(_ verb: String, _ phrase: Phrase) throws(RetouchError) -> Clause {
    var rest = phrase
    if verb == "clean" { rest.take(["up", "away"]) }
    let tokens = Array(rest.tokens)
    let head = tokens.firstIndex { prepositions.contains($0.text) } ?? tokens.count
    if head > 0, let noun = tokens.prefix(head).last?.text {
      let isQuality = Lexicon.notThings.contains(noun) || Lexicon.nouns[noun] != nil
      if isQuality { throw .notUnderstood(noun) }
    }
    let object = try ObjectPhrase(rest, accepting: ["with", "there"])
    if object.isBackground, verb != "heal", verb != "clean" { return Clause(.background(.transparent)) }
    return Clause(.remove, of: object, form: .object)
  }

  private static let prepositions: Set<String> = [
    "of", "on", "in", "at", "from", "under", "behind", "near", "beside", "between", "with", "above", "below",
    "next", "over", "around", "that",
  ]

  /// Reads what follows "fill": an object, if any, and a colour or gradient.
  static func fill(_ phrase: Phrase) throws(RetouchError) -> Clause {
    let found = split(phrase) { tail in
      tail.take(["with", "in"])
      return Paint.read(&tail)
    }
    guard let found else { throw fillRefusal(phrase) }
    let object = try ObjectPhrase(found.object)
    if object.isBackground, case .colour(let colour) = found.value {
      return Clause(.background(.colour(colour)))
    }
    return Clause(.fill(found.value), of: object)
  }

  private static func fillRefusal(_ phrase: Phrase) -> RetouchError {
    let tokens = phrase.tokens
    guard let with = tokens.firstIndex(where: { $0.text == "with" }) else {
      return .notUnderstood(tokens.last?.spoken ?? "fill")
    }
    var rest = Phrase(tokens.suffix(from: with + 1))
    rest.take(Lexicon.articles.union(Lexicon.determiners))
    rest.take(["gradient"])
    return rest.refusal(otherwise: "with")
  }

  private typealias Paint = Adjustment.Paint
}

extension Adjustment.Paint {
  /// Reads "teal", "a gradient from #102030 to white, left to right", "red to blue".
  static func read(_ phrase: inout Phrase) -> Self? {
    var rest = phrase
    rest.take(Lexicon.articles)
    var way = rest.take(Way.adjective)
    let isGradient = rest.take(["gradient"]) != nil
    if isGradient { way = way ?? rest.take(Way.read) }
    if isGradient { rest.take(["from", "of"]) } else if way == nil { rest = phrase }
    guard let first = Colours.read(&rest) else { return nil }
    guard rest.take(["to"]) != nil, let second = Colours.read(&rest) else {
      guard !isGradient, way == nil else { return nil }
      phrase = rest
      return .colour(first)
    }
    if !isGradient { rest.take(["gradient"]) }
    way = way ?? rest.take(Way.read)
    phrase = rest
    return (way ?? .down).gradient(first, second)
  }

  /// The way a gradient runs.
  private enum Way {
    case right, left, down, up

    static func adjective(_ phrase: inout Phrase) -> Way? {
      switch phrase.take(["horizontal", "vertical"]) {
      case "horizontal"?: .right
      case "vertical"?: .down
      default: nil
      }
    }

    static func read(_ phrase: inout Phrase) -> Way? {
      if phrase.take(["horizontally", "rightwards"]) != nil { return .right }
      if phrase.take(["vertically", "downwards"]) != nil { return .down }
      if phrase.take(["leftwards"]) != nil { return .left }
      if phrase.take(["upwards"]) != nil { return .up }
      phrase.take(["from", "going", "running"])
      if phrase.take(sequence: ["left", "to", "right"]) { return .right }
      if phrase.take(sequence: ["right", "to", "left"]) { return .left }
      if phrase.take(sequence: ["top", "to", "bottom"]) { return .down }
      if phrase.take(sequence: ["bottom", "to", "top"]) { return .up }
      return nil
    }

    func gradient(_ first: Colour, _ second: Colour) -> Adjustment.Paint {
      switch self {
      case .right: .gradient(from: first, to: second, axis: .leftToRight)
      case .left: .gradient(from: second, to: first, axis: .leftToRight)
      case .down: .gradient(from: first, to: second, axis: .topToBottom)
      case .up: .gradient(from: second, to: first, axis: .topToBottom)
      }
    }
  }
}
