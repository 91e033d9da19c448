internal import Billing
internal import EditModel

/// What the entries of `spend.log` amount to.
struct SpendBook: Hashable {
  /// Of the scopes that span sessions, those with a budget.
  private(set) var limits: [BudgetScope: Money] = [:]
  /// What the settled holds of each day cost.
  private(set) var spent: [BudgetDay: Money] = [:]
  /// The holds that were neither settled nor released, by the hashes of their lines.
  private(set) var open: [Digest: SpendHold] = [:]

  init() {}

  init(limits: [BudgetScope: Money], spent: [BudgetDay: Money], open: [Digest: SpendHold]) {
    self.limits = limits
    self.spent = spent
    self.open = open
  }

  /// True when the entry may be the log's next one.
  func allows(_ entry: SpendEntry) -> Bool {
    switch entry {
    case .budget(let budget): budget.scope.spansSessions && budget.limit.map { $0 >= .zero } ?? true
    case .hold(let hold): hold.amount >= .zero
    case .settle(let step): step.amount >= .zero && open[step.hold] != nil
    case .release(let step): open[step.hold] != nil
    }
  }

  /// Adds the next entry of the log, or returns false where it may not follow.
  mutating func add(_ entry: SpendEntry, hash: Digest) -> Bool {
    guard allows(entry) else { return false }
    switch entry {
    case .budget(let budget): limits[budget.scope] = budget.limit
    case .hold(let hold): open[hash] = hold
    case .settle(let step):
      guard let hold = open.removeValue(forKey: step.hold) else { return false }
      spent[BudgetDay(hold.time), default: .zero] =
        spent[BudgetDay(hold.time), default: .zero].addedUpToMost(step.amount)
    case .release(let step): open[step.hold] = nil
    }
    return true
  }

  /// How the budgets that are set stand at a moment, the day's first.
  func budgets(at time: Timestamp) -> [BudgetState] {
    let today = BudgetDay(time)
    return BudgetScope.allCases.filter(\.spansSessions).compactMap { scope in
      limits[scope].map { BudgetState(scope, limit: $0, charges: charges(in: scope, of: today)) }
    }
  }

  /// What weighs on the budget of the day, or of its month.
  private func charges(in scope: BudgetScope, of today: BudgetDay) -> [BudgetCharge] {
    func counts(_ day: BudgetDay) -> Bool { scope == .day ? day == today : day.isInMonth(of: today) }
    return spent.filter { counts($0.key) }.map { .spent($0.value) }
      + open.values.filter { counts(BudgetDay($0.time)) }.map { .held($0.amount) }
  }
}
