package import Billing

extension Attempt {
  /// How it weighs on budgets.
  package var charge: BudgetCharge {
    BudgetCharge(
      closed.map { CallRecord.State($0.outcome) } ?? .open, actual: replied?.actual,
      possible: closed?.possible, reservation: intended.reservation)
  }
}
