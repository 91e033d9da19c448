import Billing
import EditModel
import Engine
import Planner
import Raster
import Simulator
import Store
import Testing

/// Drafts and their final at the simulated service, with its own account beside ours.
@Suite(.timeLimit(.minutes(2))) struct PaidFinalTests {
  private static let budget = Money(nanodollars: 2_000_000_000)

  private func final(_ options: FinalOptions = FinalOptions()) -> RunOptions {
    RunOptions(maxCost: Self.budget, final: options)
  }

  /// Two drafts at low quality, the second of which is accepted.
  private func drafts(_ bench: PaidBench) async throws -> Session {
    let session = try await bench.session()
    try await session.set("quality", to: "high")
    try await session.set("draft", to: "low")
    try await session.makeMask("box", .rectangle(x: 100, y: 100, width: 300, height: 200))
    try await session.edit("brighten by 20 %", mask: "box")
    _ = try await session.run(RunOptions(maxCost: Self.budget))
    try await session.useMask(nil)
    try await session.edit("a little warmer")
    _ = try await session.run(RunOptions(maxCost: Self.budget))
    _ = try await session.judge(.accepted)
    return session
  }

  @Test func rendersDraftsAgainAtTheFinalQualityWithTheAcceptedPictureAlong() async throws {
    let bench = try PaidBench()
    let session = try await drafts(bench)
    let drafted = bench.account
    #expect(try bench.attempts().map(\.intended.asked?.quality) == ["low", "low"])
    let quote = try #require(try await session.quote(final()))
    let plan = try #require(quote.final)
    #expect(plan.isNewPicture && plan.sendsAccepted)
    #expect(plan.plan.calls.map(\.quality) == ["high", "high"])
    #expect(plan.plan.calls.allSatisfy { $0.prompt.contains(FinalReference.words) })
    let accepted = try await session.show().round
    let report = try await session.run(final())
    #expect(report.rounds.map(\.parent) == [.source, RoundID(3)])
    let attempts = try bench.attempts().suffix(2)
    #expect(attempts.map(\.intended.asked?.quality) == ["high", "high"])
    #expect(
      attempts.map(\.intended.asked?.references) == [[accepted.picture.object], [accepted.picture.object]])
    let lines = bench.account.lines.suffix(bench.account.lines.count - drafted.lines.count)
    let bill = lines.reduce(0) { $0 + $1.nanodollars }
    #expect(report.cost.billed.nanodollars == Int64(bill))
    let price = try #require(quote.price)
    #expect((price.low...price.high).contains(report.cost.billed))
    // The locked part of the first call is the source; the second call has no mask.
    let comparison = try #require(report.comparison)
    #expect(comparison.outside == nil && !comparison.isScaled)
    #expect(comparison.colour.mean >= 0 && comparison.similarity != nil)
    #expect(try await session.status().current?.round.id == comparison.final)
  }

  @Test func leavesTheAcceptedPictureAtHomeWhereItCostsTooMuch() async throws {
    let bench = try PaidBench()
    let session = try await drafts(bench)
    let plan = try await session.finalPlan(FinalOptions(quality: "low"))
    #expect(!plan.sendsAccepted)
    #expect(!plan.plan.calls.contains { $0.prompt.contains(FinalReference.words) })
  }

  @Test func whatWasRenderedAtThatQualityAnswersForNothing() async throws {
    let bench = try PaidBench()
    let session = try await bench.session()
    try await session.set("quality", to: "high")
    try await session.edit("brighten by 20 %")
    let first = try await session.run(RunOptions(maxCost: Self.budget))
    _ = try await session.judge(.accepted)
    #expect(try await session.quote(final()) == nil, "it costs nothing")
    let plan = try await session.finalPlan()
    #expect(plan.plan.price == .free && !plan.isNewPicture && !plan.sendsAccepted)
    let posts = bench.account.posts
    let report = try await session.run(RunOptions(final: FinalOptions()))
    #expect(bench.account.posts == posts)
    #expect(report.rounds.first?.maker?.answeredFrom == first.rounds.first?.id)
    #expect(report.comparison?.change.isUnchanged == true)
  }

  @Test func aFinalThatWasCutOffGoesOnWithWhatWasPaid() async throws {
    let bench = try PaidBench()
    let session = try await drafts(bench)
    var half = final()
    half.calls = 1
    let first = try await session.run(half)
    #expect(first.callsLeft == 1 && first.comparison == nil)
    #expect(try await session.status().current?.round.id == RoundID(2))
    let posts = bench.account.posts
    let second = try await session.run(final())
    #expect(bench.account.posts == posts + 1)
    #expect(second.rounds.first?.maker?.answeredFrom == first.rounds.first?.id)
    #expect(second.comparison != nil)
  }

  @Test func asksForTheSizeThatWasWanted() async throws {
    let bench = try PaidBench()
    let session = try await drafts(bench)
    let report = try await session.run(final(FinalOptions(size: 1_536)))
    #expect(report.rounds.allSatisfy { $0.picture.size == PixelSize(width: 1_536, height: 960) })
    #expect(report.comparison?.isScaled == true)
    let size = try await session.bitmap().size
    #expect(size == PixelSize(width: 1_536, height: 960))
  }

  @Test func aFailedFinalLeavesTheAcceptedRoundCurrent() async throws {
    let bench = try PaidBench(faults: "edits 3 status 400 code=moderation_blocked message=\"No.\"")
    let session = try await drafts(bench)
    await #expect(throws: Problem.self) { try await session.run(final()) }
    #expect(try await session.status().current?.round.id == RoundID(2))
    #expect(try await session.queue().isEmpty)
  }
}
