package import EditModel

/// What the words of the process's arguments ask for.
package struct Invocation: Hashable, Sendable {
  package enum Source: Hashable, Sendable {
    case text(String)
    case file(String)
    /// `-f -`
    case standardInput
  }

  package enum Work: Hashable, Sendable {
    /// No work is named: the prompt, or the lines of a standard input that is no terminal.
    case interactive
    case command(Command)
    /// Scripts, one after the other.
    case scripts([Source])
  }

  package let work: Work
  /// The session's folder, when `--session` names one.
  package let session: String?
  /// The variables that `--set` gives to scripts and the prompt.
  package let variables: Lexer.Variables
  /// True when `--json` stands before the verb or script: for every command.
  package let wantsJSON: Bool

  /// Reads the arguments without the program's own name.
  ///
  /// Options before the verb are the program's. `--session` may also follow the verb, where `--` ends all
  /// options.
  ///
  /// - Throws: `Problem` with code `usage`, `badValue`, or any that a command has.
  package init(arguments: [String]) throws(Problem) {
    var parser = InvocationParser(arguments)
    try parser.parse()
    session = parser.session
    variables = parser.variables
    wantsJSON = parser.wantsJSON
    work = try parser.work()
  }

  /// The options that stand before the verb.
  package static let options: [OptionSpec] = [
    OptionSpec("--session", Operand("DIR", .path()), "the session's folder"),
    OptionSpec("-c", Operand("LINES", .text), "carry out these lines"),
    OptionSpec("-f", Operand("FILE", .path()), "carry out the lines of a file, - for standard input"),
    OptionSpec("--set", Operand("NAME=VALUE", .value), "the value of $NAME in lines"),
    OptionSpec("--json", "write JSON to standard output"),
    OptionSpec("--help", "this help"),
    OptionSpec("--version", "the version of this program"),
  ]
}

private struct InvocationParser {
  var session: String?
  var variables: Lexer.Variables = [:]
  var wantsJSON = false
  private var rest: ArraySlice<String>
  private var scripts: [Invocation.Source] = []
  private var shortcut: String?

  init(_ arguments: [String]) {
    rest = arguments[...]
  }

  mutating func parse() throws(Problem) {
    while let argument = rest.first, argument.hasPrefix("-") {
      rest.removeFirst()
      if argument == "--" { break }
      try takeOption(argument)
    }
    try takeSessionAfterVerb()
  }

  private mutating func takeOption(_ argument: String) throws(Problem) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = argument.hasPrefix("--") ? String(parts[0]) : argument
    let attached = name == argument ? nil : String(parts[1])
    switch name {
    case "--session": session = try path(name, attached)
    case "-c": scripts.append(.text(try value(name, attached)))
    case "-f":
      let path = try path(name, attached)
      scripts.append(path == "-" ? .standardInput : .file(path))
    case "--set": try takeVariable(try value(name, attached))
    case "--json", "--help", "-h", "--version":
      guard attached == nil else { throw Problem(.usage, name, found: argument, allowed: [name]) }
      if name == "--json" { wantsJSON = true } else { shortcut = name }
    default:
      throw Problem(
        .usage, "pentimento", found: name,
        allowed: Invocation.options.filter { Spelling.areOneEditApart(name, $0.name) }.map(\.usage)
          + ["help"])
    }
  }

  private mutating func value(_ name: String, _ attached: String?) throws(Problem) -> String {
    if let value = attached ?? rest.popFirst() { return value }
    let option = Invocation.options.first { $0.name == name }
    throw Problem(.badValue, name, allowed: option?.value.map { [$0.label] } ?? [])
  }

  private mutating func path(_ name: String, _ attached: String?) throws(Problem) -> String {
    let text = try value(name, attached)
    guard !text.isEmpty, !text.utf8.contains(0) else {
      throw Problem(.badValue, name, found: text, allowed: ["a path"])
    }
    return text
  }

  private mutating func takeVariable(_ text: String) throws(Problem) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, Lexer.isVariableName(parts[0]) else {
      throw Problem(.badValue, "--set", found: String(parts.first ?? ""), allowed: ["NAME=VALUE"])
    }
    variables[String(parts[0])] = String(parts[1])
  }

  private mutating func takeSessionAfterVerb() throws(Problem) {
    guard let place = rest.firstIndex(where: { $0 == "--session" || $0.hasPrefix("--session=") }),
      !rest[..<place].contains("--")
    else { return }
    let tail = rest[(place + 1)...]
    let head = rest[..<place]
    let option = rest[place]
    rest = tail
    try takeOption(option)
    rest = head + rest
  }

  func work() throws(Problem) -> Invocation.Work {
    if shortcut == "--version" { return .command(try Grammar.command(from: [Word("version")])) }
    if shortcut != nil {
      return .command(try Grammar.command(from: [Word("help")] + rest.prefix(1).map { Word($0) }))
    }
    guard let first = rest.first else { return scripts.isEmpty ? .interactive : .scripts(scripts) }
    guard scripts.isEmpty else {
      throw Problem(.usage, "pentimento", found: first, allowed: ["-c LINES", "-f FILE"])
    }
    return .command(try Grammar.command(from: rest.map { Word(argument: $0) }))
  }
}
