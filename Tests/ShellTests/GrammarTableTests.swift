import EditModel
import Shell
import Testing

struct GrammarTableTests {
  /// Every form with the verb that it stands under, labelled for the test log.
  struct Row: Sendable, CustomTestStringConvertible {
    let spec: VerbSpec
    let form: Form
    var testDescription: String { form.example }
  }

  static let rows = Grammar.verbs.flatMap { spec in spec.forms.map { Row(spec: spec, form: $0) } }

  @Test func everyVerbStandsInTheTableOnce() {
    #expect(Grammar.verbs.map(\.verb.rawValue).sorted() == Verb.allCases.map(\.rawValue).sorted())
  }

  @Test func namesAndAliasesAreUniqueAndLowerCase() {
    let names = Grammar.verbs.flatMap(\.names)
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { $0 == $0.lowercased() && !$0.contains(" ") })
  }

  @Test func wordsAfterAVerbAreUnique() {
    for spec in Grammar.verbs {
      let words = spec.forms.flatMap { ($0.subcommand.map { [$0] } ?? []) + $0.aliases }
      #expect(Set(words).count == words.count, "\(spec.name)")
      #expect(spec.forms.filter { $0.subcommand == nil }.count <= 1, "\(spec.name)")
    }
  }

  @Test func aliasesAreThoseOfTheDesign() {
    let aliases = Dictionary(uniqueKeysWithValues: Grammar.verbs.map { ($0.name, $0.aliases) })
      .filter { !$0.value.isEmpty }
    #expect(
      aliases == ["quit": ["exit", "q"], "log": ["ls"], "help": ["?"], "go": ["checkout"]])
    let ofMask = Grammar.spec(of: .mask).forms.filter { !$0.aliases.isEmpty }
    #expect(
      ofMask.map { [$0.subcommand ?? ""] + $0.aliases } == [["grow", "expand"], ["shrink", "contract"]])
  }

  @Test(arguments: rows)
  func exampleParsesToItsOwnForm(_ row: Row) throws {
    let words = try #require(try Lexer.commands(in: row.form.example).first)
    let command = try Grammar.command(from: words)
    #expect(command.verb == row.spec.verb)
    #expect(words[0].text == row.spec.name)
    if let subcommand = row.form.subcommand { #expect(words[1].text == subcommand) }
    #expect(Self.verb(of: command.request) == row.spec.verb)
  }

  @Test(arguments: rows)
  func textOfACommandParsesToTheSameRequest(_ row: Row) throws {
    let command = try parsed(row.form.example + " --json")
    #expect(command.wantsJSON)
    let again = try parsed(command.text)
    #expect(again.request == command.request)
    #expect(!again.wantsJSON)
  }

  static let texts: [(String, String)] = [
    ("EDIT sharpen --alone", "edit \"sharpen\" --alone"),
    ("edit --alone --mask=hat \"a; b\"", "edit \"a; b\" --alone --mask hat"),
    ("reject \"7\"", "reject \"7\""),
    ("reject 7", "reject 7"),
    ("save \"a b.png\" @- --json --force", "save \"a b.png\" @- --force"),
    ("save \"ab.png\"", "save ab.png"),
    ("save -- --x.png", "save \"--x.png\""),
    ("mask contract 3 --name=hat", "mask shrink 3 --name hat"),
    ("ls", "log"),
    ("edit --ref b x --ref=a", "edit \"x\" --ref b --ref a"),
    ("recover --billed a3 a4", "recover a3 a4 --billed"),
    ("ref rm cup", "ref remove cup"),
    ("run --yes --max-cost=0.5", "run --yes --max-cost 0.5"),
  ]

  @Test(arguments: texts)
  func textOfACommandIsCanonical(_ line: String, _ text: String) throws {
    let command = try parsed(line)
    #expect(command.text == text)
    #expect(try parsed(text).request == command.request)
  }

  // The account takes as many paths as there are.
  @Test(arguments: rows.filter { $0.spec.verb != .audit })
  func surplusWordIsRefused(_ row: Row) {
    let repeats = row.form.usageShowsRepetition
    let surplus = repeats ? " not-an-id" : " 1 2 3 surplus"
    #expect(throws: Problem.self) { try parsed(row.form.example + surplus) }
  }

  @Test(arguments: rows)
  func undeclaredOptionIsRefusedByName(_ row: Row) {
    #expect(throws: Problem(.usage, row.spec.name, found: "--nonsense", allowed: [usage(of: row)])) {
      try parsed(row.form.example + " --nonsense")
    }
  }

  @Test(arguments: Grammar.verbs.map(\.name))
  func helpOptionAsksForThePage(_ name: String) throws {
    let verb = try #require(Verb(rawValue: name))
    #expect(try parsed("\(name) --help").request == .help(.verb(verb)))
  }

  @Test func onlyRunAndRetryMakeCalls() {
    for row in Self.rows where ![.run, .retry].contains(row.spec.verb) {
      switch try? parsed(row.form.example).request {
      case .run?, .retry?, .generate?: Issue.record("\(row.form.example) runs")
      default: break
      }
    }
  }

  /// An amount is taken where something is paid, and nowhere else.
  @Test func onlyWhatMayBePaidTakesAnAmount() {
    let verbs = Self.rows.filter { $0.form.options.contains { $0.name == "--max-cost" } }.map(\.spec.verb)
    #expect(verbs == [.new, .run, .retry])
  }

  private func usage(of row: Row) -> String {
    let place = row.spec.forms.firstIndex { $0.subcommand == row.form.subcommand }
    return place.map { row.spec.usages[$0] } ?? ""
  }

  /// The verb of a request by its case; a second statement of the table for the compiler to keep complete.
  private static func verb(of request: Request) -> Verb {
    switch request {
    case .new, .generate: .new
    case .open: .open
    case .close: .close
    case .status: .status
    case .save: .save
    case .go: .go
    case .show: .show
    case .view: .view
    case .canvas: .canvas
    case .reference: .reference
    case .mask: .mask
    case .edit: .edit
    case .queue: .queue
    case .fence: .fence
    case .plan: .plan
    case .run: .run
    case .unresolved, .resolve: .recover
    case .pick: .pick
    case .accept: .accept
    case .reject: .reject
    case .tag: .tag
    case .log: .log
    case .undo: .undo
    case .redo: .redo
    case .operation: .operation
    case .retry: .retry
    case .cost: .cost
    case .budget: .budget
    case .prices: .prices
    case .audit: .audit
    case .cache: .cache
    case .providers: .providers
    case .probe: .probe
    case .simulate: .simulate
    case .use: .use
    case .set: .set
    case .get: .get
    case .read: .read
    case .help: .help
    case .version: .version
    case .quit: .quit
    }
  }
}

extension Form {
  fileprivate var usageShowsRepetition: Bool {
    ["rm", "hold", "release", "polygon", "brush"].contains(subcommand)
  }
}

/// The one command of a line.
func parsed(_ line: String) throws -> Command {
  let lists = try Lexer.commands(in: line)
  return try Grammar.command(from: try #require(lists.first))
}
