import EditModel
import Shell
import Testing

struct GrammarScriptTests {
  private func read(_ text: String, _ variables: [String: String] = [:]) throws -> [String] {
    try ScriptReader.steps(of: text, variables: variables).map { "\($0.line): \($0.command.text)" }
  }

  static let scripts: [(String, [String])] = [
    ("", []),
    ("\n\n", []),
    ("status\nlog\n", ["1: status", "2: log"]),
    ("status; log; undo 2", ["1: status", "1: log", "1: undo 2"]),
    ("# comment; run\nstatus", ["2: status"]),
    ("# comment \\\nstatus", ["2: status"]),
    ("mask rect 1 2 \\\n  3 4\nfence", ["1: mask rect 1 2 3 4", "3: fence"]),
    ("edit \"fill with \\\n#d9d9d9\"", ["1: edit \"fill with #d9d9d9\""]),
    ("edit \"a \\\\\"\nstatus", ["1: edit \"a \\\\\"", "2: status"]),
    (#"edit a\\"# + "\nstatus", [#"1: edit "a\\\\""#, "2: status"]),
    ("status\r\nlog\r\n", ["1: status", "2: log"]),
    ("\u{FEFF}# bom\nstatus", ["2: status"]),
    (
      "fence; edit --alone <<TEXT\nMake $it red; \"now\" \\\n# and # this\n TEXT\nTEXT\nstatus",
      ["1: fence", "1: edit \"Make \\$it red; \\\"now\\\" \\\\\n# and # this\n TEXT\" --alone", "6: status"]
    ),
    ("EDIT sharpen; Exit", ["1: edit \"sharpen\"", "1: quit"]),
  ]

  @Test(arguments: scripts)
  func scriptBecomesCommandsWithLines(_ text: String, _ commands: [String]) throws {
    #expect(try read(text) == commands)
  }

  @Test func longTextIsTakenAsItStands() throws {
    let steps = try ScriptReader.steps(of: "edit <<END\n a $b\n\n\"c\"\nEND")
    #expect(steps.map(\.command.request) == [.edit(EditRequest(" a $b\n\n\"c\""))])
  }

  @Test func longTextIsNeverAnOption() throws {
    let steps = try ScriptReader.steps(of: "edit <<END\n--alone\nEND")
    #expect(steps.map(\.command.request) == [.edit(EditRequest("--alone"))])
  }

  @Test func variablesReachEveryLine() throws {
    #expect(
      try read("save $out.png\nedit \"paint it $c\"", ["out": "a b", "c": "red"])
        == ["1: save \"a b.png\"", "2: edit \"paint it red\""])
  }

  static let problems: [(String, Int, Problem)] = [
    ("status\nmake it red", 2, Problem(.unknownVerb, "make")),
    ("  # indented", 1, Problem(.unknownVerb, "#")),
    ("status; shwo", 1, Problem(.unknownVerb, "shwo", allowed: ["show"])),
    ("\"quoted line\"", 1, Problem(.unknownVerb, "quoted line")),
    ("/status", 1, Problem(.unknownVerb, "/status", allowed: ["status"])),
    (
      "fence\n\nmask rect 1 2 \\\n3 \\\nx", 3,
      Problem(.badValue, "H", found: "x", allowed: ["0.5 to 100000 pixels or 0.01% to 1000%"])
    ),
    ("fence\nedit <<END\nno end", 2, Problem(.usage, "<<END", found: "end of script", allowed: ["END"])),
    ("edit <<END\nEND", 1, Problem(.badValue, "TEXT", found: "", allowed: ["text"])),
    ("status \\", 1, Problem(.usage, "\\", found: "end of script", allowed: ["a line"])),
    ("edit \"a\nb\"", 1, Problem(.usage, "\"a", found: "end of line", allowed: ["a closing \""])),
    ("undo $n", 1, Problem(.usage, "$n", allowed: ["--set n=VALUE"])),
  ]

  @Test(arguments: problems)
  func firstErrorStopsWithItsLine(_ text: String, _ line: Int, _ problem: Problem) {
    let error = #expect(throws: ScriptProblem.self) { try read(text) }
    #expect(error?.line == line)
    #expect(error?.problem == problem)
  }

  @Test func nothingOfALineIsReturnedWhenOneOfItsCommandsIsWrong() throws {
    var reader = ScriptReader("status\nfence; shwo")
    #expect(try reader.next()?.command.request == .status)
    #expect(throws: ScriptProblem.self) { try reader.next() }
  }

  @Test func linesAreAskedForOneAtATime() throws {
    final class Lines { var asked = 0 }
    let lines = Lines()
    var reader = ScriptReader {
      lines.asked += 1
      return lines.asked < 4 ? "status" : nil
    }
    _ = try reader.next()
    #expect(lines.asked == 1)
    while try reader.next() != nil {}
    #expect(lines.asked == 4)
  }
}
