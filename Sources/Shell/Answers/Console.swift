internal import EditModel
internal import Raster
package import Terminal

/// Where a command's words go: data to standard output, everything else to standard error.
package struct Console: Sendable {
  package let style: Style
  /// How pictures are drawn among the data; `nil` where data goes to no terminal.
  let canvas: Canvas?
  private let writeData: @Sendable (String) -> Void
  private let writeNote: @Sendable (String) -> Void

  /// The part of a terminal that a picture may fill.
  package struct Canvas: Sendable {
    let columns: Int
    let rows: Int
    let depth: ColourDepth

    /// The pixels that it shows at most: two above each other in a cell.
    var pixels: PixelSize { PixelSize(width: columns, height: 2 * rows) }

    package init(columns: Int, rows: Int, depth: ColourDepth) {
      self.columns = columns
      self.rows = rows
      self.depth = depth
    }
  }

  /// - Parameters:
  ///   - style: Emphasis on standard error, where people read.
  ///   - canvas: For pictures; `nil` draws none.
  ///   - data: Takes whole lines with their line feed.
  ///   - note: Takes whole lines with their line feed.
  package init(
    style: Style, canvas: Canvas? = nil, data: @escaping @Sendable (String) -> Void,
    note: @escaping @Sendable (String) -> Void
  ) {
    self.style = style
    self.canvas = canvas
    writeData = data
    writeNote = note
  }

  func show(_ answer: Answer, asJSON: Bool) {
    if asJSON {
      writeData(answer.json.text + "\n")
    } else {
      draw(answer.picture)
      // In one piece: a long account has ten thousand lines.
      if !answer.lines.isEmpty { writeData(answer.lines.map { TerminalText.cleaned($0) + "\n" }.joined()) }
    }
  }

  private func draw(_ picture: Bitmap?) {
    // A picture that cannot be drawn is only missing on the screen; the lines below it say all the rest.
    guard let picture, let canvas,
      let cells = try? CellPicture(
        picture, columns: canvas.columns, rows: canvas.rows, depth: canvas.depth)
    else { return }
    for line in cells.lines { writeData(line + "\n") }
  }

  /// Progress and notices.
  func note(_ text: String) { writeNote(style.dim(TerminalText.cleaned(text)) + "\n") }

  /// One line that says what is wrong, and a second with the next step where there is one.
  ///
  /// - Parameter place: Where in a script it went wrong, such as `hero.pent:12`.
  func show(_ problem: Problem, hint: String? = nil, place: String? = nil, asJSON: Bool) {
    let wording = ProblemWording(problem)
    let hint = hint ?? wording.hint
    if asJSON {
      writeData(json(problem, wording, hint: hint, place: place).text + "\n")
    }
    let prefix = place.map { "\($0): " } ?? ""
    writeNote(
      style.red("error:") + " " + TerminalText.cleanedLine(prefix + wording.sentence) + "\n")
    if let hint { writeNote(style.yellow("hint:") + " " + TerminalText.cleanedLine(hint) + "\n") }
  }

  private func json(
    _ problem: Problem, _ wording: ProblemWording, hint: String?, place: String?
  ) -> JSONValue {
    .members([
      "error": .members([
        "code": .string(problem.code.rawValue), "blame": .string(problem.blame.rawValue),
        "message": .string(wording.sentence), "hint": hint.map(JSONValue.string),
        "subject": .string(problem.subject), "found": problem.found.map(JSONValue.string),
        "allowed": .strings(problem.allowed), "place": place.map(JSONValue.string),
        "retry_may_help": .bool(problem.code.retryMayHelp),
        "exit": .integer(Int(ExitCode(problem).rawValue)),
      ])
    ])
  }
}
