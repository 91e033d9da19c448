package import EditModel

/// A command that parsed.
package struct Command: Hashable, Sendable {
  package let verb: Verb
  package let request: Request
  package let wantsJSON: Bool
  /// The command as it can be typed, without aliases and `--json`.
  package let text: String

  /// The command that queues these words.
  package init(instruction text: String) {
    verb = .edit
    request = .edit(EditRequest(text))
    wantsJSON = false
    self.text = Reading.editLine(text)
  }

  init(verb: Verb, request: Request, wantsJSON: Bool, text: String) {
    self.verb = verb
    self.request = request
    self.wantsJSON = wantsJSON
    self.text = text
  }
}

/// The one table of what can be typed, and the one parser of commands.
package enum Grammar {
  /// All verbs, in the order of the help.
  package static let verbs: [VerbSpec] =
    sessionVerbs + pictureVerbs + maskVerbs + queueVerbs + runVerbs + decideVerbs + historyVerbs
    + moneyVerbs + settingVerbs + shellVerbs

  /// Taken by every verb.
  static let jsonOption = "--json"
  static let helpOption = "--help"

  private static let byName: [String: VerbSpec] = Dictionary(
    uniqueKeysWithValues: verbs.flatMap { spec in spec.names.map { ($0, spec) } })

  /// The verb of this name or alias, whatever the case.
  package static func spec(named name: some StringProtocol) -> VerbSpec? { byName[name.lowercased()] }

  package static func spec(of verb: Verb) -> VerbSpec {
    guard let spec = byName[verb.rawValue] else { preconditionFailure("\(verb) is not in the table") }
    return spec
  }

  /// Parses the words of one command.
  ///
  /// - Throws: `Problem`: `unknownVerb` (subject the word, allowed the suggestions); `usage` (subject the
  ///   verb, found the word that does not fit, allowed what could be typed instead, best first); `badValue`
  ///   and `badName` (subject the label or option, found the word, allowed the bounds); `unknownSetting`.
  package static func command(from words: [Word]) throws(Problem) -> Command {
    guard let first = words.first else { throw Problem(.usage, "", allowed: verbs.map(\.name)) }
    guard !first.isLiteral, let spec = spec(named: first.text) else {
      throw Problem(.unknownVerb, first.text, allowed: suggestions(for: first.text))
    }
    let rest = words.dropFirst().filter { !isPlain($0, jsonOption) }
    let wantsJSON = rest.count < words.count - 1
    guard !rest.contains(where: { isPlain($0, helpOption) }) else {
      return Command(
        verb: .help, request: .help(.verb(spec.verb)), wantsJSON: wantsJSON,
        text: "help \(spec.name)")
    }
    let (form, words) = try form(of: spec, for: rest)
    let arguments = try Arguments(words, of: form, in: spec)
    return Command(
      verb: spec.verb, request: try form.build(arguments), wantsJSON: wantsJSON,
      text: (form.words(of: spec) + arguments.typed).joined(separator: " "))
  }

  private static func isPlain(_ word: Word, _ option: String) -> Bool {
    !word.isLiteral && word.text == option
  }

  /// The form that the words choose, and the words that are left for it.
  private static func form(
    of spec: VerbSpec, for words: [Word]
  ) throws(Problem) -> (Form, [Word]) {
    let bare = spec.forms.first { $0.subcommand == nil }
    guard !spec.subcommands.isEmpty else {
      guard let bare else { preconditionFailure("\(spec.name) has no form") }
      return (bare, words)
    }
    guard let word = words.first, !word.isOption else {
      if let bare { return (bare, words) }
      throw Problem(.usage, spec.name, found: words.first?.text, allowed: ["help \(spec.name)"])
    }
    let typed = word.text.lowercased()
    let chosen = spec.forms.first { $0.subcommand == typed || $0.aliases.contains(typed) }
    // A verb with places for other words takes what is none of its subcommands there.
    if chosen == nil, let bare, !bare.operands.isEmpty { return (bare, words) }
    guard !word.isLiteral, let chosen else {
      let near = spec.forms.filter { form in
        form.subcommand.map { Spelling.areOneEditApart(typed, $0) } ?? false
      }
      throw Problem(
        .usage, spec.name, found: word.text,
        allowed: near.isEmpty ? ["help \(spec.name)"] : near.map { $0.usage(of: spec) })
    }
    return (chosen, Array(words.dropFirst()))
  }

  /// Verbs that may have been meant by a word that is none; may be empty.
  package static func suggestions(for word: String) -> [String] {
    let typed = word.lowercased()
    return verbs.filter { spec in
      spec.names.contains { name in
        name.count > 2 && Spelling.areOneEditApart(typed, name)
          || typed.count > 1 && name.hasPrefix(typed)
      }
    }.map(\.name)
  }
}
