/// Emphasis and colour by ANSI escape sequences, or plain text where those are not wanted.
///
/// Styles nest as long as `bold` and `dim` are not put into each other: both are ended by the same sequence.
/// Measure, cut and pad a text before styling it: `TerminalText` counts what is printed, not sequences.
///
/// - Note: Source: ECMA-48, 5th edition, section 8.3.117 (SGR).
package struct Style: Equatable, Sendable {
  /// False when every function returns its text as it is.
  package let isEnabled: Bool

  /// Decides whether styling is wanted.
  ///
  /// - Parameters:
  ///   - isTerminal: Whether the output is a terminal.
  ///   - noColour: The value of `NO_COLOR`; present and not empty switches styling off.
  ///   - term: The value of `TERM`; absent, empty and `dumb` switch styling off.
  /// - Note: Source: the convention of https://no-color.org.
  package init(isTerminal: Bool, noColour: String?, term: String?) {
    let isRefused = !(noColour ?? "").isEmpty
    isEnabled = isTerminal && !isRefused && Terminal.understandsEscapes(term: term)
  }

  package func bold(_ text: String) -> String { wrapped(text, on: 1, off: 22) }
  package func dim(_ text: String) -> String { wrapped(text, on: 2, off: 22) }
  package func red(_ text: String) -> String { wrapped(text, on: 31, off: 39) }
  package func green(_ text: String) -> String { wrapped(text, on: 32, off: 39) }
  package func yellow(_ text: String) -> String { wrapped(text, on: 33, off: 39) }

  private func wrapped(_ text: String, on: Int, off: Int) -> String {
    guard isEnabled, !text.isEmpty else { return text }
    return "\u{1b}[\(on)m\(text)\u{1b}[\(off)m"
  }
}
