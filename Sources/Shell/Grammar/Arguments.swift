import EditModel

/// The values of one command by their labels (`FILE`) and option names (`--mask`), as a form declares them.
///
/// Reading a label that the form does not declare, or with another type than its kind has, is a programmer
/// fault; a test builds every form.
package struct Arguments {
  private var values: [String: [any Sendable]] = [:]
  private var switches: Set<String> = []
  private var typedOperands: [String] = []
  private var typedOptions: [String] = []

  /// The words that say the same again: operands first, texts in quotes, `--name VALUE`.
  var typed: [String] { typedOperands + typedOptions }

  /// Binds words to the operands and options of a form.
  ///
  /// An optional operand that does not take the word leaves it to the next one.
  init(_ words: [Word], of form: Form, in spec: VerbSpec) throws(Problem) {
    let operands = try takeOptions(from: words, of: form, in: spec)
    try bind(operands, of: form, in: spec)
  }

  func has(_ name: String) -> Bool { switches.contains(name) }

  /// The first option that was typed, or `nil`.
  var firstOption: String? { typedOptions.first { $0.hasPrefix("--") } }

  func optional<Value>(_ label: String) -> Value? {
    guard let value = values[label]?.first else { return nil }
    guard let typed = value as? Value else { preconditionFailure("\(label) has another type") }
    return typed
  }

  func one<Value>(_ label: String) -> Value {
    guard let value: Value = optional(label) else { preconditionFailure("\(label) is not required") }
    return value
  }

  func all<Value>(_ label: String) -> [Value] {
    guard let typed = values[label] as? [Value] else {
      preconditionFailure("\(label) has another type")
    }
    return typed
  }

  /// The values of an option that may be given several times, in order; may be empty.
  func repeated<Value>(_ label: String) -> [Value] {
    guard let typed = (values[label] ?? []) as? [Value] else {
      preconditionFailure("\(label) has another type")
    }
    return typed
  }

  /// The selector of this label; the current round when none was typed.
  func selector(_ label: String = "SEL") -> Selector { optional(label) ?? .current(back: 0) }

  /// What `--max-cost` and `--yes` allow.
  var spending: Spending { Spending(maximum: optional("--max-cost"), asksNothing: has("--yes")) }

  /// The file to write, with `--force`.
  func destination(_ label: String = "FILE") throws(Problem) -> Destination? {
    guard let path: String = optional(label) else {
      guard !has("--force") else { throw Problem(.usage, "--force", allowed: [label]) }
      return nil
    }
    return Destination(path: path, replaces: has("--force"))
  }
}

extension Arguments {
  /// Takes the options out and returns the other words.
  private mutating func takeOptions(
    from words: [Word], of form: Form, in spec: VerbSpec
  ) throws(Problem) -> [Word] {
    var rest = words[...]
    var operands: [Word] = []
    while let word = rest.popFirst() {
      if word.text == "--", !word.isLiteral { return operands + rest }
      if word.isOption {
        try takeOption(word, rest: &rest, of: form, in: spec)
      } else {
        operands.append(word)
      }
    }
    return operands
  }

  private mutating func takeOption(
    _ word: Word, rest: inout ArraySlice<Word>, of form: Form, in spec: VerbSpec
  ) throws(Problem) {
    let parts = word.text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let option = form.options.first(where: { $0.name == name }) else {
      let near = form.options.filter { Spelling.areOneEditApart(name, $0.name) }
      throw Problem(
        .usage, spec.name, found: name,
        allowed: near.isEmpty ? [form.usage(of: spec)] : near.map(\.usage))
    }
    guard option.isRepeatable || values[name] == nil, !has(name) else {
      throw Problem(.usage, spec.name, found: name, allowed: ["\(name) once"])
    }
    guard let operand = option.value else {
      guard parts.count == 1 else { throw Problem(.usage, name, found: word.text, allowed: [name]) }
      switches.insert(name)
      typedOptions.append(name)
      return
    }
    let attached = parts.count == 2 ? Word(String(parts[1]), .quoted) : nil
    guard let value = attached ?? rest.first, !value.isOption else {
      throw Problem(.badValue, name, found: rest.first?.text, allowed: operand.kind.rule)
    }
    if attached == nil { rest.removeFirst() }
    values[name, default: []].append(try operand.kind.value(of: value, for: name))
    typedOptions += [name, operand.kind.typed(value)]
  }

  private mutating func bind(_ words: [Word], of form: Form, in spec: VerbSpec) throws(Problem) {
    var rest = words[...]
    for (place, operand) in form.operands.enumerated() {
      let isLast = place == form.operands.count - 1
      let wanted: Int
      switch operand.presence {
      case .required: wanted = 1
      case .repeated(let least): wanted = max(least, rest.count)
      case .optional:
        guard let word = rest.first, isLast || operand.kind.accepts(word) else { continue }
        wanted = 1
      }
      guard rest.count >= wanted else {
        throw Problem(.usage, spec.name, allowed: [form.usage(of: spec)])
      }
      var bound: [any Sendable] = []
      for word in rest.prefix(wanted) {
        bound.append(try operand.kind.value(of: word, for: operand.label))
        typedOperands.append(operand.kind.typed(word))
      }
      values[operand.label] = bound
      rest = rest.dropFirst(wanted)
    }
    if let extra = rest.first {
      throw Problem(.usage, spec.name, found: extra.text, allowed: [form.usage(of: spec)])
    }
  }
}

extension Form {
  /// The verb and the word after it.
  func words(of spec: VerbSpec) -> [String] { [spec.name] + (subcommand.map { [$0] } ?? []) }

  func usage(of spec: VerbSpec) -> String {
    (words(of: spec) + usageWords).joined(separator: " ")
  }
}
