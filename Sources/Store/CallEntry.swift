package import Billing
package import EditModel

/// One entry of `calls.log`: a step in the life of one attempt.
package enum CallEntry: Hashable, Sendable {
  case intended(Intended)
  case sent(Sent)
  case replied(Replied)
  case closed(Closed)

  package var attempt: AttemptID {
    switch self {
    case .intended(let step): step.attempt
    case .sent(let step): step.attempt
    case .replied(let step): step.attempt
    case .closed(let step): step.attempt
    }
  }

  /// The call is decided and its cost reserved; nothing was sent.
  package struct Intended: Hashable, Sendable, Codable {
    package let attempt: AttemptID
    /// The command that wanted it, so that a round committed later still belongs to it.
    package let command: Int
    package let text: String
    /// The round that is edited.
    package let base: RoundID
    package let instructions: [Instruction]
    package let provider: String
    package let model: String
    /// Two calls with the same digest ask for the same thing.
    package let request: Digest
    /// How often this session asked for it before.
    package let repetition: Int
    package let reservation: Reservation
    package let time: Timestamp

    package init(
      attempt: AttemptID, command: Int, text: String, base: RoundID, instructions: [Instruction],
      provider: String, model: String, request: Digest, repetition: Int, reservation: Reservation,
      time: Timestamp
    ) {
      self.attempt = attempt
      self.command = command
      self.text = text
      self.base = base
      self.instructions = instructions
      self.provider = provider
      self.model = model
      self.request = request
      self.repetition = repetition
      self.reservation = reservation
      self.time = time
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

  /// The reply is in `objects/`.
  package struct Replied: Hashable, Sendable, Codable {
    package let attempt: AttemptID
    package let pictures: [StoredPicture]
    package let actual: Actual
    package let time: Timestamp

    package init(attempt: AttemptID, pictures: [StoredPicture], actual: Actual, time: Timestamp) {
      self.attempt = attempt
      self.pictures = pictures
      self.actual = actual
      self.time = time
    }
  }

  package enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
    case settled
    case refunded
    case unknown
    case billedWithoutResult
    case abandoned
  }

  /// The reservation is given back, in the way that the outcome says.
  package struct Closed: Hashable, Sendable, Codable {
    package let attempt: AttemptID
    package let outcome: Outcome
    /// The hash of the operation's line that committed the attempt's round.
    package let operation: Digest?
    /// Why it is this outcome.
    package let evidence: String
    package let time: Timestamp

    package init(
      attempt: AttemptID, outcome: Outcome, operation: Digest?, evidence: String, time: Timestamp
    ) {
      self.attempt = attempt
      self.outcome = outcome
      self.operation = operation
      self.evidence = evidence
      self.time = time
    }
  }
}

extension CallEntry: Codable {
  /// The order is that of a derived table, so a new kind goes to the end.
  enum Kind: String, CaseIterable, Codable {
    case intended, sent, replied, closed
  }

  var kind: Kind {
    switch self {
    case .intended: .intended
    case .sent: .sent
    case .replied: .replied
    case .closed: .closed
    }
  }

  private enum Key: String, CodingKey { case kind }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch try container.decode(Kind.self, forKey: .kind) {
    case .intended: self = .intended(try Intended(from: decoder))
    case .sent: self = .sent(try Sent(from: decoder))
    case .replied: self = .replied(try Replied(from: decoder))
    case .closed: self = .closed(try Closed(from: decoder))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(kind, forKey: .kind)
    switch self {
    case .intended(let step): try step.encode(to: encoder)
    case .sent(let step): try step.encode(to: encoder)
    case .replied(let step): try step.encode(to: encoder)
    case .closed(let step): try step.encode(to: encoder)
    }
  }
}
