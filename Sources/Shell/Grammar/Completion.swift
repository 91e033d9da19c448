import EditModel

/// What could stand in place of the word before the cursor.
package struct Completion: Hashable, Sendable {
  /// Where the word begins, in characters from the line's start.
  package let start: Int
  /// Whole words, in the order of the table.
  package let candidates: [String]
}

extension Grammar {
  /// Completes verbs, the words after them, options, and values that come from a list.
  ///
  /// - Parameters:
  ///   - line: The line as typed so far; what follows the cursor is not looked at.
  ///   - cursor: Characters before the cursor; beyond the end it counts as the end.
  /// - Returns: No candidates inside quotes and where any text may stand.
  package static func completions(_ line: String, cursor: Int) -> Completion {
    let typed = String(line.prefix(max(0, cursor)))
    let word = String(typed.reversed().prefix { !$0.isWhitespace && $0 != ";" }.reversed())
    let start = typed.count - word.count
    // A quote that is still open, or a variable, makes the words before the cursor unknown.
    guard let lists = try? Lexer.commands(in: typed.prefix(start)) else {
      return Completion(start: start, candidates: [])
    }
    let isFirst = typed.prefix(start).last(where: { !$0.isWhitespace }).map { $0 == ";" } ?? true
    let words = isFirst ? [] : lists.last ?? []
    return Completion(
      start: start,
      candidates: candidates(after: words, for: word).filter { $0.hasPrefix(word.lowercased()) })
  }

  private static func candidates(after words: [Word], for word: String) -> [String] {
    guard let first = words.first else {
      return word.hasPrefix("/") ? names.map { "/" + $0 } : names
    }
    guard let spec = spec(named: first.text) else { return [] }
    let forms = spec.subcommands.isEmpty ? spec.forms : chosenForms(of: spec, by: words)
    guard let forms else { return spec.subcommands + [helpOption] }
    let given = words.dropFirst(spec.subcommands.isEmpty ? 1 : 2)
    return forms.flatMap { candidates(in: $0, after: Array(given), isOption: word.hasPrefix("-")) }
  }

  private static var names: [String] { verbs.map(\.name) }

  /// The forms that a word after the verb chooses; `nil` when that word is still to come.
  private static func chosenForms(of spec: VerbSpec, by words: [Word]) -> [Form]? {
    guard words.count > 1 else { return nil }
    let typed = words[1].text.lowercased()
    return spec.forms.filter { $0.subcommand == typed || $0.aliases.contains(typed) }
  }

  private static func candidates(in form: Form, after words: [Word], isOption: Bool) -> [String] {
    if let last = words.last, last.isOption,
      let operand = form.options.first(where: { $0.name == last.text })?.value
    {
      return operand.kind.candidates
    }
    if isOption {
      let given = Set(words.map(\.text))
      return (form.options.map(\.name) + [jsonOption, helpOption]).filter { !given.contains($0) }
    }
    if form.operands.contains(where: { $0.label == "VALUE" }), words.count == 1,
      let setting = Setting.named(words[0].text), case .oneOf(let values) = setting.values
    {
      return values
    }
    return words.count < form.operands.count ? form.operands[words.count].kind.candidates : []
  }
}

extension ValueKind {
  /// The values, when they come from a list.
  fileprivate var candidates: [String] {
    switch self {
    case .choice, .settingKey, .helpTopic: rule
    default: []
    }
  }
}
