import Billing
import EditModel
import Engine
import FoundationEssentials
import Simulator
import Store
import TestSupport
import Testing

/// Paid runs within budgets of session, round, day and month.
@Suite(.timeLimit(.minutes(5))) struct BudgetRunTests {
  /// A session with an instruction, and the upper end of what its call costs.
  private func waiting(
    _ bench: PaidBench, _ name: String = "hero.session"
  ) async throws -> (session: Session, price: Money) {
    let session = try await bench.session(name: name)
    try await session.edit("brighten by 20 %")
    let price = try #require(try await session.quote(RunOptions())?.price?.high)
    return (session, price)
  }

  private func problem(of session: Session) async -> Problem? {
    await #expect(throws: Problem.self) { try await session.run(RunOptions()) }
  }

  @Test(arguments: BudgetScope.allCases)
  func aStandingBudgetMakesOneOfTheRunNeedless(_ scope: BudgetScope) async throws {
    let bench = try PaidBench()
    let (session, price) = try await waiting(bench)
    #expect(await problem(of: session)?.code == .noBudget)
    try await session.setBudget(scope, price)
    let report = try await session.run(RunOptions())
    #expect(report.rounds.count == 1)
    let state = try #require(try await session.budgets().first)
    #expect((state.scope, state.limit, state.held) == (scope, price, .zero))
    let bill = Money(nanodollars: Int64(bench.account.nanodollars))
    #expect(state.spent == (scope == .round ? .zero : bill))
    #expect(bill > .zero)
  }

  @Test(arguments: BudgetScope.allCases)
  func oneNanodollarTooLittleStopsItBeforeAnythingIsSent(_ scope: BudgetScope) async throws {
    let bench = try PaidBench()
    let (session, price) = try await waiting(bench)
    let limit = price - Money(nanodollars: 1)
    try await session.setBudget(scope, limit)
    let problem = await problem(of: session)
    #expect(problem?.code == .overBudget)
    #expect(problem?.subject == scope.rawValue)
    #expect(problem?.allowed == [limit.description])
    #expect(bench.account.posts == 0)
    #expect(try bench.attempts().isEmpty)
  }

  @Test func saysHowManyCallsWouldFit() async throws {
    let bench = try PaidBench()
    let (session, price) = try await waiting(bench)
    try await session.edit("sepia", alone: true)
    try await session.edit("invert the colours", alone: true)
    try await session.setBudget(.round, Money(nanodollars: 2 * price.nanodollars))
    try await session.setBudget(.session, Money(nanodollars: price.nanodollars * 5 / 2))
    try await session.setBudget(.month, Money(nanodollars: 4 * price.nanodollars))
    let problem = await problem(of: session)
    #expect(problem?.subject == "session")
    #expect(problem?.allowed.last == "run --calls 2")
    #expect(bench.account.posts == 0)
    let report = try await session.run(RunOptions(calls: 2))
    #expect(report.rounds.count == 2)
  }

  @Test func sessionsOfOneUserShareTheDay() async throws {
    let bench = try PaidBench()
    let (first, price) = try await waiting(bench)
    let (second, _) = try await waiting(bench, "second.session")
    try await first.setBudget(.day, price + Money(nanodollars: 1))
    _ = try await first.run(RunOptions())
    let state = try #require(try await second.budgets().first)
    #expect(state.spent == Money(nanodollars: Int64(bench.account.nanodollars)))
    #expect(await problem(of: second)?.code == .overBudget)
    try await first.setBudget(.day, state.spent + price)
    _ = try await second.run(RunOptions())
    #expect(bench.account.posts == 2)
  }

  /// Reservations of calls under way count, so that the bill stays within the budget whatever the order.
  @Test func sessionsAtTheSameTimeCannotOverspendTogether() async throws {
    let bench = try PaidBench()
    var sessions: [Session] = []
    var price = Money.zero
    for number in 0..<6 {
      let (session, highest) = try await waiting(bench, "s\(number).session")
      sessions.append(session)
      price = highest
    }
    let limit = Money(nanodollars: price.nanodollars * 7 / 2)
    try await sessions[0].setBudget(.month, limit)
    let codes = await withTaskGroup(of: Problem.Code?.self) { group in
      for session in sessions {
        group.addTask {
          do throws(Problem) {
            _ = try await session.run(RunOptions())
            return nil
          } catch {
            return error.code
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    let bill = Money(nanodollars: Int64(bench.account.nanodollars))
    #expect(bill <= limit)
    #expect(codes.count { $0 == nil } >= 3)
    #expect(codes.allSatisfy { $0 == nil || $0 == .overBudget })
    #expect(codes.contains(.overBudget))
    let state = try #require(try await sessions[5].budgets().first)
    #expect((state.spent, state.held) == (bill, .zero))
  }

  /// What the command allows and what stands both hold.
  @Test func theNarrowerBudgetDecides() async throws {
    let bench = try PaidBench()
    let (session, price) = try await waiting(bench)
    try await session.setBudget(.session, price)
    let tooLittle = RunOptions(maxCost: price - Money(nanodollars: 1))
    let problem = await #expect(throws: Problem.self) { try await session.run(tooLittle) }
    #expect((problem?.code, problem?.subject) == (.overBudget, "run"))
    _ = try await session.run(RunOptions(maxCost: price))
  }

  @Test(arguments: [(Resolution.notBilled, true), (.billed, false), (.again, false)])
  func unknownOutcomesStayHeldUntilTheyAreResolved(
    _ resolution: Resolution, isGivenBack: Bool
  ) async throws {
    let bench = try PaidBench(faults: "edits 1 close")
    let (session, price) = try await waiting(bench)
    try await session.setBudget(.session, price)
    try await session.setBudget(.day, price)
    #expect(await problem(of: session)?.code == .outcomeUnknown)
    for state in try await session.budgets() {
      #expect((state.held, state.spent, state.left) == (price, .zero, .zero), "\(state.scope)")
    }
    try await session.resolve(AttemptID(1), as: resolution)
    for state in try await session.budgets() {
      #expect(state.held == .zero, "\(state.scope)")
      #expect(state.left == (isGivenBack ? price : .zero), "\(state.scope)")
    }
  }

  @Test(arguments: ["edits * refuse stage=output", "edits * status 401 code=invalid_api_key"])
  func whatIsRefusedGivesItsReservationBack(_ faults: String) async throws {
    let bench = try PaidBench(faults: faults)
    let (session, price) = try await waiting(bench)
    for scope in [BudgetScope.session, .day, .month] { try await session.setBudget(scope, price) }
    _ = await problem(of: session)
    for state in try await session.budgets() { #expect(state.left == price, "\(state.scope)") }
  }

  /// Each of several attempts at one call holds anew, after the one before gave back.
  @Test func attemptsOfOneCallNeverHoldTogether() async throws {
    let bench = try PaidBench(faults: "edits 1 status 503 code=server_is_overloaded\nedits 2 status 429")
    let (session, price) = try await waiting(bench)
    for scope in BudgetScope.allCases { try await session.setBudget(scope, price) }
    _ = try await session.run(RunOptions())
    #expect(bench.account.posts == 3)
    let holds = try bench.attempts().compactMap(\.intended.hold)
    #expect(Set(holds).count == 3)
  }

  @Test func aReplyWithoutUsageStaysChargedWithItsReservation() async throws {
    let bench = try PaidBench(faults: "edits * missing-usage")
    let (session, price) = try await waiting(bench)
    for scope in [BudgetScope.session, .day] { try await session.setBudget(scope, price) }
    _ = try await session.run(RunOptions())
    for state in try await session.budgets() {
      #expect((state.spent, state.left) == (price, .zero), "\(state.scope)")
    }
  }

  @Test func undoTouchesNoBudgetAndNoSpending() async throws {
    let bench = try PaidBench()
    let (session, price) = try await waiting(bench)
    try await session.setBudget(.session, price)
    _ = try await session.run(RunOptions())
    let before = try await session.budgets()
    try await session.undo(1)
    #expect(try await session.budgets() == before)
    await session.close()
    let reopened = try Session.open(bench.folder.path("hero.session"), configuration: bench.configuration)
    #expect(try await reopened.budgets() == before)
    try await reopened.setBudget(.session, nil)
    #expect(try await reopened.budgets() == [])
  }

  /// As a process leaves it that dies between holding and intending; a copy of the session does not touch it.
  @Test func whatWasHeldAndNeverIntendedIsReleasedByItsOwnSession() async throws {
    let bench = try PaidBench()
    let (session, price) = try await waiting(bench)
    try await session.setBudget(.day, price)
    await session.close()
    let path = bench.folder.path("hero.session")
    let copy = bench.folder.path("copy.session")
    try FileManager.default.copyItem(atPath: path, toPath: copy)
    try leaveHold(of: path, bench, price)
    #expect(try await session.budgets().first?.left == .zero)
    let copied = try Session.open(copy, configuration: bench.configuration)
    try await copied.edit("sepia")
    #expect(try await copied.budgets().first?.left == .zero)
    try await session.edit("sepia")
    #expect(try await session.budgets().first?.left == price)
  }

  private func leaveHold(of path: String, _ bench: PaidBench, _ price: Money) throws {
    let (disk, surroundings) = (bench.configuration.disk, bench.configuration.surroundings)
    let folder = try SessionFolder(opening: path, disk: disk, surroundings: surroundings)
    let state = StateFolder(bench.folder.path("state"), disk: disk, surroundings: surroundings)
    let hold = SpendHold(
      session: try #require(try folder.identity), place: folder.place, attempt: folder.nextAttempt,
      amount: price, keyLabel: "default", time: surroundings.now())
    _ = try SpendLog(state).hold(hold)
  }

  @Test func anUnreadableAccountStopsWhatCostsAndNothingElse() async throws {
    let bench = try PaidBench()
    let (session, price) = try await waiting(bench)
    for _ in 0..<3 { try await session.setBudget(.day, price) }
    let log = bench.folder.path("state/spend.log")
    var bytes = Array(try Data(contentsOf: URL(filePath: log)))
    bytes[70] ^= 1
    try Data(bytes).write(to: URL(filePath: log))
    let problem = await #expect(throws: Problem.self) {
      try await session.run(RunOptions(maxCost: price))
    }
    #expect((problem?.code, problem?.subject) == (.damagedSession, log))
    #expect(bench.account.posts == 0)
    await session.close()
    try await session.set("provider", to: "local")
    #expect(try await session.run(RunOptions()).rounds.count == 1)
  }

  @Test func whatSpansSessionsNeedsAFolderForIt() async throws {
    let bench = try PaidBench { $0.state = nil }
    let (session, price) = try await waiting(bench)
    for scope in [BudgetScope.day, .month] {
      let problem = await #expect(throws: Problem.self) { try await session.setBudget(scope, price) }
      #expect(problem?.code == .unsupported)
      #expect(problem?.allowed == ["session", "round"])
    }
    try await session.setBudget(.session, price)
    #expect(try await session.run(RunOptions()).rounds.count == 1)
  }

  @Test(arguments: [Int64(-1), BudgetState.largest.nanodollars + 1])
  func refusesWhatIsNoBudget(_ nanodollars: Int64) async throws {
    let bench = try PaidBench()
    let (session, _) = try await waiting(bench)
    for scope in BudgetScope.allCases {
      let problem = await #expect(throws: Problem.self) {
        try await session.setBudget(scope, Money(nanodollars: nanodollars))
      }
      #expect(problem?.code == .badValue)
    }
    #expect(try await session.budgets() == [])
  }
}
