import Billing
import EditModel
import Engine
import Raster
import Simulator
import Store
import Testing

/// One paid call from the queue to the round, with the simulator's own account beside ours.
@Suite(.timeLimit(.minutes(2))) struct FirstPaidCallTests {
  @Test func maskedCallKeepsEveryLockedPixelAndCostsWhatTheServiceBilled() async throws {
    let bench = try PaidBench()
    let base = Scene.legal()
    let session = try await bench.session(base)
    try await session.makeMask("box", .rectangle(x: 100, y: 100, width: 300, height: 200))
    try await session.edit("brighten by 20 %", mask: "box")
    let report = try await session.run(RunOptions(maxCost: Money(nanodollars: 1_000_000_000)))
    let round = try #require(report.rounds.first)
    #expect(round.verification?.verdict == .pass)
    #expect(round.verification?.outsideAfter?.changed == 0)
    #expect((round.verification?.outsideBefore?.changed ?? 0) > 0)
    #expect(report.cost.billed.nanodollars == Int64(bench.account.nanodollars))
    #expect(bench.account.posts == 1)
    #expect(try bench.attempts().map(\.closed?.outcome) == [.settled])
    await session.close()
  }

  @Test func nothingIsSentWithoutABudget() async throws {
    let bench = try PaidBench()
    let session = try await bench.session()
    try await session.edit("brighten by 20 %")
    await #expect(throws: Problem.self) { try await session.run() }
    await #expect(throws: Problem.self) {
      try await session.run(RunOptions(maxCost: Money(nanodollars: 1_000)))
    }
    #expect(bench.account.posts == 0)
    #expect(try bench.attempts().isEmpty)
  }

  @Test func storedResultAnswersWhatUndoPutBack() async throws {
    let bench = try PaidBench()
    let session = try await bench.session()
    try await session.edit("brighten by 20 %")
    let budget = RunOptions(maxCost: Money(nanodollars: 1_000_000_000))
    let first = try await session.run(budget)
    try await session.undo()
    let second = try await session.run(budget)
    #expect(second.rounds.first?.maker?.answeredFrom == first.rounds.first?.id)
    #expect(second.rounds.first?.picture.pixels == first.rounds.first?.picture.pixels)
    #expect(bench.account.posts == 1)
    #expect(second.cost.billed == .zero)
  }
}
