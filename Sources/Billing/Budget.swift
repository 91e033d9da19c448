/// What a budget holds for.
public enum BudgetScope: String, Hashable, Sendable, Codable, CaseIterable {
  /// Everything that one session ever asks for.
  case session
  /// Each call by itself, with all its variants.
  case round
  /// Everything of one user on one day, in UTC.
  case day
  /// Everything of one user in one month, in UTC.
  case month

  /// True for what holds in all sessions of the user together.
  public var spansSessions: Bool { self == .day || self == .month }
}

/// How a budget stands.
public struct BudgetState: Hashable, Sendable {
  public let scope: BudgetScope
  public let limit: Money
  /// What was billed, and what nobody could price as it was reserved.
  public let spent: Money
  /// What is reserved for calls under way, or may have been billed.
  public let held: Money

  /// The largest limit that can be set.
  public static let largest = Money.million

  /// - Parameter charges: What weighs on the budget.
  public init(_ scope: BudgetScope, limit: Money, charges: some Sequence<BudgetCharge> = []) {
    var (spent, held) = (Money.zero, Money.zero)
    for charge in charges {
      switch charge {
      case .held(let amount): held = held.addedUpToMost(amount)
      case .spent(let amount): spent = spent.addedUpToMost(amount)
      }
    }
    self.scope = scope
    self.limit = limit
    self.spent = spent
    self.held = held
  }

  /// What may still be asked for; never below zero, also where the limit was lowered below what is spent.
  public var left: Money { max(limit - spent - held, .zero) }

  /// True when this much more stays within the limit; nothing always does.
  public func allows(_ amount: Money) -> Bool { amount <= left }
}

extension BudgetState {
  /// How many of these calls fit, one after the other, each with the upper end of its price.
  public func count(fitting prices: some Sequence<Money>) -> Int {
    var sum = Money.zero
    return prices.prefix { price in
      sum = scope == .round ? price : sum.addedUpToMost(price)
      return allows(sum)
    }.count
  }
}

extension Money {
  /// A sum beyond any budget, of which two still fit into 64 bits.
  private static let most = Money(nanodollars: 1 << 61)

  /// The sum, held at more than any budget allows: files that nobody of us wrote may name any amounts.
  package func addedUpToMost(_ other: Money) -> Money { min(self + min(other, .most), .most) }
}
