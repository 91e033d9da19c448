import Billing
import EditModel
import Testing

struct BudgetTests {
  private func money(_ cents: Int64) -> Money { Money(nanodollars: cents * 10_000_000) }

  @Test func subtractsWhatIsSpentAndWhatIsHeld() {
    let state = BudgetState(
      .session, limit: money(100), charges: [.spent(money(30)), .held(money(20)), .spent(money(9))])
    #expect(state.spent == money(39))
    #expect(state.held == money(20))
    #expect(state.left == money(41))
  }

  @Test(arguments: [(Int64(41), true), (42, false), (0, true)])
  func allowsWhatIsLeftToTheLastCent(cents: Int64, isAllowed: Bool) {
    let state = BudgetState(.day, limit: money(100), charges: [.spent(money(59))])
    #expect(state.allows(money(cents)) == isAllowed)
  }

  @Test func hasNothingLeftBelowALoweredLimit() {
    let state = BudgetState(.month, limit: money(10), charges: [.spent(money(59))])
    #expect(state.left == .zero)
    #expect(!state.allows(Money(nanodollars: 1)))
  }

  @Test func sumsOfAnySizeStayBeyondEveryLimit() {
    let huge = BudgetCharge.spent(Money(nanodollars: .max))
    let state = BudgetState(
      .month, limit: BudgetState.largest,
      charges: [huge, huge, .held(Money(nanodollars: .max)), .held(BudgetState.largest)])
    #expect(state.left == .zero)
    #expect(!state.allows(Money(nanodollars: 1)))
  }

  /// Tried call by call, in each scope.
  @Test(arguments: BudgetScope.allCases)
  func countsTheCallsThatFit(scope: BudgetScope) {
    let prices: [Int64] = [30, 10, 0, 45, 10, 5, 90, 1]
    for limit in 0...200 as ClosedRange<Int64> {
      let state = BudgetState(scope, limit: money(limit))
      var (count, sum) = (0, Int64(0))
      for price in prices {
        sum = scope == .round ? price : sum + price
        if sum > limit { break }
        count += 1
      }
      #expect(state.count(fitting: prices.map(money)) == count, "limit \(limit)")
    }
  }

  @Test func onlyDayAndMonthSpanSessions() {
    #expect(BudgetScope.allCases.filter(\.spansSessions) == [.day, .month])
  }
}

struct BudgetDayTests {
  private func day(_ text: String) throws -> BudgetDay { BudgetDay(try #require(Timestamp(text))) }

  @Test(arguments: [
    ("2026-11-21T00:00:00.000Z", "2026-11-21"), ("2026-11-21T23:59:59.999Z", "2026-11-21"),
    ("2026-11-22T00:00:00.000Z", "2026-11-22"), ("2024-02-29T12:00:00.000Z", "2024-02-29"),
    ("2025-12-31T23:59:59.999Z", "2025-12-31"), ("2026-01-01T00:00:00.000Z", "2026-01-01"),
  ])
  func endsAtMidnightInUTC(time: String, day: String) throws {
    #expect(try self.day(time).description == day)
  }

  @Test func monthsOfDifferentYearsAreDifferent() throws {
    let november = try day("2026-11-30T23:59:59.999Z")
    #expect(try november.isInMonth(of: day("2026-11-01T00:00:00.000Z")))
    #expect(try !november.isInMonth(of: day("2026-12-01T00:00:00.000Z")))
    #expect(try !november.isInMonth(of: day("2025-11-30T00:00:00.000Z")))
  }

  @Test(arguments: ["2026-11-21", "0001-01-01"])
  func isReadAsItIsWritten(text: String) {
    #expect(BudgetDay(text)?.description == text)
  }

  @Test(arguments: ["", "2026-11", "2026-11-31", "2026-1-1", "2026-11-21T", "２０２６-11-21"])
  func refusesWhatIsNoDay(text: String) {
    #expect(BudgetDay(text) == nil)
  }
}

struct BudgetChargeTests {
  private static let reserved = Money(nanodollars: 53_000_000)
  private static let billed = Money(nanodollars: 41_000_000)
  private static let maybe = Money(nanodollars: 20_000_000)

  private struct Case: CustomTestStringConvertible {
    let state: CallRecord.State
    let actual: Actual?
    let possible: Money?
    let charge: BudgetCharge

    var testDescription: String { "\(state) \(actual.map { "\($0)" } ?? "-") \(possible != nil)" }
  }

  /// Written down state by state from the rules of paid calls.
  private static let cases = [
    Case(state: .open, actual: nil, possible: nil, charge: .held(reserved)),
    Case(state: .open, actual: nil, possible: reserved, charge: .held(reserved)),
    Case(state: .open, actual: .billed(billed, row: "r"), possible: nil, charge: .spent(billed)),
    Case(state: .unknown, actual: nil, possible: maybe, charge: .held(maybe)),
    Case(state: .unknown, actual: nil, possible: nil, charge: .held(reserved)),
    Case(state: .settled, actual: .billed(billed, row: "r"), possible: nil, charge: .spent(billed)),
    Case(state: .settled, actual: .unpriced, possible: reserved, charge: .spent(reserved)),
    Case(state: .settled, actual: nil, possible: nil, charge: .spent(.zero)),
    Case(state: .refunded, actual: nil, possible: nil, charge: .spent(.zero)),
    Case(state: .refunded, actual: nil, possible: maybe, charge: .spent(.zero)),
    Case(state: .billedWithoutResult, actual: nil, possible: maybe, charge: .spent(maybe)),
    Case(state: .billedWithoutResult, actual: nil, possible: nil, charge: .spent(reserved)),
    Case(
      state: .billedWithoutResult, actual: .billed(billed, row: "r"), possible: nil, charge: .spent(billed)),
    Case(state: .abandoned, actual: nil, possible: maybe, charge: .spent(maybe)),
  ]

  @Test(arguments: cases)
  private func chargesByTheAttemptsEnd(_ one: Case) {
    let charge = BudgetCharge(
      one.state, actual: one.actual, possible: one.possible, reservation: .held(Self.reserved, row: "r"))
    #expect(charge == one.charge)
  }

  @Test func whatIsFreeWeighsNothing() {
    #expect(BudgetCharge(.open, actual: nil, possible: nil, reservation: .free) == .held(.zero))
    #expect(BudgetCharge(.abandoned, actual: nil, possible: nil, reservation: .free) == .spent(.zero))
    #expect(BudgetCharge(.settled, actual: .free, possible: nil, reservation: .free) == .spent(.zero))
  }
}
