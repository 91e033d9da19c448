internal import Billing
internal import EditModel

/// What one run may spend, and what it has.
///
/// A call's upper estimate is held before it is sent and replaced by what it cost; what may have been billed
/// stays held.
struct RunBudget {
  /// `nil` as long as nothing costs.
  let limit: Money?
  private(set) var charged = Money.zero

  init(limit: Money?) {
    self.limit = limit
  }

  /// Holds an amount for a call.
  ///
  /// - Throws: `Problem` with code `noBudget`, or `overBudget` with the amount and what is left; nothing is
  ///   held then.
  mutating func hold(_ amount: Money) throws(Problem) {
    guard amount > .zero else { return }
    guard let limit else { throw Problem(.noBudget, "run", found: amount.description) }
    guard charged + amount <= limit else {
      throw Problem(
        .overBudget, "run", found: amount.description, allowed: [(limit - charged).description])
    }
    charged += amount
  }

  /// Puts what a call cost in the place of what was held for it.
  mutating func settle(held: Money, actual: Money) { charged = charged - held + actual }
}
