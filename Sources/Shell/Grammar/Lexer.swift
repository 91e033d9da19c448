package import EditModel

/// Divides a line into commands and those into words.
///
/// Blanks divide words and `;` divides commands. A `"` at the start of a word, or right after the `=` of an
/// option, opens a quote; inside it `\"`, `\\` and `\$` stand for the second character. `$name` is a variable,
/// in quotes too, and its value is never looked into again; `$` before anything but a letter is a plain
/// character, as are apostrophes and a `"` inside a word (`5"`).
package struct Lexer {
  package typealias Variables = [String: String]

  private let scalars: [Unicode.Scalar]
  private let variables: Variables
  private var position = 0

  private init(_ line: some StringProtocol, variables: Variables) {
    scalars = Array(line.unicodeScalars)
    self.variables = variables
  }

  /// The commands of one line, in order; a command has at least one word.
  ///
  /// - Throws: `Problem` with code `usage`: a quote without end, text right after a quote, or a variable that
  ///   nobody set.
  package static func commands(
    in line: some StringProtocol, variables: Variables = [:]
  ) throws(Problem) -> [[Word]] {
    var lexer = Lexer(line, variables: variables)
    var commands: [[Word]] = [[]]
    while let scalar = lexer.current {
      if scalar == ";" {
        lexer.position += 1
        commands.append([])
      } else if scalar.properties.isWhitespace {
        lexer.position += 1
      } else {
        commands[commands.count - 1].append(try lexer.word())
      }
    }
    return commands.filter { !$0.isEmpty }
  }

  private var current: Unicode.Scalar? {
    position < scalars.count ? scalars[position] : nil
  }

  private var isAtWordEnd: Bool {
    current.map { $0 == ";" || $0.properties.isWhitespace } ?? true
  }

  private mutating func word() throws(Problem) -> Word {
    let start = position
    if current == "\"" { return Word(try quoted(), .quoted) }
    var text = String.UnicodeScalarView()
    var startsWithVariable = false
    while let scalar = current, !isAtWordEnd {
      if scalar == "\"", text.last == "=", text.starts(with: "--".unicodeScalars) {
        text.append(contentsOf: try quoted().unicodeScalars)
      } else if let value = try variable() {
        startsWithVariable = startsWithVariable || text.isEmpty && position > start
        text.append(contentsOf: value.unicodeScalars)
      } else {
        text.append(scalar)
        position += 1
      }
    }
    return Word(String(text), startsWithVariable ? .variable : .bare)
  }

  private mutating func quoted() throws(Problem) -> String {
    let start = position
    var text = String.UnicodeScalarView()
    position += 1
    while let scalar = current, scalar != "\"" {
      if scalar == "\\", let escaped = next, Self.escapable.contains(escaped) {
        text.append(escaped)
        position += 2
      } else if let value = try variable() {
        text.append(contentsOf: value.unicodeScalars)
      } else {
        text.append(scalar)
        position += 1
      }
    }
    try close(quoteFrom: start)
    return String(text)
  }

  private static let escapable: [Unicode.Scalar] = ["\"", "\\", "$"]

  private var next: Unicode.Scalar? {
    position + 1 < scalars.count ? scalars[position + 1] : nil
  }

  private mutating func close(quoteFrom start: Int) throws(Problem) {
    guard current != nil else {
      throw Problem(.usage, typed(from: start), found: "end of line", allowed: ["a closing \""])
    }
    position += 1
    guard let follower = current, !isAtWordEnd else { return }
    throw Problem(
      .usage, typed(from: start), found: String(Character(follower)),
      allowed: ["a blank after the closing \""])
  }

  /// The first characters of what stands there, for a message.
  private func typed(from start: Int) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[start..<min(position, start + 16)])
    return String(text)
  }

  /// The value of the variable that begins here, or `nil` when none does.
  private mutating func variable() throws(Problem) -> String? {
    guard current == "$", let first = next, Self.isLetter(first) else { return nil }
    let name = String(
      String.UnicodeScalarView(scalars[(position + 1)...].prefix(while: Self.isNamePart)))
    guard let value = variables[name] else {
      throw Problem(.usage, "$" + name, allowed: ["--set \(name)=VALUE"])
    }
    position += 1 + name.unicodeScalars.count
    return value
  }

  /// True for `[A-Za-z][A-Za-z0-9_]*`.
  package static func isVariableName(_ text: some StringProtocol) -> Bool {
    guard let first = text.unicodeScalars.first, isLetter(first) else { return false }
    return text.unicodeScalars.allSatisfy(isNamePart)
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }

  private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    isLetter(scalar) || ("0"..."9").contains(scalar) || scalar == "_"
  }
}
