package import EditModel

/// One command of a script.
package struct ScriptStep: Hashable, Sendable {
  /// The line that it begins on, counted from 1.
  package let line: Int
  package let command: Command
}

/// What is wrong with a script, and where.
package struct ScriptProblem: Error, Hashable, Sendable {
  /// The first line of the command, counted from 1.
  package let line: Int
  package let problem: Problem
}

/// Reads commands from lines, one logical line at a time.
///
/// A line whose first character is `#` is a comment. A `\` at the end of a line joins the next one to it
/// (`\\` does not). `<<END` as the last word of a line makes one literal word of the lines that follow, up to
/// the line `END` alone; in them nothing has a meaning. Carriage returns before line ends are dropped.
package struct ScriptReader {
  private let nextLine: () -> String?
  private let variables: Lexer.Variables
  private var number = 0
  private var parsed: ArraySlice<ScriptStep> = []

  /// Reads lines as they are asked for.
  ///
  /// - Parameter nextLine: The next line without its line feed, or `nil` at the end.
  package init(variables: Lexer.Variables = [:], nextLine: @escaping () -> String?) {
    self.nextLine = nextLine
    self.variables = variables
  }

  package init(_ text: String, variables: Lexer.Variables = [:]) {
    var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
    self.init(variables: variables) { lines.popFirst().map { String(Substring($0)) } }
  }

  /// All commands of a text, so that nothing is done before the whole of it parses.
  package static func steps(
    of text: String, variables: Lexer.Variables = [:]
  ) throws(ScriptProblem) -> [ScriptStep] {
    var reader = ScriptReader(text, variables: variables)
    var steps: [ScriptStep] = []
    while let step = try reader.next() { steps.append(step) }
    return steps
  }

  /// The next command, or `nil` at the end.
  ///
  /// The commands of one line are parsed together: when one of them has a problem, none is returned.
  package mutating func next() throws(ScriptProblem) -> ScriptStep? {
    while parsed.isEmpty {
      guard let first = physicalLine() else { return nil }
      guard first.unicodeScalars.first != "#" else { continue }
      let line = number
      do {
        parsed = try steps(beginningWith: first, on: line)[...]
      } catch {
        throw ScriptProblem(line: line, problem: error)
      }
    }
    return parsed.popFirst()
  }

  private mutating func physicalLine() -> String? {
    guard var line = nextLine() else { return nil }
    number += 1
    if line.unicodeScalars.last == "\r" { line.unicodeScalars.removeLast() }
    if number == 1, line.unicodeScalars.first == "\u{FEFF}" { line.unicodeScalars.removeFirst() }
    return line
  }

  private mutating func steps(
    beginningWith first: String, on line: Int
  ) throws(Problem) -> [ScriptStep] {
    let logical = try continued(first)
    var commands = try Lexer.commands(in: logical, variables: variables)
    if let word = commands.last?.last, let end = Self.longTextEnd(word) {
      commands[commands.count - 1].removeLast()
      commands[commands.count - 1].append(Word(try longText(until: end), .quoted))
    }
    var steps: [ScriptStep] = []
    for words in commands {
      steps.append(ScriptStep(line: line, command: try Grammar.command(from: words)))
    }
    return steps
  }

  private mutating func continued(_ first: String) throws(Problem) -> String {
    var logical = first.unicodeScalars
    while logical.last == "\\", logical.dropLast().last != "\\" {
      logical.removeLast()
      guard let next = physicalLine() else {
        throw Problem(.usage, "\\", found: "end of script", allowed: ["a line"])
      }
      logical.append(contentsOf: next.unicodeScalars)
    }
    return String(logical)
  }

  /// The line that ends the long text which this word begins, or `nil` when it begins none.
  static func longTextEnd(_ word: Word) -> String? {
    guard !word.isLiteral, word.text.hasPrefix("<<") else { return nil }
    let end = String(word.text.dropFirst(2))
    return Lexer.isVariableName(end) ? end : nil
  }

  private mutating func longText(until end: String) throws(Problem) -> String {
    var lines: [String] = []
    while let line = physicalLine() {
      if line == end { return lines.joined(separator: "\n") }
      lines.append(line)
    }
    throw Problem(.usage, "<<" + end, found: "end of script", allowed: [end])
  }
}
