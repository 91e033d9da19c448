import Billing
import EditModel
import Engine
import Foundation
import Shell
import Simulator
import Store
import TestSupport
import Testing

/// What people read about plans and the account, through the command front against the simulated service.
@Suite(.timeLimit(.minutes(2))) struct MoneyWordsTests {
  private let bench: PaidBench
  private let shown = Shown()

  init() async throws {
    bench = try PaidBench { configuration in
      let path = configuration.state?.path ?? ""
      configuration.cache = CacheFolder(path + "-cache", disk: configuration.disk, surroundings: .system)
    }
    await (try await bench.session()).close()
  }

  /// What a script prints.
  private func words(_ text: String, session: String = "hero.session") async -> (code: ExitCode, text: String)
  {
    let shown = Shown()
    let shell = Shell(
      configuration: bench.configuration, console: shown.console(), folder: bench.folder.path,
      session: bench.folder.path(session))
    let code = await shell.carryOutScript(text, name: "test")
    await shell.finish()
    return (code, shown.data + shown.notes)
  }

  private func price(in text: String) -> Substring? {
    text.split(separator: "\n").first { $0.hasPrefix("plan: ") }?.split(separator: ", ").last
  }

  @Test func ruleOfTheOptionPricesThePlan() async throws {
    _ = await words("edit \"brighten by 20 %\"")
    let measured = try #require(price(in: await words("plan").text))
    #expect(price(in: await words("plan --rule measured").text) == measured)
    let flat = try #require(price(in: await words("plan --rule flat:0.04").text))
    #expect(flat == "$0.04")
    #expect(price(in: await words("plan --rule base64").text) != measured)
    #expect(await words("plan --what-if nonsense").code == .usage)
  }

  @Test func refusedRetryLeavesEverythingAsItWas() async throws {
    #expect(await words("edit \"brighten by 20 %\"\nrun --max-cost 1").code == .done)
    let before = await words("status\nqueue\nlog").text
    #expect(await words("retry").code == .overBudget)
    #expect(await words("status\nqueue\nlog").text == before)
    #expect(await words("retry --max-cost 1").code == .done)
    #expect(bench.account.posts == 2)
  }

  @Test func finalIsAskedAgainAtItsOwnQuality() async throws {
    #expect(await words("set quality medium\nset draft low\nedit \"invert\"\nrun --max-cost 1").code == .done)
    #expect(await words("accept\nrun --final --max-cost 1\nretry --max-cost 1").code == .done)
    let qualities = try bench.attempts().filter { $0.intended.kind == .edit }.map(\.intended.asked?.quality)
    #expect(qualities == ["low", "medium", "medium"])
  }

  @Test func resultOfAnotherSessionIsFreeInThePlanAndStaysWithoutTheCache() async throws {
    #expect(await words("edit \"sepia\"\nrun --max-cost 1").code == .done)
    await (try await bench.session(name: "other.session")).close()
    let plan = await words("edit \"sepia\"\nplan", session: "other.session").text
    #expect(plan.contains("answered by the result of another session"))
    #expect(price(in: plan) == "free")
    // Free, so that no budget is needed; and after `undo` its own, also when the cache is gone.
    #expect(await words("run\nundo\ncache clear\nrun", session: "other.session").code == .done)
    #expect(bench.account.posts == 1)
  }

  @Test func accountNamesASessionOnceAndGoesOnBehindOneThatCannotBeRead() async throws {
    #expect(await words("edit \"sepia\"\nrun --max-cost 1").code == .done)
    let path = bench.folder.path("hero.session")
    let once = await words("audit \(path) --by session").text
    #expect(await words("audit \(path) \(bench.folder.path)/./hero.session --by session").text == once)
    await (try await bench.session(name: "broken.session")).close()
    try FileManager.default.removeItem(atPath: bench.folder.path("broken.session/calls.log"))
    let all = await words("audit \(bench.folder.path) --by session")
    #expect(all.code == .someFailed)
    #expect(all.text.contains("total: 1 call, 1 attempt"))
    #expect(all.text.contains("broken.session"))
  }

  @Test func verificationSeesALineThatWasChanged() async throws {
    #expect(await words("edit \"sepia\"\nrun --max-cost 1\naudit verify").code == .done)
    let log = bench.folder.path("hero.session/calls.log")
    var bytes = Array(try Data(contentsOf: URL(filePath: log)))
    bytes[bytes.count - 20] ^= 1
    try Data(bytes).write(to: URL(filePath: log))
    let found = await words("audit verify")
    #expect(found.code == .someFailed)
    #expect(found.text.contains("calls.log ends with something that is no whole line of it"))
  }

  @Test func overABudgetItsScopeIsNamedWithTheWayOut() async throws {
    _ = await words("edit \"sepia\"")
    let refused = await words("budget set 0.000001 --per round\nrun --max-cost 1")
    #expect(refused.code == .overBudget)
    #expect(refused.text.contains("is left of the budget of the round"))
    #expect(refused.text.contains("budget set USD --per round raises it"))
    #expect(bench.account.posts == 0)
  }

  @Test func anotherWayOfPayingIsToldForEachGroup() async throws {
    #expect(await words("edit \"sepia\"\nrun --max-cost 1").code == .done)
    let found = await words("audit --by model --what-if medium")
    #expect(found.text.contains("with quality medium: $0.0"))
    #expect(found.text.contains("  gpt-image-2-2026-04-21: $0.0"))
    #expect(
      await words("audit --what-if flat:0.04").text.contains("with rule flat:0.04: $0.04 in the place of"))
  }
}
