internal import Billing
internal import EditModel

/// What one run may spend, and what it has.
///
/// A call's upper estimate is held before it is sent and replaced by what it cost; what may have been billed
/// stays held.
struct RunBudget {
  /// `nil` as long as nothing costs, or where a standing budget is all that bounds the run.
  let limit: Money?
  private let hasStandingBudget: Bool
  private(set) var charged = Money.zero

  /// - Parameter hasStandingBudget: Whether a budget of session, round, day or month is set, which makes one of
  ///   the run needless.
  init(limit: Money?, hasStandingBudget: Bool = false) {
    self.limit = limit
    self.hasStandingBudget = hasStandingBudget
  }

  /// Holds an amount for a call.
  ///
  /// - Throws: `Problem` with code `noBudget`, or `overBudget` with the amount and what is left; nothing is
  ///   held then.
  mutating func hold(_ amount: Money) throws(Problem) {
    guard amount > .zero else { return }
    guard limit != nil || hasStandingBudget else {
      throw Problem(.noBudget, "run", found: amount.description)
    }
    if let limit, charged + amount > limit {
      throw Problem(
        .overBudget, "run", found: amount.description, allowed: [(limit - charged).description])
    }
    charged += amount
  }

  /// Puts what a call cost in the place of what was held for it.
  mutating func settle(held: Money, actual: Money) { charged = charged - held + actual }
}
