/// What is printed for a line in one row of a terminal, scrolled sideways when the line is wider.
///
/// The last column is never written, so the row cannot wrap. What a terminal does not draw in place (see
/// `TerminalText.cleaned(_:)`) is shown as notation, so a line holds nothing that its writer cannot see;
/// joiners inside emoji and words stay as they are.
package struct LineView: Equatable, Sendable {
  /// One row, plain text without escape sequences.
  package struct Frame: Equatable, Sendable {
    package let prompt: String
    /// The visible part; `<` and `>` at its ends stand for what is hidden.
    package let text: String
    /// The cursor's column, from 0.
    package let cursorColumn: Int
  }

  private struct Cell {
    let text: String
    let width: Int

    init(_ character: Character) {
      text = LineView.shown(character)
      width = TerminalText.width(of: text)
    }
  }

  /// The first grapheme shown; kept between frames so that the row moves only when the cursor leaves it.
  private var start = 0

  package init() {}

  /// The row for a buffer at this moment.
  ///
  /// - Parameters:
  ///   - prompt: Plain text; cut when it would leave the line less than 20 cells and less than half the row.
  ///   - columns: The row's width in cells, 1 or more; may differ from frame to frame.
  package mutating func frame(prompt: String, buffer: LineBuffer, columns: Int) -> Frame {
    let prompt = TerminalText.truncated(
      TerminalText.cleanedLine(prompt), to: max(columns - 21, columns / 2))
    let promptWidth = TerminalText.width(of: prompt)
    let room = max(columns - 1 - promptWidth, 0)
    let cells = buffer.characters.map(Cell.init)
    if Self.width(cells[...]) <= room {
      start = 0
      let cursorColumn = promptWidth + Self.width(cells[..<buffer.cursor])
      return Frame(prompt: prompt, text: Self.text(cells[...]), cursorColumn: cursorColumn)
    }
    // Two cells are for the marks, where there is room for marks at all.
    let margin = room >= 3 ? 1 : 0
    let inner = room - 2 * margin
    scroll(cells, cursor: buffer.cursor, room: inner)
    let end = Self.end(cells, from: start, room: inner)
    let left = margin == 0 ? "" : start > 0 ? "<" : " "
    let right = margin == 1 && end < cells.count ? ">" : ""
    return Frame(
      prompt: prompt, text: left + Self.text(cells[start..<end]) + right,
      cursorColumn: promptWidth + margin + Self.width(cells[start..<min(buffer.cursor, end)]))
  }

  /// Moves `start` as little as needed to show the cursor, and back while that shows more of the line's end.
  private mutating func scroll(_ cells: [Cell], cursor: Int, room: Int) {
    start = min(start, cursor)
    let cursorWidth = cursor < cells.count ? min(cells[cursor].width, room) : 1
    var used = Self.width(cells[start..<cursor]) + max(cursorWidth, 1)
    while start < cursor, used > room {
      used -= cells[start].width
      start += 1
    }
    var rest = Self.width(cells[start...]) + 1
    while start > 0, rest + cells[start - 1].width <= room {
      start -= 1
      rest += cells[start].width
    }
  }

  private static func end(_ cells: [Cell], from start: Int, room: Int) -> Int {
    var end = start
    var used = 0
    while end < cells.count, used + cells[end].width <= room {
      used += cells[end].width
      end += 1
    }
    return end
  }

  private static func width(_ cells: ArraySlice<Cell>) -> Int {
    cells.reduce(0) { $0 + $1.width }
  }

  private static func text(_ cells: ArraySlice<Cell>) -> String {
    cells.reduce(into: "") { $0 += $1.text }
  }

  private static func shown(_ character: Character) -> String {
    let scalars = character.unicodeScalars
    let isJoined = scalars.count > 1 && scalars.allSatisfy { TerminalText.isHarmless($0) || isJoiner($0) }
    return isJoined ? String(character) : TerminalText.cleanedLine(String(character))
  }

  private static func isJoiner(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0x200C || scalar.value == 0x200D
  }
}
