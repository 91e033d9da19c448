import Engine
import Raster
import Testing

struct RetryBudgetTests {
  @Test func allowsAHundredRetriesInAnOutage() {
    var budget = RetryBudget()
    let granted = (0..<1000).count { _ in budget.spend(after: .answered) }
    #expect(granted == 100)
  }

  @Test func timeOutsCostTwice() {
    var budget = RetryBudget()
    let granted = (0..<1000).count { _ in budget.spend(after: .timedOut) }
    #expect(granted == 50)
  }

  @Test func refusedRetryTakesNothing() {
    var budget = RetryBudget(tokens: 7)
    #expect(budget.spend(after: .timedOut) == false)
    #expect(budget.tokens == 7)
    #expect(budget.spend(after: .answered) == true)
    #expect(budget.tokens == 2)
  }

  @Test func fiveSuccessesPayForOneRetry() {
    var budget = RetryBudget(tokens: 0)
    for _ in 0..<4 { budget.succeed() }
    #expect(budget.spend(after: .answered) == false)
    budget.succeed()
    #expect(budget.spend(after: .answered) == true)
  }

  @Test func neverHoldsMoreThanItsCapacity() {
    var budget = RetryBudget(tokens: .max)
    budget.succeed()
    #expect(budget.tokens == RetryBudget.capacity)
    #expect(RetryBudget(tokens: -1).tokens == 0)
  }
}
