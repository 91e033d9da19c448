/// Reads lines from a terminal, with editing, history and completion.
///
/// One row: a wider line scrolls sideways. The terminal's size is asked for each time the row is drawn. A
/// paste never submits and never runs a key: its lines are joined by spaces, so that a pasted script shows as
/// one line to be looked at first. Keys typed ahead are kept for the next line.
///
/// Keys: arrows, Home, End, Ctrl-A E B F P N, words by Alt-B F or Ctrl-arrow; Backspace, Delete, Ctrl-H D;
/// Ctrl-W U K and Alt-D, Alt-Backspace delete for Ctrl-Y; Tab completes; Ctrl-L clears the screen.
package struct LineEditor: Sendable {
  package enum Outcome: Equatable, Sendable {
    case line(String)
    /// Ctrl-C; the line is abandoned.
    case interrupted
    /// Ctrl-D on an empty line, or the terminal is gone; a line begun then is abandoned.
    case endOfInput
  }

  /// What the word under completion can become.
  ///
  /// The word reaches from the last blank outside `"…"` to the cursor, with the quote when it begins with one;
  /// each candidate replaces all of it. `cursor` counts graphemes of `line`.
  package typealias Completer = (_ line: String, _ cursor: Int) -> [String]

  /// The earlier lines; the editor only walks through them, the caller adds to them.
  package var history: LineHistory

  private let reader: FileDescriptorReader
  private let writer: FileDescriptorWriter
  private let style: Style
  private var decoder = KeyDecoder()
  private var pendingKeys: ArraySlice<Key> = []
  private var buffer = LineBuffer()
  private var view = LineView()

  /// - Parameters:
  ///   - input, output: Descriptors of a terminal; see `isUsable`.
  ///   - style: How prompt and marks may be emphasised.
  package init(input: Int32, output: Int32, style: Style, history: LineHistory = LineHistory()) {
    reader = FileDescriptorReader(descriptor: input)
    writer = FileDescriptorWriter(descriptor: output)
    self.style = style
    self.history = history
  }

  /// True when editing is possible: both are terminals, and `TERM` is neither absent nor `dumb`.
  ///
  /// Otherwise read with `LineReader`.
  package static func isUsable(input: Int32, output: Int32, term: String?) -> Bool {
    Terminal.isTerminal(input) && Terminal.isTerminal(output) && Terminal.understandsEscapes(term: term)
  }

  /// Prompts for a line and waits until it is submitted or given up.
  ///
  /// The terminal is in raw mode only during the call.
  ///
  /// - Parameter prompt: Plain text, shown bold where styling is on.
  /// - Throws: `notATerminal`, `inputOutput`, or what writing throws.
  package mutating func readLine(
    prompt: String, completing: Completer = { _, _ in [] }
  ) throws(TerminalError) -> Outcome {
    let raw = try RawMode(input: reader.descriptor, output: writer.descriptor)
    defer { raw.restore() }
    do throws(TerminalError) {
      return try converse(prompt: prompt, completing: completing)
    } catch  where Terminal.isHungUp(reader.descriptor) {
      return .endOfInput
    }
  }

  private mutating func converse(
    prompt: String, completing: Completer
  ) throws(TerminalError) -> Outcome {
    buffer.removeAll()
    view = LineView()
    while true {
      while let key = pendingKeys.popFirst() {
        if let outcome = try take(key, completing: completing) { return try finish(outcome, prompt: prompt) }
      }
      try draw(prompt: prompt)
      switch try reader.read() {
      case .bytes(let bytes): pendingKeys += decoder.decode(bytes)
      case .signal: continue
      case .end: return try finish(.endOfInput, prompt: prompt)
      }
    }
  }

  /// Acts on one key; gives the outcome when the line is over.
  private mutating func take(_ key: Key, completing: Completer) throws(TerminalError) -> Outcome? {
    switch key {
    case .enter: return .line(buffer.text)
    case .interrupt: return .interrupted
    case .endOfInput where buffer.characters.isEmpty: return .endOfInput
    case .endOfInput: edit(.delete)
    case .edit(let change): edit(change)
    case .text(let text), .paste(let text): try insert(text)
    case .oversizedPaste: try ring()
    case .up: try walk(to: history.older(than: buffer.text, prefix: textBeforeCursor))
    case .down: try walk(to: history.newer(than: buffer.text))
    case .clearScreen: try writer.write("\u{1b}[H\u{1b}[2J")
    case .tab: try complete(with: completing)
    }
    return nil
  }

  private var textBeforeCursor: String { String(buffer.characters[..<buffer.cursor]) }

  private mutating func edit(_ change: LineBuffer.Edit) {
    let before = buffer.characters
    buffer.apply(change)
    if buffer.characters != before { history.leave() }
  }

  private mutating func insert(_ text: String) throws(TerminalError) {
    history.leave()
    if !buffer.insert(text) { try ring() }
  }

  private mutating func walk(to line: String?) throws(TerminalError) {
    guard let line, buffer.replaceAll(with: line) else { return try ring() }
  }

  private mutating func complete(with completer: Completer) throws(TerminalError) {
    let start = buffer.completionStart
    let word = String(buffer.characters[start..<buffer.cursor])
    // A candidate that cannot stand in a line as it is would name something else there.
    let candidates = completer(buffer.text, buffer.cursor).filter { LineBuffer.singleLine($0) == $0 }
    let common = CandidateTable.commonPrefix(candidates)
    let isProgress = candidates.count == 1 || (common.count > word.count && common.hasPrefix(word))
    guard !candidates.isEmpty, !isProgress || common != word else { return try ring() }
    if isProgress {
      history.leave()
      if !buffer.replace(from: start, with: common) { try ring() }
    } else {
      try list(candidates)
    }
  }

  private func list(_ candidates: [String]) throws(TerminalError) {
    let rows = CandidateTable.rows(candidates, columns: columns)
    try writer.write("\r\n" + rows.joined(separator: "\r\n") + "\r\n")
  }

  private var columns: Int { Terminal.size(of: writer.descriptor)?.columns ?? 80 }

  private mutating func draw(prompt: String) throws(TerminalError) {
    let frame = view.frame(prompt: prompt, buffer: buffer, columns: columns)
    let cursor = frame.cursorColumn > 0 ? "\u{1b}[\(frame.cursorColumn)C" : ""
    try writer.write("\r\u{1b}[K\(style.bold(frame.prompt))\(frame.text)\r\(cursor)")
  }

  /// Leaves the row as it was last, with `^C` behind an abandoned line, and goes to the next.
  private mutating func finish(_ outcome: Outcome, prompt: String) throws(TerminalError) -> Outcome {
    buffer.apply(.end)
    history.leave()
    try draw(prompt: prompt)
    try writer.write(outcome == .interrupted ? "^C\r\n" : "\r\n")
    return outcome
  }

  private func ring() throws(TerminalError) {
    try writer.write("\u{7}")
  }
}
