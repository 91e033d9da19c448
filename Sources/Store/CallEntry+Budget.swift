package import Billing
package import EditModel

extension CallEntry {
  /// The user set or lifted a budget of this session; it belongs to no attempt, and no undo touches it.
  package struct BudgetEntry: Hashable, Sendable, Codable {
    /// What it is for: `session`, or `round` for each round.
    package let scope: String
    /// `nil` lifts it.
    package let limit: Money?
    package let time: Timestamp

    package init(scope: String, limit: Money?, time: Timestamp) {
      self.scope = scope
      self.limit = limit
      self.time = time
    }
  }
}
