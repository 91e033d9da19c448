/// How one attempt weighs on budgets.
public enum BudgetCharge: Hashable, Sendable {
  /// Under way, or of unknown outcome: its reservation counts until more is known.
  case held(Money)
  /// Over: what it cost, zero where it cost nothing.
  case spent(Money)
}

extension BudgetCharge {
  /// The weight of an attempt that stands like this.
  ///
  /// A reply without price stays charged with its reservation. What a refusal may have cost is not charged:
  /// refused calls give their reservation back. What the user lets be asked again stays charged with what it
  /// may have cost, as does a reply that was billed and cannot be used.
  ///
  /// - Parameter possible: What may have been billed without anybody knowing.
  public init(
    _ state: CallRecord.State, actual: Actual?, possible: Money?, reservation: Reservation
  ) {
    let reserved = reservation.amount ?? .zero
    if let actual {
      self = .spent(actual.amount ?? reserved)
      return
    }
    switch state {
    case .open: self = .held(reserved)
    case .unknown: self = .held(possible ?? reserved)
    case .settled, .refunded: self = .spent(.zero)
    case .billedWithoutResult, .abandoned: self = .spent(possible ?? reserved)
    }
  }
}

extension CallRecord {
  /// How it weighs on budgets.
  public var charge: BudgetCharge {
    BudgetCharge(state, actual: actual, possible: possible, reservation: reservation)
  }
}
