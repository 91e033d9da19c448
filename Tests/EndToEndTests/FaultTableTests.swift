import Billing
import EditModel
import Engine
import Raster
import Simulator
import Store
import TestSupport
import Testing

/// What goes wrong on the service or on the way, and what must come of it.
///
/// - Note: The classes of evidence are stated a second time here, by hand.
struct FaultCase: Sendable, CustomTestStringConvertible {
  /// Rules of the simulator.
  let faults: String
  /// `nil` when the run ends well.
  let problem: Problem.Code?
  /// How each attempt ends, in order; as many as POSTs were seen.
  let outcomes: [CallEntry.Outcome]
  /// How often the service did the work, and billed it.
  let executions: Int

  init(
    _ faults: String, _ problem: Problem.Code?, _ outcomes: [CallEntry.Outcome], executions: Int
  ) {
    self.faults = faults
    self.problem = problem
    self.outcomes = outcomes
    self.executions = executions
  }

  var testDescription: String { faults }

  static let all = beforeTheWork + answeredNo + noAnswer + brokenAnswers + harmless

  /// Nothing is billed, and what surely cost nothing is tried again.
  static let beforeTheWork = [
    FaultCase("edits 1 reset-upload after=1000", nil, [.refunded, .settled], executions: 1),
    FaultCase(
      "edits * reset-upload after=1000", .notConnected, [.refunded, .refunded, .refunded], executions: 0),
    FaultCase("edits 1 status 429 retry-after=1", nil, [.refunded, .settled], executions: 1),
    FaultCase("edits 1 status 429 retry-after-ms=200", nil, [.refunded, .settled], executions: 1),
    FaultCase("edits 1 status 429 retry-after=date+1", nil, [.refunded, .settled], executions: 1),
    FaultCase("edits 1 status 429 retry-after=rfc850+1", nil, [.refunded, .settled], executions: 1),
    FaultCase("edits 1 status 429 retry-after=asctime+1", nil, [.refunded, .settled], executions: 1),
    FaultCase("edits 1 status 429 retry-after=date-60", nil, [.refunded, .settled], executions: 1),
    FaultCase("edits 1 status 429 retry-after=soon", nil, [.refunded, .settled], executions: 1),
    FaultCase("edits 1 status 429", nil, [.refunded, .settled], executions: 1),
    FaultCase(
      "edits 1 status 503 code=server_is_overloaded", nil, [.refunded, .settled], executions: 1),
    FaultCase("edits 1 status 503 retry-after=1", nil, [.refunded, .settled], executions: 1),
    FaultCase(
      "edits * status 429 retry-after=1", .rateLimited, [.refunded, .refunded, .refunded], executions: 0),
  ]

  /// The service says no, and asking again would not help.
  static let answeredNo = [
    FaultCase("edits * status 429 retry-after=3600", .rateLimited, [.refunded], executions: 0),
    FaultCase(
      "edits * status 429 retry-after=99999999999999999999", .rateLimited, [.refunded], executions: 0),
    FaultCase(
      "edits * status 429 code=insufficient_quota", .quotaExhausted, [.refunded], executions: 0),
    FaultCase(
      "edits * status 400 code=billing_hard_limit_reached", .quotaExhausted, [.refunded], executions: 0),
    FaultCase("edits * status 401 code=invalid_api_key", .keyRefused, [.refunded], executions: 0),
    FaultCase("edits * status 403", .notPermitted, [.refunded], executions: 0),
    FaultCase("edits * status 404 code=model_not_found", .providerRefused, [.refunded], executions: 0),
    FaultCase("edits * status 400 code=invalid_value", .providerRefused, [.refunded], executions: 0),
    FaultCase("edits * refuse stage=input", .contentRefused, [.refunded], executions: 0),
    FaultCase("edits * refuse stage=output", .contentRefused, [.refunded], executions: 0),
    FaultCase("edits * redirect", .redirected, [.refunded], executions: 0),
    FaultCase("edits * redirect status=302", .redirected, [.refunded], executions: 0),
  ]

  /// It may have been billed: never asked again by itself.
  static let noAnswer = [
    FaultCase("edits * status 500 work=done", .outcomeUnknown, [.unknown], executions: 1),
    FaultCase("edits * status 502 body=html", .outcomeUnknown, [.unknown], executions: 0),
    FaultCase(
      "edits * status 503 code=server_error message=later", .outcomeUnknown, [.unknown], executions: 0),
    FaultCase("edits * status 504 body=empty", .outcomeUnknown, [.unknown], executions: 0),
    FaultCase("edits * status 408", .outcomeUnknown, [.unknown], executions: 0),
    FaultCase("edits * status 409", .outcomeUnknown, [.unknown], executions: 0),
    FaultCase("edits * silence hold=300ms", .outcomeUnknown, [.unknown], executions: 1),
    FaultCase("edits * close", .outcomeUnknown, [.unknown], executions: 1),
    FaultCase("edits * reset", .outcomeUnknown, [.unknown], executions: 1),
    FaultCase("edits * cut-head after=8", .outcomeUnknown, [.unknown], executions: 1),
  ]

