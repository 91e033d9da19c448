import Engine
import Shell
import Simulator
import Synchronization
import Terminal
import TestSupport
import Testing

/// What people read when calls are paid, through the command front against the simulated service.
@Suite(.timeLimit(.minutes(2))) struct PaidWordsTests {
  /// Data and notes of one front, as they came.
  private final class Words: Sendable {
    private let lines = Mutex((data: "", notes: ""))
    var data: String { lines.withLock { $0.data } }
    var notes: String { lines.withLock { $0.notes } }
    func clear() { lines.withLock { $0 = ("", "") } }

    func shell(_ bench: PaidBench) -> Shell {
      Shell(
        configuration: bench.configuration,
        console: Console(
          style: Style(isTerminal: false, noColour: nil, term: nil),
          data: { text in self.lines.withLock { $0.data += text } },
          note: { text in self.lines.withLock { $0.notes += text } }),
        folder: bench.folder.path, session: bench.folder.path("hero.session"))
    }
  }

  private func front(_ bench: PaidBench, _ words: Words, _ text: String) async -> ExitCode {
    let shell = words.shell(bench)
    let code = await shell.carryOutScript(text, name: "test")
    await shell.finish()
    return code
  }

  private func bench(faults: String = "") async throws -> PaidBench {
    let bench = try PaidBench(faults: faults)
    await (try await bench.session()).close()
    return bench
  }

  @Test func scriptWithoutABudgetIsRefusedWithTheAmountThatSuffices() async throws {
    let bench = try await bench()
    let words = Words()
    #expect(await front(bench, words, "edit \"brighten by 20 %\"\nrun") == .overBudget)
    #expect(words.notes.contains("error: test:2: run would cost $"))
    let hint = try #require(words.notes.firstRange(of: "hint: --max-cost "))
    let amount = words.notes[hint.upperBound...].prefix { !$0.isWhitespace }
    #expect(bench.account.posts == 0)
    #expect(await front(bench, words, "run --yes") == .overBudget)
    #expect(await front(bench, words, "run --max-cost 0.000001") == .overBudget)
    #expect(words.notes.contains("left of what was allowed"))
    #expect(await front(bench, words, "run --max-cost \(amount)") == .done)
    #expect(bench.account.posts == 1)
  }

  @Test func unknownOutcomeStaysOnShowUntilItIsSettled() async throws {
    let bench = try await bench(faults: "edits 1 close")
    let words = Words()
    #expect(await front(bench, words, "edit \"brighten by 20 %\"\nrun --max-cost 1") == .unknownOutcome)
    #expect(
      words.notes.hasSuffix(
        """
        error: test:2: e1: it may have been billed, and nobody here can know \
        (the connection ended without an answer)
        hint: look at the provider's page of costs, then recover aN --billed, --not-billed or --again; \
        recover lists aN

        """))
    words.clear()
    #expect(await front(bench, words, "status\ncost\naudit") == .done)
    #expect(words.data.contains("unknown  a1 may have been billed; recover says more\n"))
    #expect(words.data.contains("billed $0.00 for 1 paid attempt, maybe $"))
    #expect(words.data.contains("unknown outcome: 1 attempt, billed $0.00, maybe $"))
    words.clear()
    #expect(await front(bench, words, "recover") == .unknownOutcome)
    #expect(words.data.contains("· the connection ended without an answer\n"))
    #expect(await front(bench, words, "run --max-cost 1") == .unknownOutcome)
    #expect(words.notes.contains("recover a1 --billed, --not-billed or --again\n"))
    #expect(bench.account.posts == 1)
    words.clear()
    #expect(await front(bench, words, "recover a1 --not-billed\ncost\nrun --max-cost 1") == .done)
    #expect(words.data.contains("\nbilled $0.00 for 1 paid attempt\n"))
  }

  @Test func whatIsBilledByTheUsersWordStaysInTheSum() async throws {
    let bench = try await bench(faults: "edits 1 close")
    let words = Words()
    _ = await front(bench, words, "edit \"brighten by 20 %\"\nrun --max-cost 1")
    words.clear()
    #expect(await front(bench, words, "recover a1 --billed\ncost\naudit\nrecover") == .done)
    #expect(words.data.contains("billed $0.00 for 1 paid attempt, maybe $"))
    #expect(words.data.contains("billed without result: 1 attempt, billed $0.00, maybe $"))
    #expect(words.data.hasSuffix("nothing is open\n"))
  }

  @Test func refusedContentIsSaidWithItsStageAndKept() async throws {
    let bench = try await bench()
    let words = Words()
    #expect(await front(bench, words, "edit \"something forbidden\"\nrun --max-cost 1") == .contentRefused)
    #expect(words.notes.contains("error: test:2: e1: refused for its content (HTTP 400): stage input"))
    #expect(words.notes.hasSuffix("hint: audit --refusals keeps what was refused and why\n"))
    words.clear()
    #expect(await front(bench, words, "audit --refusals\nqueue") == .done)
    #expect(words.data.contains("stage input"))
    #expect(words.data.contains("\"something forbidden\""))
  }

  @Test func waitingForAnotherAttemptIsSaidInWords() async throws {
    let bench = try await bench(
      faults: "edits 1 status 429 retry-after=1\nedits 2 status 503 code=server_is_overloaded")
    let words = Words()
    #expect(await front(bench, words, "edit \"brighten by 20 %\"\nrun --max-cost 1") == .done)
    #expect(
      words.notes.contains(
        "the account's rate limit was reached; nothing was billed, asking again in 1.0 s\n"))
    #expect(words.notes.contains("the service is overloaded; nothing was billed, asking again in "))
    #expect(bench.account.posts == 3)
  }
}
