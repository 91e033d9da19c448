/// The room that text takes on a terminal, and fitting text into it.
///
/// Widths are in character cells. Control characters, line ends and tabs count 0: clean foreign text first.
package enum TerminalText {
  package enum Alignment: Sendable {
    case left, right
  }

  /// The cells that the text takes on one line.
  package static func width(of text: String) -> Int {
    text.reduce(0) { $0 + width(of: $1) }
  }

  /// The cells of one grapheme: 2 for an emoji sequence, else the sum of its scalars' cells.
  ///
  /// Terminals differ in emoji sequences; this is what those do that draw a sequence as one picture.
  package static func width(of character: Character) -> Int {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return 0 }
    if scalars.count > 1, first.properties.isEmoji, scalars.dropFirst().contains(where: joinsEmoji) {
      return 2
    }
    return scalars.reduce(0) { $0 + CellWidth.of($1) }
  }

  /// U+FE0F (emoji presentation), U+200D (joiner) and the skin tones.
  private static func joinsEmoji(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0xFE0F || scalar.value == 0x200D || scalar.properties.isEmojiModifier
  }

  /// The text cut to at most `limit` cells, with `…` as its last cell when something was cut.
  ///
  /// Graphemes are never split, so the result can be a cell narrower. A limit of 0 or less gives an empty text.
  package static func truncated(_ text: String, to limit: Int) -> String {
    guard limit > 0 else { return "" }
    guard width(of: text) > limit else { return text }
    var used = 0
    let kept = text.prefix { character in
      used += width(of: character)
      return used <= limit - 1
    }
    return kept + "…"
  }

  /// The text filled up with spaces to `target` cells; a wider text stays as it is.
  package static func padded(_ text: String, to target: Int, alignment: Alignment = .left) -> String {
    let fill = String(repeating: " ", count: max(target - width(of: text), 0))
    switch alignment {
    case .left: return text + fill
    case .right: return fill + text
    }
  }
}
