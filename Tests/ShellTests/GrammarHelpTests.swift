import EditModel
import Shell
import Testing

struct GrammarHelpTests {
  @Test func overviewNamesEveryVerbWithItsSummary() {
    let lines = Help.overview.split(separator: "\n")
    for spec in Grammar.verbs {
      #expect(
        lines.contains { $0.hasPrefix("  " + spec.name) && $0.hasSuffix("  " + spec.summary) },
        "\(spec.name)")
    }
  }

  @Test(arguments: Verb.allCases)
  func pageHoldsFormsOptionsAndExamples(_ verb: Verb) {
    let page = Help.page(verb).split(separator: "\n").map(String.init)
    let spec = Grammar.spec(of: verb)
    #expect(page.first == "\(spec.name): \(spec.summary)")
    // A long usage goes on in lines that are indented further.
    let unwrapped = page.joined(separator: "\n").replacing("\n      [", with: " [").split(separator: "\n")
    for usage in spec.usages { #expect(unwrapped.contains { $0 == "  " + usage }) }
    for form in spec.forms {
      #expect(page.contains("  " + form.example))
      for option in form.options {
        #expect(page.contains { $0.hasPrefix("  " + option.usage) && $0.hasSuffix(option.summary) })
      }
    }
  }

  @Test func pagesFitATerminalOfAHundredColumns() {
    let pages = [Help.overview, Help.options] + Verb.allCases.map(Help.page)
    for line in pages.flatMap({ $0.split(separator: "\n") }) { #expect(line.count <= 100, "\(line)") }
  }

  @Test func pageOfUndoIsThis() {
    #expect(
      Help.page(.undo) == """
        undo: take back the last commands

        Forms
          undo [N]

        Values
          N  1 to 10000

        Examples
          undo 2

        """)
  }

  @Test func valuesOfDifferentMeaningHaveDifferentLabels() {
    #expect(Grammar.spec(of: .recover).usages == ["recover [ID…] [--billed] [--not-billed] [--again]"])
    #expect(
      Grammar.spec(of: .simulate).usages
        == [
          "simulate [--port PORT] [--tier TIER] [--faults FILE] [--latency WHICH] [--speed K] [--seed SEED]"
        ])
  }

  static let completions: [(String, Int, [String])] = [
    ("st", 0, ["status"]),
    ("RE", 0, ["ref", "recover", "reject", "retry", "redo", "read"]),
    ("  un", 2, ["undo"]),
    ("/un", 0, ["/undo"]),
    ("status; lo", 8, ["log"]),
    ("status;lo", 7, ["log"]),
    ("mask s", 5, ["subtract", "shrink", "show", "save"]),
    ("op ", 3, ["log", "show", "restore", "--help"]),
    (
      "run --", 4,
      [
        "--calls", "--no-merge", "--fresh", "--dry-run", "--final", "--size", "--quality", "--max-cost",
        "--yes",
        "--json", "--help",
      ]
    ),
    (
      "run --fresh --", 12,
      [
        "--calls", "--no-merge", "--dry-run", "--final", "--size", "--quality", "--max-cost", "--yes",
        "--json",
        "--help",
      ]
    ),
    ("recover a1 --", 11, ["--billed", "--not-billed", "--again", "--json", "--help"]),
    ("ref ", 4, ["list", "add", "remove", "--help"]),
    ("simulate --latency ", 19, ["table", "none"]),
    ("set provider ", 13, ["local", "openai", "azure"]),
    ("mask load m.png --polarity ", 27, ["white", "black", "alpha", "auto"]),
    ("mask expand 3 --n", 14, ["--name"]),
    ("set me", 4, ["merge", "merge-max", "metadata"]),
    ("set merge ", 10, ["strict", "loose"]),
    ("get merge ", 10, []),
    ("help lo", 5, ["log", "local"]),
    ("edit \"make th", 11, []),
    ("make th", 5, []),
    ("go ", 3, []),
  ]

  @Test(arguments: completions)
  func lineIsCompleted(_ line: String, _ start: Int, _ candidates: [String]) {
    let completion = Grammar.completions(line, cursor: line.count)
    #expect(completion.start == start)
    #expect(completion.candidates == candidates)
  }

  @Test func whatFollowsTheCursorDoesNotMatter() {
    #expect(Grammar.completions("sta nonsense", cursor: 3).candidates == ["status"])
    #expect(Grammar.completions("sta", cursor: -1).candidates.count == Grammar.verbs.count)
    #expect(Grammar.completions("sta", cursor: 99).candidates == ["status"])
  }
}
