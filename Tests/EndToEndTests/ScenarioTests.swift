import Billing
import EditModel
import Engine
import FoundationEssentials
import Shell
import Simulator
import TestSupport
import Testing

/// Ten remarks on one asset in four ways, against the simulated service: what the plan promised, what the
/// service billed, and what asking naively would have cost.
@Suite(.timeLimit(.minutes(10))) struct ScenarioTests {
  struct Scenario: Sendable, CustomTestStringConvertible {
    let script: String
    let session: String
    /// Calls that are paid.
    let calls: Int
    /// Whole percent below naive, at least.
    let saved: Int

    var testDescription: String { script }
  }

  static let scenarios = [
    Scenario(script: "ten-unmasked", session: "unmasked", calls: 3, saved: 75),
    Scenario(script: "ten-masked", session: "masked", calls: 4, saved: 80),
    Scenario(script: "interleaved", session: "interleaved", calls: 10, saved: 40),
    Scenario(script: "draft-final", session: "drafts", calls: 6, saved: 69),
  ]

  /// Ten edits of 1024x1024 at high, without a word of prompt: 7,024 tokens out and 1,024 in for each, at $30 and
  /// $8 a million, as published.
  private static let naive: Int64 = 10 * (7_024 * 30_000 + 1_024 * 8_000)

  @Test(arguments: scenarios)
  func costsWhatThePlanSaysAndMuchLessThanNaively(_ scenario: Scenario) async throws {
    let bench = try PaidBench()
    let shown = Shown()
    let shell = Shell(
      configuration: bench.configuration, console: shown.console(), folder: bench.folder.path,
      variables: ["photos": Fixtures.path("photos"), "out": bench.folder.path, "provider": "openai"])
    let script = try Fixtures.text("demo/\(scenario.script).pent")
    let code = await shell.carryOutScript(script, name: scenario.script)
    #expect(code == .done, "\(shown.notes)")
    await shell.finish()

    let session = try Session.open(
      bench.folder.path("\(scenario.session).session"), configuration: bench.configuration)
    let total = Audit([try await session.auditSource()]).total
    #expect(total.billed.nanodollars == Int64(bench.account.nanodollars))
    #expect(total.calls == scenario.calls)
    #expect(total.possible == .zero)
    #expect(total.comparison.below == 0)
    #expect(total.comparison.above == 0)
    #expect(total.billed.nanodollars * 100 <= Self.naive * Int64(100 - scenario.saved))
    try await expectEveryInstruction(in: session)
    try await expectSavingsExplainTheBill(total)
  }

  /// Each of the ten is in a round of the path to the current one, and none is left in the queue.
  private func expectEveryInstruction(in session: Session) async throws {
    let rounds = try await session.log().filter(\.isOnCurrentPath)
    let done = Set(rounds.flatMap(\.round.instructions).map(\.id.number))
    #expect(done == Set(1...10))
    #expect(try await session.queue().isEmpty)
  }

  /// What was billed and what was saved make up the naive price, within the width of the estimates.
  private func expectSavingsExplainTheBill(_ total: AuditRow) async throws {
    let width = total.estimate.high - total.estimate.low
    let low = total.billed + total.saved.low - width
    let high = total.billed + total.saved.high + width
    #expect(low.nanodollars <= Self.naive + Self.words)
    #expect(high.nanodollars >= Self.naive)
  }

  /// At most so much is text: fifty tokens for each prompt, at $5 a million, and for each mask one more picture.
  private static let words: Int64 = 10 * (50 * 5_000 + 1_024 * 8_000)
}
