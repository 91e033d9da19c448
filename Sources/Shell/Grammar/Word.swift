/// One word of a command, with its quotes taken off and its variables put in.
package struct Word: Hashable, Sendable {
  package enum Origin: Hashable, Sendable {
    /// Typed as it is.
    case bare
    /// From quotes, or a long text.
    case quoted
    /// It begins with the value of a variable.
    case variable
    /// An argument of the process: the calling shell has taken off what quotes there were.
    case argument
  }

  package let text: String
  package let origin: Origin

  package init(_ text: String, _ origin: Origin = .bare) {
    self.text = text
    self.origin = origin
  }

  /// A word of the process's arguments.
  ///
  /// With a blank in it it was quoted, unless it is the value of an option (`--name=big hat`).
  package init(argument text: String) {
    let beforeBlank = text.prefix { !$0.isWhitespace }
    let wasQuoted = beforeBlank.count < text.count && !beforeBlank.contains("=")
    self.init(text, wasQuoted ? .quoted : .argument)
  }

  /// True for what is never a verb, an option or the beginning of a long text.
  var isLiteral: Bool { origin == .quoted || origin == .variable }

  var isOption: Bool { !isLiteral && text.hasPrefix("--") && text != "--" }

  /// The text as one word that can be typed after a verb, quoted where it has to be.
  ///
  /// The lexer reads it back as the same text, except that a line break has no form inside quotes.
  package static func typed(_ text: String) -> String {
    let isPlain =
      !text.isEmpty && !text.hasPrefix("--") && !text.hasPrefix("<<")
      && text.unicodeScalars.allSatisfy { scalar in
        !scalar.properties.isWhitespace && !["\"", "\\", ";", "$"].contains(scalar)
      }
    return isPlain ? text : inQuotes(text)
  }

  /// The text in quotes, with `"`, `\` and `$` escaped.
  package static func inQuotes(_ text: String) -> String {
    var quoted = String.UnicodeScalarView("\"".unicodeScalars)
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" || scalar == "$" { quoted.append("\\") }
      quoted.append(scalar)
    }
    quoted.append("\"")
    return String(quoted)
  }
}
