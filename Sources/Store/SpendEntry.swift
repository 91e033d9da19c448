package import Billing
package import EditModel

/// One entry of `spend.log`: what all sessions of one user may spend together, hold and have spent.
package enum SpendEntry: Hashable, Sendable {
  case budget(Budget)
  case hold(SpendHold)
  case settle(Settled)
  case release(Released)

  /// From here on this much may be spent in each day or month.
  package struct Budget: Hashable, Sendable, Codable {
    /// One that spans sessions.
    package let scope: BudgetScope
    /// `nil` takes the budget away.
    package let limit: Money?
    package let time: Timestamp
  }

  /// The attempt is over and known: what it cost takes the place of what was held for it.
  package struct Settled: Hashable, Sendable, Codable {
    /// The hash of the hold's line.
    package let hold: Digest
    package let amount: Money
    package let time: Timestamp
  }

  /// The attempt that it was held for was never begun.
  package struct Released: Hashable, Sendable, Codable {
    /// The hash of the hold's line.
    package let hold: Digest
    package let time: Timestamp
  }
}

/// The upper estimate of an attempt that is about to be begun.
package struct SpendHold: Hashable, Sendable, Codable {
  /// `SessionFolder.identity`.
  package let session: Digest
  /// `SessionFolder.place`.
  package let place: String
  package let attempt: AttemptID
  package let amount: Money
  /// What the user calls the key.
  package let keyLabel: String
  /// It counts in the UTC day and month of this moment, however long the attempt takes.
  package let time: Timestamp

  /// - Precondition: The amount is not negative.
  package init(
    session: Digest, place: String, attempt: AttemptID, amount: Money, keyLabel: String, time: Timestamp
  ) {
    precondition(amount >= .zero, "a hold is no gift")
    self.session = session
    self.place = place
    self.attempt = attempt
    self.amount = amount
    self.keyLabel = keyLabel
    self.time = time
  }
}

extension SpendEntry: Codable {
  private enum Kind: String, Codable {
    case budget, hold, settle, release
  }

  private enum Key: String, CodingKey { case kind }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch try container.decode(Kind.self, forKey: .kind) {
    case .budget: self = .budget(try Budget(from: decoder))
    case .hold: self = .hold(try SpendHold(from: decoder))
    case .settle: self = .settle(try Settled(from: decoder))
    case .release: self = .release(try Released(from: decoder))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .budget(let step):
      try container.encode(Kind.budget, forKey: .kind)
      try step.encode(to: encoder)
    case .hold(let step):
      try container.encode(Kind.hold, forKey: .kind)
      try step.encode(to: encoder)
    case .settle(let step):
      try container.encode(Kind.settle, forKey: .kind)
      try step.encode(to: encoder)
    case .release(let step):
      try container.encode(Kind.release, forKey: .kind)
      try step.encode(to: encoder)
    }
  }
}
