public import Billing
public import EditModel
internal import Store

/// An attempt of which nobody here can know whether it was billed.
public struct UnresolvedAttempt: Hashable, Sendable {
  public let attempt: AttemptID
  public let provider: String
  public let model: String
  public let instructions: [Instruction]
  public let intended: Timestamp
  /// What it may have cost at most; `nil` where no price is known.
  public let possible: Money?
  /// Why the outcome is not known.
  public let evidence: String
}

/// What the user found out about an attempt, as on the provider's own page of costs.
public enum Resolution: String, Hashable, Sendable, CaseIterable {
  case billed
  case notBilled = "not-billed"
  /// It stays on the account as possibly billed, and may be asked again.
  case again
}

extension Session {
  /// The attempts whose outcome is unknown, oldest first; their reservation stays held.
  public func unresolvedAttempts() throws(Problem) -> [UnresolvedAttempt] {
    try catchUp()
    return try unresolved().map(UnresolvedAttempt.init)
  }

  /// Writes down what became of an attempt whose outcome was unknown; no undo touches it.
  ///
  /// - Throws: `Problem` with code `unknownAttempt`, naming those that are unresolved.
  public func resolve(_ id: AttemptID, as resolution: Resolution) throws(Problem) {
    try beginWriting()
    let unresolved = try unresolved()
    guard let attempt = unresolved.first(where: { $0.id == id }) else {
      throw Problem(.unknownAttempt, id.description, allowed: unresolved.map(\.id.description))
    }
    try journal(
      .closed(
        CallEntry.Closed(
          attempt: id, outcome: resolution.outcome, operation: nil,
          evidence: "the user says: \(resolution.rawValue)",
          possible: resolution == .notBilled ? nil : attempt.possibleCost,
          time: configuration.surroundings.now())))
  }

  private func unresolved() throws(Problem) -> [Attempt] {
    try problem(about: path) { () throws(StoreError) in try folder.unresolvedAttempts() }
  }

  /// What stands in the way of asking these instructions: an earlier attempt at one of them that may have
  /// been billed.
  func requireResolved(_ instructions: [Instruction]) throws(Problem) {
    let ids = Set(instructions.map(\.id))
    for attempt in try unresolved()
    where attempt.intended.instructions.contains(where: { ids.contains($0.id) }) {
      throw Problem(
        .outcomeUnknown, attempt.id.description, found: attempt.closed?.evidence,
        allowed: Resolution.allCases.map { "recover \(attempt.id) --\($0.rawValue)" })
    }
  }
}

extension Resolution {
  fileprivate var outcome: CallEntry.Outcome {
    switch self {
    case .billed: .billedWithoutResult
    case .notBilled: .refunded
    case .again: .abandoned
    }
  }
}

extension Attempt {
  /// The most that it may have cost without anybody knowing: what was reserved.
  var possibleCost: Money? { closed?.possible ?? intended.reservation.amount }
}

extension UnresolvedAttempt {
  fileprivate init(_ attempt: Attempt) {
    self.init(
      attempt: attempt.id, provider: attempt.intended.provider, model: attempt.intended.model,
      instructions: attempt.intended.instructions, intended: attempt.intended.time,
      possible: attempt.possibleCost, evidence: attempt.closed?.evidence ?? "")
  }
}
