import Billing
import EditModel
import Engine
import Simulator
import Store
import TestSupport
import Testing

/// Faults where a reply comes in events, and where a picture is made from words.
@Suite(.timeLimit(.minutes(3))) struct OtherRouteFaultTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let fault: String
    let problem: Problem.Code?
    let outcomes: [CallEntry.Outcome]

    init(_ fault: String, _ problem: Problem.Code?, _ outcomes: [CallEntry.Outcome]) {
      self.fault = fault
      self.problem = problem
      self.outcomes = outcomes
    }

    var testDescription: String { fault }
  }

  /// The status of a reply in events comes before the work, so that it proves nothing.
  static let events = [
    Row("slow rate=20000000", nil, [.settled]),
    Row("status 429 retry-after=1", .rateLimited, [.refunded, .refunded, .refunded]),
    Row("refuse stage=output", .contentRefused, [.refunded]),
    Row("close", .outcomeUnknown, [.unknown]),
    Row("cut-head after=8", .outcomeUnknown, [.unknown]),
    Row("silence-after-head hold=300ms", .outcomeUnknown, [.unknown]),
    Row("cut after=200", .outcomeUnknown, [.unknown]),
    Row("reset-download after=200", .outcomeUnknown, [.unknown]),
    Row("status 500 work=done", .outcomeUnknown, [.unknown]),
    Row("giant bytes=200000000", .outcomeUnknown, [.unknown]),
  ]

  static let words = [
    Row("status 429 retry-after=1", .rateLimited, [.refunded, .refunded, .refunded]),
    Row("status 401 code=invalid_api_key", .keyRefused, [.refunded]),
    Row("refuse stage=input", .contentRefused, [.refunded]),
    Row("close", .outcomeUnknown, [.unknown]),
    Row("reset", .outcomeUnknown, [.unknown]),
    Row("status 503 code=server_error message=later", .outcomeUnknown, [.unknown]),
    Row("truncated-base64", .billedWithoutResult, [.billedWithoutResult]),
    Row("truncate after=5000", .billedWithoutResult, [.billedWithoutResult]),
    Row("invalid-json", .billedWithoutResult, [.billedWithoutResult]),
    Row("missing-usage", nil, [.settled]),
  ]

  @Test(arguments: events)
  func faultAmongEventsEndsAsTheTableSays(_ row: Row) async throws {
    let bench = try PaidBench(faults: "edits * \(row.fault)")
    let session = try await bench.session()
    try await session.set("partials", to: "2")
    try await session.edit("brighten by 20 %")
    var problem: Problem?
    do {
      _ = try await session.run(FaultTableTests.budget)
    } catch {
      problem = error
    }
    #expect(problem?.code == row.problem)
    #expect(try await session.queue().count == (row.problem == nil ? 0 : 1))
    try await expectAccounted(row, session, bench, "hero.session")
  }

  @Test(arguments: words)
  func faultWhileAPictureIsMadeFromWordsEndsAsTheTableSays(_ row: Row) async throws {
    let bench = try PaidBench(faults: "generations * \(row.fault)")
    let options = GenerateOptions(
      words: "a red bicycle", provider: "openai", quality: "low",
      maxCost: Money(nanodollars: 1_000_000_000))
    let path = bench.folder.path("bike.session")
    var problem: Problem?
    do {
      await (try Session.generate(options, at: path, configuration: bench.configuration)).close()
    } catch {
      problem = error
    }
    #expect(problem?.code == row.problem)
    let session = try Session.open(path, configuration: bench.configuration)
    try await expectAccounted(row, session, bench, "bike.session")
  }

  private func expectAccounted(
    _ row: Row, _ session: Session, _ bench: PaidBench, _ name: String
  ) async throws {
    let attempts = try bench.attempts(name)
    #expect(attempts.map(\.closed?.outcome) == row.outcomes)
    #expect(bench.account.posts == attempts.count)
    #expect(try await session.unresolvedAttempts().count == row.outcomes.count { $0 == .unknown })
    let held = attempts.reduce(into: Money.zero) { sum, attempt in
      sum += attempt.replied?.actual.amount ?? attempt.closed?.possible ?? .zero
      if case .unpriced? = attempt.replied?.actual { sum += attempt.intended.reservation.amount ?? .zero }
    }
    #expect(held.nanodollars >= Int64(bench.account.nanodollars))
  }
}
