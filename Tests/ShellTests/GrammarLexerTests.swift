import EditModel
import Shell
import Testing

struct GrammarLexerTests {
  static let lines: [(String, [[String]])] = [
    ("", []),
    ("  \t ", []),
    (";;", []),
    ("status", [["status"]]),
    (" a  b\tc ", [["a", "b", "c"]]),
    ("a;b ; c", [["a"], ["b"], ["c"]]),
    ("a \"b; c\" ;d", [["a", "b; c"], ["d"]]),
    ("edit \"say \\\"hi\\\" \\\\ there\"", [["edit", "say \"hi\" \\ there"]]),
    ("edit \"a\\nb \\$20\"", [["edit", "a\\nb $20"]]),
    ("edit \"\"", [["edit", ""]]),
    ("don't 'a b'", [["don't", "'a", "b'"]]),
    ("5\" wide", [["5\"", "wide"]]),
    ("a #d9d9d9 # b", [["a", "#d9d9d9", "#", "b"]]),
    ("costs $20 $ $_x a$", [["costs", "$20", "$", "$_x", "a$"]]),
    ("--name=\"big hat\" x=\"y z\"", [["--name=big hat", "x=\"y", "z\""]]),
    ("a\\b \\", [["a\\b", "\\"]]),
    ("“smart quotes” stay", [["“smart", "quotes”", "stay"]]),
    ("a\u{00A0}b\u{3000}c", [["a", "b", "c"]]),
    ("\"a\u{0301}\" e\u{0301}\"", [["a\u{0301}", "e\u{0301}\""]]),
    ("\"\u{0301}x\"", [["\u{0301}x"]]),
  ]

  @Test(arguments: lines)
  func lineIsDivided(_ line: String, _ commands: [[String]]) throws {
    #expect(try Lexer.commands(in: line).map { $0.map(\.text) } == commands)
  }

  static let variables = ["hat": "red hat; \"new\" $price", "v": "--alone", "a_1": "x"]

  static let expansions: [(String, [String])] = [
    ("$hat", ["red hat; \"new\" $price"]),
    ("my-$a_1.png", ["my-x.png"]),
    ("\"a $a_1 b\"", ["a x b"]),
    ("\"\\$hat\"", ["$hat"]),
    ("--name=$a_1", ["--name=x"]),
    ("$a_1$a_1", ["xx"]),
  ]

  @Test(arguments: expansions)
  func variableIsPutInAndNotLookedIntoAgain(_ line: String, _ words: [String]) throws {
    let lists = try Lexer.commands(in: line, variables: Self.variables)
    #expect(lists.map { $0.map(\.text) } == [words])
  }

  static let origins: [(String, Word.Origin)] = [
    ("\"--alone\"", .quoted), ("$v", .variable), ("--alone", .bare), ("x$v", .bare), ("$20", .bare),
  ]

  @Test(arguments: origins)
  func wordKnowsWhereItCameFrom(_ line: String, _ origin: Word.Origin) throws {
    let words = try Lexer.commands(in: line, variables: Self.variables)
    #expect(words.first?.map(\.origin) == [origin])
  }

  static let problems: [(String, Problem)] = [
    ("edit \"open", Problem(.usage, "\"open", found: "end of line", allowed: ["a closing \""])),
    ("edit \"a\\\"", Problem(.usage, "\"a\\\"", found: "end of line", allowed: ["a closing \""])),
    ("edit \"a\"b", Problem(.usage, "\"a\"", found: "b", allowed: ["a blank after the closing \""])),
    ("edit $nobody", Problem(.usage, "$nobody", allowed: ["--set nobody=VALUE"])),
    ("edit \"a $Nobody.\"", Problem(.usage, "$Nobody", allowed: ["--set Nobody=VALUE"])),
  ]

  @Test(arguments: problems)
  func lineIsRefused(_ line: String, _ problem: Problem) {
    #expect(throws: problem) { try Lexer.commands(in: line) }
  }

  @Test(arguments: [
    "a", "", "a b", "\"", "\\", "\\\\\"", "$x", "$20", ";", "#d9d9d9", "a#b", "it's", "--force", "<<END",
    "“x”", "\\$", "\u{0301}x",
  ])
  func typedWordIsReadBackAsItself(_ text: String) throws {
    let words = try Lexer.commands(in: "edit " + Word.typed(text))
    #expect(words.map { $0.map(\.text) } == [["edit", text]])
  }

  @Test func everyShortLineIsReadOrRefused() {
    var lines: [String] = [""]
    for _ in 0..<5 {
      lines = lines.flatMap { line in ["a", "\"", "\\", "$", ";", " ", "="].map { line + $0 } }
      for line in lines {
        // The sum of characters in words never exceeds those typed: nothing is invented.
        guard let lists = try? Lexer.commands(in: line) else { continue }
        #expect(lists.joined().reduce(0) { $0 + $1.text.count } <= line.count, "\(line)")
        #expect(lists.allSatisfy { !$0.isEmpty }, "\(line)")
      }
    }
  }
}
