import EditModel
import Shell
import TestSupport
import Testing

struct ReadingTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let kind: String
    let line: String
    let reading: String
    let hint: String
    var testDescription: String { line }
  }

  static func rows() throws -> [Row] {
    try Fixtures.table("readings/prompt.tsv").map { columns in
      try #require(columns.count == 4, "\(columns)")
      return Row(kind: columns[0], line: columns[1], reading: columns[2], hint: columns[3])
    }
  }

  @Test func fixtureHasEveryKindAndFiftyLines() throws {
    let rows = try Self.rows()
    #expect(rows.count >= 50)
    #expect(Set(rows.map(\.kind)) == ["empty", "do", "queue", "refuse"])
    #expect(Set(rows.map(\.line)).count == rows.count)
  }

  @Test(arguments: try Self.rows())
  func lineMeansWhatTheFixtureSays(_ row: Row) {
    let found = Self.summary(of: Reading(prompt: row.line))
    #expect(found == [row.kind, row.reading, row.hint])
  }

  /// Spending takes the verb itself: the words of the line are `run` and options, between `;`, or `new` with the
  /// option for a picture from words.
  @Test(arguments: try Self.rows())
  func onlyALiteralRunCommandRuns(_ row: Row) {
    guard case .commands(let commands) = Reading(prompt: row.line) else { return }
    let runs = commands.filter {
      switch $0.request {
      case .run, .generate: true
      default: false
      }
    }
    let typed = row.line.split(separator: ";").filter { part in
      let words = part.split(separator: " ")
      if words.first == "new" { return words.contains("--words") && words.contains("--provider") }
      return ["run", "/run"].contains(words.first)
        && words.dropFirst().allSatisfy { $0.hasPrefix("--") || $0.allSatisfy { $0.isNumber || $0 == "." } }
    }
    #expect(runs.count == typed.count)
  }

  @Test(arguments: try Self.rows())
  func hintQueuesTheWords(_ row: Row) throws {
    guard case .problem(_, let hint?) = Reading(prompt: row.line) else { return }
    guard case .commands(let commands) = Reading(prompt: hint) else {
      Issue.record("the hint is refused: \(hint)")
      return
    }
    #expect(commands.map(\.verb) == [.edit])
    guard case .edit(let request)? = commands.first?.request else { return }
    if !row.line.hasPrefix("edit") && !row.line.hasPrefix("\"") && !row.line.hasPrefix("“") {
      #expect(request.text == row.line)
    }
  }

  /// Whatever stands behind a verb, the line is not queued.
  @Test(arguments: Grammar.verbs.flatMap(\.names))
  func lineThatBeginsWithAVerbIsNeverQueued(_ name: String) {
    for rest in ["", " the cat", " 7", " it's; #x", " \"a", " --x", " “x y”", ";", " <<END", " \\"] {
      for line in [name + rest, name.uppercased() + rest, "/" + name + rest] {
        guard case .instruction = Reading(prompt: line) else { continue }
        Issue.record("queued: \(line)")
      }
    }
  }

  @Test(arguments: ["undo", "make the cat smile", "\"x\"", "run away", "sharpen"])
  func textThatIsQuotedAndQueuedIsItself(_ text: String) throws {
    let command = Command(instruction: text)
    guard case .commands(let commands) = Reading(prompt: command.text) else {
      Issue.record("refused")
      return
    }
    #expect(commands == [command])
    #expect(command.request == .edit(EditRequest(text)))
  }

  @Test func variablesReachCommandsButNotInstructions() {
    let variables = ["c": "red"]
    #expect(Reading(prompt: "paint it $c", variables: variables) == .instruction("paint it $c"))
    #expect(
      Self.summary(of: Reading(prompt: "edit \"paint it $c\"", variables: variables))
        == ["do", "edit \"paint it red\"", ""])
  }

  @Test func hintIsThereForCommandsThatNameNoFile() {
    #expect(Reading.hint(for: "open mouth") == "edit \"open mouth\"")
    #expect(Reading.hint(for: "undo 2") == nil)
    #expect(Reading.hint(for: "close") == nil)
  }

  /// A reading in words, as the fixture writes them.
  private static func summary(of reading: Reading) -> [String] {
    switch reading {
    case .empty: ["empty", "", ""]
    case .commands(let commands): ["do", commands.map(\.text).joined(separator: "; "), ""]
    case .instruction(let text): ["queue", text, ""]
    case .problem(let problem, let hint):
      [
        "refuse",
        ([problem.code.rawValue, problem.subject]
          + (problem.code == .unknownVerb && !problem.allowed.isEmpty ? ["?"] + problem.allowed : []))
          .joined(separator: " "), hint ?? "",
      ]
    }
  }
}
