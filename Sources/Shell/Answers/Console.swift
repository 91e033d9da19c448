internal import EditModel
package import Terminal

/// Where a command's words go: data to standard output, everything else to standard error.
package struct Console: Sendable {
  package let style: Style
  private let writeData: @Sendable (String) -> Void
  private let writeNote: @Sendable (String) -> Void

  /// - Parameters:
  ///   - style: Emphasis on standard error, where people read.
  ///   - data: Takes whole lines with their line feed.
  ///   - note: Takes whole lines with their line feed.
  package init(
    style: Style, data: @escaping @Sendable (String) -> Void,
    note: @escaping @Sendable (String) -> Void
  ) {
    self.style = style
    writeData = data
    writeNote = note
  }

  func show(_ answer: Answer, asJSON: Bool) {
    if asJSON {
      writeData(answer.json.text + "\n")
    } else {
      for line in answer.lines { writeData(TerminalText.cleaned(line) + "\n") }
    }
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