  /// The service said that it did the work, and what came cannot be used.
  static let brokenAnswers = [
    FaultCase(
      "edits * silence-after-head hold=300ms", .billedWithoutResult, [.billedWithoutResult], executions: 1),
    FaultCase(
      "edits * reset-download after=1000", .billedWithoutResult, [.billedWithoutResult], executions: 1),
    FaultCase("edits * truncate after=5000", .billedWithoutResult, [.billedWithoutResult], executions: 1),
    FaultCase("edits * cut after=5000", .billedWithoutResult, [.billedWithoutResult], executions: 1),
    FaultCase("edits * wrong-length by=-10", .billedWithoutResult, [.billedWithoutResult], executions: 1),
    FaultCase("edits * invalid-json", .billedWithoutResult, [.billedWithoutResult], executions: 1),
    FaultCase("edits * truncated-base64", .billedWithoutResult, [.billedWithoutResult], executions: 1),
    FaultCase("edits * giant bytes=100000000", .billedWithoutResult, [.billedWithoutResult], executions: 1),
    FaultCase(
      "edits * gzip-bomb bytes=100000000", .billedWithoutResult, [.billedWithoutResult], executions: 1),
  ]

  /// The picture is there, and counts.
  static let harmless = [
    FaultCase("edits * missing-usage", nil, [.settled], executions: 1),
    FaultCase("edits * duplicate-headers names=x-request-id value=other", nil, [.settled], executions: 1),
    FaultCase("edits * wrong-length by=10", nil, [.settled], executions: 1),
    FaultCase("any 2+ drop-reused", nil, [.settled], executions: 1),
  ]
}

@Suite(.timeLimit(.minutes(5))) struct FaultTableTests {
  static let budget = RunOptions(maxCost: Money(nanodollars: 1_000_000_000))

  @Test(arguments: FaultCase.all)
  func faultEndsAsTheTableSays(_ row: FaultCase) async throws {
    let bench = try PaidBench(faults: row.faults)
    // A small body is in the system's hands before a reset can tell that it did not arrive.
    let picture = row.faults.contains("reset-upload") ? Scene.noise() : Scene.legal()
    let session = try await bench.session(picture)
    try await session.edit("brighten by 20 %")
    var found: Problem?
    do {
      _ = try await session.run(Self.budget)
    } catch {
      found = error
    }
    #expect(found?.code == row.problem, "\(found?.underlying ?? "")")
    let attempts = try bench.attempts()
    #expect(attempts.map(\.closed?.outcome) == row.outcomes)
    let account = bench.account
    #expect(account.posts == attempts.count)
    #expect(account.lines.count(where: \.isExecuted) == row.executions)
    try await expectNothingIsLost(row, session, bench)
  }

  /// The instruction is still queued or in a round, the session opens again, and the account covers the bill.
  private func expectNothingIsLost(_ row: FaultCase, _ session: Session, _ bench: PaidBench) async throws {
    let cost = try await session.cost()
    #expect(cost.billed.nanodollars + cost.possible.nanodollars >= Int64(bench.account.nanodollars))
    await session.close()
    let again = try Session.open(bench.folder.path("hero.session"), configuration: bench.configuration)
    let isDone = row.problem == nil
    #expect(try await again.queue().count == (isDone ? 0 : 1))
    #expect(try await again.log().count == (isDone ? 2 : 1))
    #expect(try await again.unresolvedAttempts().count == row.outcomes.count { $0 == .unknown })
    try await again.set("merge-max", to: "2")
    await again.close()
    #expect(try bench.attempts().map(\.closed?.outcome) == row.outcomes)
  }

  @Test func pictureOfAnotherRatioFailsVerificationAndIsKept() async throws {
    let bench = try PaidBench(faults: "edits * wrong-size size=512x512")
    let session = try await bench.session()
    try await session.edit("brighten by 20 %")
    let report = try await session.run(Self.budget)
    #expect(report.failed?.verification?.findings.contains(.sizeDiffers) == true)
    #expect(try await session.queue().first?.hold != nil)
    #expect(report.cost.billed.nanodollars == Int64(bench.account.nanodollars))
  }

  @Test func unknownOutcomeIsNeverAskedAgainUntilTheUserSaysSo() async throws {
    let bench = try PaidBench(faults: "edits 1 close")
    let session = try await bench.session()
    try await session.edit("brighten by 20 %")
    await #expect(throws: Problem.self) { try await session.run(Self.budget) }
    await #expect(throws: Problem.self) { try await session.run(Self.budget) }
    #expect(bench.account.posts == 1)
    let open = try await session.unresolvedAttempts()
    try await session.resolve(try #require(open.first).attempt, as: .again)
    let report = try await session.run(Self.budget)
    #expect(report.rounds.count == 1)
    #expect(bench.account.posts == 2)
    let cost = try await session.cost()
    #expect(cost.possible > .zero)
  }

  @Test func contentRefusalIsKeptWithStageAndCategories() async throws {
    let bench = try PaidBench()
    let session = try await bench.session()
    try await session.edit("something forbidden")
    await #expect(throws: Problem.self) { try await session.run(Self.budget) }
    let refusals = try await session.contentRefusals()
    #expect(refusals.map(\.refusal.stage) == ["input"])
    #expect(refusals.first?.refusal.code == "moderation_blocked")
    #expect(refusals.first?.passedBefore == nil)
  }
}
