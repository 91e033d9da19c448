extension TerminalText {
  /// Foreign text of one or more lines, made harmless to print.
  ///
  /// Newlines and tabs stay, CR LF becomes a newline. Every other control character (C0, DEL, C1), every
  /// format character (bidirectional controls, zero-width spaces and joiners, the byte order mark, tags), the
  /// line and paragraph separators and everything else that Unicode lets a renderer hide become visible
  /// notation: `\x1b`, `\u{202e}`. So nothing in it can move the cursor, reorder what is shown or hide. A
  /// backslash is not doubled: the notation is for reading, not for reading back.
  package static func cleaned(_ text: String) -> String {
    // What is printable ASCII throughout, as most lines are, needs no look at each character.
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
    var result = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if previous == "\r", scalar != "\n" { appendNotation(of: "\r", to: &result) }
      previous = scalar
      switch scalar {
      case "\r": continue
      case "\n", "\t": result.append(scalar)
      default: append(scalar, to: &result)
      }
    }
    if previous == "\r" { appendNotation(of: "\r", to: &result) }
    return String(result)
  }

  /// Foreign text that must stay on one line, such as a file name, made harmless to print.
  ///
  /// As `cleaned(_:)`, and newlines and tabs become notation too.
  package static func cleanedLine(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { append(scalar, to: &result) }
    return String(result)
  }

  private static func append(_ scalar: Unicode.Scalar, to result: inout String.UnicodeScalarView) {
    if isHarmless(scalar) {
      result.append(scalar)
    } else {
      appendNotation(of: scalar, to: &result)
    }
  }

  private static func appendNotation(of scalar: Unicode.Scalar, to result: inout String.UnicodeScalarView) {
    let digits = String(scalar.value, radix: 16)
    let notation = scalar.value > 0xFF ? "\\u{\(digits)}" : "\\x\(digits.count < 2 ? "0" : "")\(digits)"
    result.append(contentsOf: notation.unicodeScalars)
  }

  /// True for what is drawn where it stands.
  ///
  /// The two presentation selectors U+FE0E and U+FE0F are ignorable by the standard but change only how the
  /// character before them is drawn, so emoji in messages stay readable.
  static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value >= 0x20 && scalar.value != 0x7F }
    if scalar.value == 0xFE0E || scalar.value == 0xFE0F { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return false
    default: return !scalar.properties.isDefaultIgnorableCodePoint
    }
  }
}
