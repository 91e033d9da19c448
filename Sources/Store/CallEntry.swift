package import EditModel

/// One entry of `calls.log`: a step in the life of one attempt, or what the session may spend.
package enum CallEntry: Hashable, Sendable {
  case intended(Intended)
  case sent(Sent)
  case accepted(Accepted)
  case replied(Replied)
  case closed(Closed)
  case budget(BudgetEntry)

  /// The attempt that it is a step of; `nil` for a budget.
  package var attempt: AttemptID? {
    switch self {
    case .intended(let step): step.attempt
    case .sent(let step): step.attempt
    case .accepted(let step): step.attempt
    case .replied(let step): step.attempt
    case .closed(let step): step.attempt
    case .budget: nil
    }
  }

  /// From here on the provider may have received the call.
  package struct Sent: Hashable, Sendable, Codable {
    package let attempt: AttemptID
    package let time: Timestamp

    package init(attempt: AttemptID, time: Timestamp) {
      self.attempt = attempt
      self.time = time
    }
  }

  /// The provider has it under a number of its own, by which it can be asked for the rest at no cost.
  package struct Accepted: Hashable, Sendable, Codable {
    package let attempt: AttemptID
    /// The provider's name for the job or file.
    package let id: String
    /// Until when the provider knows it; `nil` when it does not say.
    package let expires: Timestamp?
    package let time: Timestamp

    package init(attempt: AttemptID, id: String, expires: Timestamp? = nil, time: Timestamp) {
      self.attempt = attempt
      self.id = id
      self.expires = expires
      self.time = time
    }
  }
}

extension CallEntry: Codable {
  /// The order is that of a derived table, so a new kind goes to the end.
  enum Kind: String, CaseIterable, Codable {
    case intended, sent, replied, closed, accepted, budget
  }

  var kind: Kind {
    switch self {
    case .intended: .intended
    case .sent: .sent
    case .accepted: .accepted
    case .replied: .replied
    case .closed: .closed
    case .budget: .budget
    }
  }

  /// What it is, without anything that it says.
  var summary: String { attempt.map { "\($0) \(kind)" } ?? "\(kind)" }

  private enum Key: String, CodingKey { case kind }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch try container.decode(Kind.self, forKey: .kind) {
    case .intended: self = .intended(try Intended(from: decoder))
    case .sent: self = .sent(try Sent(from: decoder))
    case .accepted: self = .accepted(try Accepted(from: decoder))
    case .replied: self = .replied(try Replied(from: decoder))
    case .closed: self = .closed(try Closed(from: decoder))
    case .budget: self = .budget(try BudgetEntry(from: decoder))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(kind, forKey: .kind)
    switch self {
    case .intended(let step): try step.encode(to: encoder)
    case .sent(let step): try step.encode(to: encoder)
    case .accepted(let step): try step.encode(to: encoder)
    case .replied(let step): try step.encode(to: encoder)
    case .closed(let step): try step.encode(to: encoder)
    case .budget(let entry): try entry.encode(to: encoder)
    }
  }
}
