import EditModel
import Engine
import Foundation
import Shell
import TestSupport
import Testing

/// The README's tables say what the code says.
@Suite struct ReadmeTests {
  private let readme: String

  init() throws {
    readme = try String(contentsOfFile: Fixtures.repository + "/README.md", encoding: .utf8)
  }

  /// The cells of the table under a heading, without its two heading rows.
  private func table(_ heading: String) throws -> [[String]] {
    let lines = readme.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0 == heading }, "no heading \(heading)")
    let rows = lines[start...].drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") }
    return rows.dropFirst(2).map { row in
      row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }

  @Test func commandsAreThoseOfTheGrammar() throws {
    let expected = Grammar.verbs.map { spec in ["`\(spec.names.joined(separator: "` `"))`", spec.summary] }
    #expect(try table("## Commands") == expected)
  }

  @Test func settingsAreThoseOfTheTable() throws {
    let expected = Setting.all.map { ["`\($0.key)`", "`\($0.standard)`", $0.summary] }
    #expect(try table("## Settings") == expected)
  }

  @Test func exitCodesAreThoseOfTheProgram() throws {
    let expected = ExitCode.allCases.map { ["\($0.rawValue)", $0.summary] }
    #expect(try table("## Exit codes") == expected)
  }

  /// The engine's variables first, then those that `main` looks at.
  @Test func variablesAreThoseThatAreLookedAt() throws {
    let rows = try table("### Environment")
    let access = ProviderAccess.variables
    #expect(Array(rows.prefix(access.count)) == access.map { ["`\($0.name)`", $0.meaning] })
    let main = try String(
      contentsOfFile: Fixtures.repository + "/Sources/PentimentoCommand/main.swift", encoding: .utf8)
    let asked = main.matches(of: /environment\("([A-Z_]+)"\)/).map { String($0.output.1) }
    let named = rows.dropFirst(access.count).flatMap { row in
      row[0].matches(of: /`([A-Z_]+)`/).map { String($0.output.1) }
    }
    // HOME stands in the text of XDG_STATE_HOME's row, as ~.
    #expect(Set(named) == Set(asked).subtracting(["HOME"]))
  }

  @Test func simulatedFaultsOfTheExampleArePresent() throws {
    for name in ["example.py", "busy.faults", "lost-replies.faults", "broken-replies.faults", "README.md"] {
      #expect(!(try String(contentsOfFile: Fixtures.path("simulate/\(name)"), encoding: .utf8)).isEmpty)
    }
  }

  @Test(arguments: EmbeddedProvider.understood)
  func everyFormOfTheEmbeddedEnglishIsShown(_ form: String) {
    #expect(readme.contains("\n\(form)\n"))
  }

  @Test func nothingIsLeftToFillIn() {
    #expect(!readme.contains("@@"))
  }

  /// The session in the README was typed into this program: its plan is what the plan is now.
  @Test func planOfTheShownSessionIsTheProgramsPlan() async throws {
    let folder = try TemporaryFolder()
    let printed = Printed()
    let shell = Shell(
      configuration: .system(), console: printed.console(), folder: folder.path,
      variables: ["photo": Fixtures.path("photos/astronaut.png")])
    let code = await shell.carryOutScript(
      """
      new $photo hero
      mask ellipse 171 385 51 51 --name patch
      mask rect 276 338 54 40 --name tag
      edit "remove the mission patch" --mask patch
      edit "grayscale" --mask tag
      mask none
      edit "a little warmer, and slightly more contrast"
      plan
      """, name: "README")
    #expect(code == .done)
    let plan = try #require(printed.data.range(of: "plan: 2 calls"))
    #expect(readme.contains(printed.data[plan.lowerBound...]))
  }

  @Test func paidPlanOfTheReadmeIsTheProgramsPlan() async throws {
    let folder = try TemporaryFolder()
    let printed = Printed()
    let access = try ProviderAccess(environment: { $0 == "OPENAI_API_KEY" ? "any-key" : nil })
    let shell = Shell(
      configuration: try .system(access: access), console: printed.console(), folder: folder.path,
      variables: ["photo": Fixtures.path("photos/coffee.png")])
    let code = await shell.carryOutScript(
      """
      new $photo hero
      mask ellipse 287 146 80 48 --name crema
      use openai
      set quality low
      edit "make the crema lighter" --mask crema
      plan
      """, name: "README")
    #expect(code == .done)
    let plan = try #require(printed.data.range(of: "plan: 1 call to openai"))
    #expect(readme.contains(printed.data[plan.lowerBound...]))
  }

  @Test(arguments: ["demo", "tests"])
  func commandsToCopyArePresent(_ name: String) {
    #expect(readme.contains("<!-- command: \(name) -->\n```sh\n"))
  }
}
