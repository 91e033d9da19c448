import Billing
import EditModel
import Engine
import Shell
import Simulator
import Store
import TestSupport
import Testing

/// The breaker, and a user who loses patience.
@Suite(.timeLimit(.minutes(3))) struct PatienceTests {
  private func failure(of session: Session) async -> Problem.Code? {
    do {
      _ = try await session.run(FaultTableTests.budget)
      return nil
    } catch {
      return error.code
    }
  }

  @Test func breakerOpensAndLetsOneTrialOfTheUsersThrough() async throws {
    let bench = try PaidBench(faults: "edits 1-6 status 503 code=server_is_overloaded", speed: 50)
    let session = try await bench.session()
    try await session.edit("brighten by 20 %")
    #expect(await failure(of: session) == .overloaded)
    #expect(bench.account.posts == 3)
    // The fifth failure opens it; no third attempt is made.
    #expect(await failure(of: session) == .breakerOpen)
    #expect(bench.account.posts == 5)
    #expect(await failure(of: session) == .breakerOpen)
    #expect(bench.account.posts == 5)
    // A minute later, one trial fails, and is not repeated.
    try await bench.configuration.pace.pause(.seconds(61))
    #expect(await failure(of: session) == .breakerOpen)
    #expect(bench.account.posts == 6)
    #expect(await failure(of: session) == .breakerOpen)
    #expect(bench.account.posts == 6)
    try await bench.configuration.pace.pause(.seconds(61))
    #expect(await failure(of: session) == nil)
    #expect(bench.account.posts == 7)
    #expect(bench.account.posts == (try bench.attempts()).count)
  }

  @Test func breakerOfOneProcessHoldsForAllItsSessions() async throws {
    let bench = try PaidBench(faults: "edits * status 503 code=server_is_overloaded", speed: 50)
    let (first, second) = (
      try await bench.session(), try await bench.session(name: "other.session")
    )
    for session in [first, second] { try await session.edit("brighten by 20 %") }
    _ = await failure(of: first)
    _ = await failure(of: first)
    #expect(await failure(of: second) == .breakerOpen)
    #expect(bench.account.posts == 5)
    #expect(ExitCode(Problem(.breakerOpen, "")) == .network)
  }

  /// Waits until the service has done the work of its first request.
  private func untilExecuted(_ bench: PaidBench) async throws {
    while bench.account.lines.first?.isExecuted != true { try await Task.sleep(for: .milliseconds(5)) }
    try await Task.sleep(for: .milliseconds(50))
  }

  @Test func firstInterruptWaitsForThePaidCall() async throws {
    let bench = try PaidBench(faults: "edits 1 slow rate=1500000")
    let session = try await bench.session()
    try await session.set("merge-max", to: "1")
    try await session.edit("brighten by 20 %")
    try await session.edit("sepia")
    async let running = session.run(FaultTableTests.budget)
    try await untilExecuted(bench)
    session.interrupt()
    let report = try await running
    #expect(report.wasInterrupted)
    #expect(report.rounds.count == 1)
    #expect(report.callsLeft == 1)
    #expect(try await session.queue().count == 1)
    #expect(bench.account.posts == 1)
    #expect(try bench.attempts().map(\.closed?.outcome) == [.settled])
  }

  @Test func secondInterruptGivesThePaidCallUp() async throws {
    let bench = try PaidBench(faults: "edits 1 silence hold=60s")
    let session = try await bench.session()
    try await session.edit("brighten by 20 %")
    async let running = session.run(FaultTableTests.budget)
    try await untilExecuted(bench)
    session.interrupt()
    #expect(session.giveUp())
    var problem: Problem?
    do { _ = try await running } catch { problem = error as? Problem }
    #expect(problem.map(ExitCode.init) == .unknownOutcome)
    #expect(try bench.attempts().map(\.closed?.outcome) == [.unknown])
    #expect(try await session.unresolvedAttempts().count == 1)
    #expect(try await session.cost().possible.nanodollars >= Int64(bench.account.nanodollars))
    // The interrupt was that run's: the next one asks again once the user has said what became of it.
    let attempt = try #require(try await session.unresolvedAttempts().first?.attempt)
    try await session.resolve(attempt, as: .billed)
    #expect(await failure(of: session) == nil)
  }

  @Test func interruptEndsAPauseBetweenAttempts() async throws {
    let bench = try PaidBench(faults: "edits * status 429 retry-after=100", speed: 1)
    let session = try await bench.session()
    try await session.edit("brighten by 20 %")
    async let running = session.run(FaultTableTests.budget)
    while try bench.attempts().first?.closed == nil { try await Task.sleep(for: .milliseconds(10)) }
    session.interrupt()
    let report = try await running
    #expect(report.wasInterrupted)
    #expect(report.rounds.isEmpty)
    #expect(bench.account.posts == 1)
    #expect(try await session.queue().count == 1)
  }

  @Test func interruptOfAPictureFromWordsWaitsForItToo() async throws {
    let bench = try PaidBench(faults: "generations 1 slow rate=1500000")
    let shown = Shown()
    let shell = Shell(
      configuration: bench.configuration, console: shown.console(), folder: bench.folder.path)
    let script = #"new bike --words "a red bicycle" --provider openai --quality low --max-cost 1"#
    async let code = shell.carryOutScript(script, name: "test", json: false)
    try await untilExecuted(bench)
    #expect(await shell.interruptRun())
    #expect(await code == .interrupted)
    let session = try Session.open(bench.folder.path("bike.session"), configuration: bench.configuration)
    #expect(try await session.show().round.kind == .generated)
    #expect(try bench.attempts("bike.session").map(\.closed?.outcome) == [.settled])
  }
}
