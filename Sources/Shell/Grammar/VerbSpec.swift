import EditModel

/// The verbs, by the name that they are typed with.
package enum Verb: String, Hashable, Sendable, CaseIterable {
  case new, open, close, status
  case save, go, show, view, canvas
  case reference = "ref"
  case mask
  case edit, queue, fence
  case plan, run, recover
  case accept, reject, pick, retry, tag
  case log, undo, redo
  case operation = "op"
  case cost, budget, prices, audit, cache
  case providers, use, set, get, probe
  case simulate, read, help, version, quit
}

/// A verb of the grammar: everything that parser, help and completion know about it.
package struct VerbSpec: Sendable {
  package enum Group: String, Sendable, CaseIterable {
    case session
    case picture
    case mask
    case queue
    case run = "plan and run"
    case decide
    case history
    case money
    case providers
    case shell
  }

  package let verb: Verb
  package let aliases: [String]
  package let group: Group
  /// What it does, in a few words.
  package let summary: String
  package let forms: [Form]

  init(
    _ verb: Verb, aliases: [String] = [], _ group: Group, _ summary: String, forms: [Form]
  ) {
    self.verb = verb
    self.aliases = aliases
    self.group = group
    self.summary = summary
    self.forms = forms
  }

  package var name: String { verb.rawValue }
  package var names: [String] { [name] + aliases }
  /// The words that may follow the verb, without their aliases.
  package var subcommands: [String] { forms.compactMap(\.subcommand) }
  /// One line for each form, as `undo [N]`.
  package var usages: [String] { forms.map { $0.usage(of: self) } }
}

/// One way to write a verb.
package struct Form: Sendable {
  typealias Build = @Sendable (Arguments) throws(Problem) -> Request

  /// The word after the verb that chooses this form.
  package let subcommand: String?
  package let aliases: [String]
  package let operands: [Operand]
  package let options: [OptionSpec]
  /// A line that parses.
  package let example: String
  let build: Build

  /// A form of a verb that has one form, or the form without a word after the verb.
  init(
    _ operands: [Operand] = [], options: [OptionSpec] = [], example: String,
    build: @escaping Build
  ) {
    self.init(
      word: nil, aliases: [], operands, options: options, example: example,
      build: build)
  }

  init(
    _ subcommand: String, aliases: [String] = [], _ operands: [Operand] = [],
    options: [OptionSpec] = [], example: String, build: @escaping Build
  ) {
    self.init(
      word: subcommand, aliases: aliases, operands, options: options,
      example: example, build: build)
  }

  private init(
    word: String?, aliases: [String], _ operands: [Operand], options: [OptionSpec],
    example: String, build: @escaping Build
  ) {
    subcommand = word
    self.aliases = aliases
    self.operands = operands
    self.options = options
    self.example = example
    self.build = build
  }

  var usageWords: [String] {
    operands.map(\.usage) + options.map { "[\($0.usage)]" }
  }
}

/// A value that stands at its place in a command.
package struct Operand: Sendable {
  enum Presence: Hashable, Sendable {
    case required
    case optional
    case repeated(atLeast: Int)
  }

  package let label: String
  package let kind: ValueKind
  let presence: Presence

  init(_ label: String, _ kind: ValueKind, _ presence: Presence = .required) {
    self.label = label
    self.kind = kind
    self.presence = presence
  }

  var usage: String {
    let shown = kind.isText ? "\"\(label)\"" : label
    return switch presence {
    case .required: shown
    case .optional: "[\(shown)]"
    case .repeated(atLeast: 0): "[\(shown)…]"
    case .repeated(let least):
      Array(repeating: shown, count: least).joined(separator: " ") + "…"
    }
  }
}

/// A value or a switch that is named by `--NAME`.
package struct OptionSpec: Sendable {
  /// With its two dashes.
  package let name: String
  /// `nil` for a switch.
  package let value: Operand?
  package let summary: String
  /// True for a value that may be given several times.
  let isRepeatable: Bool

  init(_ name: String, _ summary: String) {
    self.name = name
    value = nil
    self.summary = summary
    isRepeatable = false
  }

  init(_ name: String, _ value: Operand, isRepeatable: Bool = false, _ summary: String) {
    self.name = name
    self.value = value
    self.summary = summary
    self.isRepeatable = isRepeatable
  }

  package var usage: String {
    value.map { "\(name) \($0.usage)" + (isRepeatable ? "…" : "") } ?? name
  }
}
