public import EditModel

/// A day of the calendar in UTC, by which budgets count.
public struct BudgetDay: Hashable, Sendable, Comparable, LosslessStringConvertible {
  /// As in ISO 8601, `2026-11-21`.
  public let description: String

  /// The day that a moment falls on.
  public init(_ time: Timestamp) {
    description = String(time.description.prefix(10))
  }

  /// The day that is written exactly as `description` writes it, or `nil`.
  public init?(_ text: String) {
    guard let time = Timestamp("\(text)T00:00:00.000Z") else { return nil }
    self.init(time)
  }

  public static func < (left: BudgetDay, right: BudgetDay) -> Bool { left.description < right.description }

  /// True when both are of one month of one year.
  public func isInMonth(of other: BudgetDay) -> Bool {
    description.utf8.prefix(7).elementsEqual(other.description.utf8.prefix(7))
  }
}
