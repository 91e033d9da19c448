package import Billing

extension Attempt {
  /// What it may have cost beyond what is known: of an attempt under way its reservation, of a closed one what
  /// its end says.
  package var mayHaveCost: Money? {
    PossibleCost(
      reserved: intended.reservation.amount, wasSent: sent != nil, actual: replied?.actual,
      end: closed.map(\.possible)
    ).amount
  }
}

/// The rule what an attempt may have cost without anybody knowing.
struct PossibleCost {
  let reserved: Money?
  let wasSent: Bool
  /// `nil` without reply.
  let actual: Actual?
  /// What a closed attempt's end says; `nil` while it is open.
  let end: Money??

  var amount: Money? {
    // A reply without usage or price was paid for, and nobody knows how much.
    if actual == .unpriced { return (end ?? nil) ?? reserved }
    if let end { return end }
    return actual == nil && wasSent ? reserved : nil
  }
}
