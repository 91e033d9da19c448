/// An instruction that the embedded provider can carry out, read from a small English.
///
/// A text is understood as a whole or refused as a whole. Clauses are joined by "and", "then", "but", commas
/// and full stops; the words of an object are free but mean nothing, since only a mask shows a part of the
/// picture. `LocalInstruction.understood` lists the forms.
public struct LocalInstruction: Hashable, Sendable {
  /// Changes whenever the same text or the same adjustment would give other pixels; part of request digests.
  public static let version = 1

  /// Most adjustments of one instruction.
  public static let mostAdjustments = 16

  /// What is done, in this order.
  public let adjustments: [Adjustment]

  /// True when the words name a part of the picture ("the mug"), which nothing but a mask can show.
  public let namesPart: Bool

  /// True when the instruction cannot be applied to the whole picture: it removes something or names a part.
  public var needsMask: Bool { namesPart || adjustments.contains(where: \.needsMask) }

  /// True when the result depends on the seed.
  public var usesRandomness: Bool { adjustments.contains(where: \.usesRandomness) }

  /// Reads a text.
  ///
  /// - Throws: `RetouchError` with code `nothingAsked`, `notUnderstood` (and the first word without meaning
  ///   where it stands), `amountOutOfRange` or `tooManyAdjustments`.
  public static func parse(_ text: String) throws(RetouchError) -> LocalInstruction {
    let tokens = Token.tokens(of: text)
    let refused = Lexicon.negations.union(Lexicon.limits)
    if let word = tokens.first(where: { refused.contains($0.text) }) {
      throw .notUnderstood(word.spoken)
    }
    var reader = TextReader()
    for (phrase, joint) in TextReader.phrases(of: tokens) { try reader.read(phrase, joint: joint) }
    try reader.finish()
    return try reader.instruction()
  }
}

extension LocalInstruction: CustomStringConvertible {
  /// The adjustments in their canonical forms, joined by commas: `brightness +20%, blur 6 px`.
  public var description: String { adjustments.map(\.description).joined(separator: ", ") }
}

/// Reads clause after clause and shares what neighbours leave out.
private struct TextReader {
  private var clauses: [Clause] = []
  /// "make the cup", of "make the cup and the saucer brighter", and why it is nothing by itself.
  private var opening: (phrase: Phrase, joint: Token.Kind, error: RetouchError)?

  /// The tokens between joints, each with the joint before it; empty stretches are left out.
  static func phrases(of tokens: [Token]) -> [(phrase: Phrase, joint: Token.Kind)] {
    var phrases: [(Phrase, Token.Kind)] = []
    var start = 0
    var joint = Token.Kind.stop
    for index in 0...tokens.count {
      guard index == tokens.count || tokens[index].kind == .and || tokens[index].kind == .stop else {
        continue
      }
      var phrase = Phrase(tokens[start..<index])
      phrase.trim()
      if !phrase.isEmpty { phrases.append((phrase, joint)) }
      if index < tokens.count { joint = tokens[index].kind }
      start = index + 1
    }
    return phrases
  }

  mutating func read(_ phrase: Phrase, joint: Token.Kind) throws(RetouchError) {
    if let opening {
      self.opening = nil
      guard joint == .and, let word = phrase.word, Lexicon.determiners.contains(word) else {
        throw opening.error
      }
      do {
        try add(opening.phrase.joined(with: phrase), joint: opening.joint)
      } catch {
        throw opening.error
      }
      return
    }
    do {
      try add(phrase, joint: joint)
    } catch {
      // A verb, a determiner and one noun: more could only be an object with something said about it.
      let words = phrase.tokens.map(\.text)
      guard words.count == 3, Lexicon.determiners.contains(words[1]) else { throw error }
      opening = (phrase, joint, error)
    }
  }

  /// Refuses what was opened and never completed.
  func finish() throws(RetouchError) {
    if let opening { throw opening.error }
  }

  private mutating func add(_ phrase: Phrase, joint: Token.Kind) throws(RetouchError) {
    let previous = joint == .and ? clauses.last : nil
    do {
      let clause = try Clause.read(phrase, after: previous)
      if joint == .and { share(with: clause) } else { clauses.append(clause) }
    } catch {
      guard let previous, previous.form == .object, isFurtherObject(phrase) else { throw error }
      clauses[clauses.count - 1].namesPart = true
    }
    guard clauses.count <= LocalInstruction.mostAdjustments else {
      throw RetouchError(
        .tooManyAdjustments, found: "\(clauses.count)", allowed: "\(LocalInstruction.mostAdjustments)")
    }
  }

  /// "… and the saucer", after a verb with an object.
  private func isFurtherObject(_ phrase: Phrase) -> Bool {
    guard let word = phrase.word, Lexicon.determiners.contains(word), phrase.count <= 6 else { return false }
    let head = phrase.tokens.last?.text ?? ""
    guard !Lexicon.notThings.contains(head), Lexicon.nouns[head] == nil else { return false }
    // Only whether it reads as an object counts; the caller has the error of the clause itself.
    return (try? ObjectPhrase(phrase)) != nil
  }

  /// Appends a clause that is joined by "and" or a comma.
  ///
  /// "a bit brighter and warmer": what is said before the first holds for the second. "brighter and warmer
  /// by 10 %": what is said after the last holds for those before that say nothing.
  private mutating func share(with clause: Clause) {
    var clause = clause
    if clause.isBare, let tone = clause.tone {
      let last = clauses.last?.tone
      if tone.amount == nil, let last, last.place == .before, clauses.last?.form == clause.form {
        clause.content = .tone(tone.taking(last.amount, at: .before))
      } else if tone.amount != nil, tone.place == .after {
        shareBackwards(tone.amount, form: clause.form)
      }
    }
    clauses.append(clause)
  }

  private mutating func shareBackwards(_ amount: Amount?, form: Clause.Form) {
    for index in clauses.indices.reversed() {
      guard let tone = clauses[index].tone, tone.amount == nil, clauses[index].form == form else { return }
      clauses[index].content = .tone(tone.taking(amount, at: .after))
      guard clauses[index].isBare else { return }
    }
  }

  func instruction() throws(RetouchError) -> LocalInstruction {
    guard !clauses.isEmpty else { throw RetouchError(.nothingAsked) }
    var adjustments: [Adjustment] = []
    for clause in clauses { adjustments.append(try clause.adjustment()) }
    return LocalInstruction(adjustments: adjustments, namesPart: clauses.contains(where: \.namesPart))
  }
}

extension Predicate.Tone {
  /// The tone with a neighbour's amount, if that is an amount for this property.
  fileprivate func taking(_ amount: Amount?, at place: Place) -> Self {
    // An amount out of this property's bounds was its neighbour's alone, and is checked there.
    guard (try? turn.property.scale.tenths(amount)) != nil else { return self }
    return Self(turn: turn, amount: amount, place: place)
  }
}
