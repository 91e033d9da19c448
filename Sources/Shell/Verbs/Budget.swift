internal import Billing
internal import EditModel
internal import Engine

extension Shell {
  /// `budget`: what may be spent, and what is left of it.
  func budget(_ request: BudgetRequest) async throws(Problem) -> Answer {
    switch request {
    case .show: break
    case .set(let limit, let scope): try await setBudget(scope, limit)
    case .remove(let scope): try await setBudget(scope, nil)
    }
    let budgets = try await budgets()
    return Answer(
      budgets.isEmpty
        ? ["no budget: a run that costs asks, or needs --max-cost"] : budgets.map(\.line),
      .members(["budgets": .array(budgets.map(\.json))]))
  }
}

extension Shell {
  /// What spans sessions needs none.
  private func setBudget(_ scope: BudgetScope, _ limit: Money?) async throws(Problem) {
    guard !scope.spansSessions else { return try configuration.setBudget(scope, limit) }
    try await current().setBudget(scope, limit)
  }

  private func budgets() async throws(Problem) -> [BudgetState] {
    do throws(Problem) {
      return try await current().budgets()
    } catch  where error.code == .noSession {
      return try configuration.budgets()
    }
  }
}

extension BudgetState {
  fileprivate var line: String {
    let amount = "\(pad(scope.rawValue, 7)) \(limit)"
    // A budget of each round begins anew with every call.
    guard scope != .round else { return "\(amount) for each call" }
    let held = held > .zero ? ", held \(held)" : ""
    return "\(amount), spent \(spent)\(held), left \(left)"
  }

  fileprivate var json: JSONValue {
    .members([
      "scope": .string(scope.rawValue), "limit_nanodollars": .integer(Int(limit.nanodollars)),
      "spent_nanodollars": .integer(Int(spent.nanodollars)),
      "held_nanodollars": .integer(Int(held.nanodollars)),
      "left_nanodollars": .integer(Int(left.nanodollars)),
    ])
  }
}
