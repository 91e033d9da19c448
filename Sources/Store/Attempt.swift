package import EditModel

/// One sending of a call, folded from its entries.
package struct Attempt: Hashable, Sendable {
  package enum State: String, Hashable, Sendable {
    case intended
    /// Also while the provider works on it under a name of its own, which `accepted` holds.
    case sent
    case replied
    case closed
  }

  package let intended: CallEntry.Intended
  package internal(set) var sent: CallEntry.Sent?
  package internal(set) var accepted: CallEntry.Accepted?
  package internal(set) var replied: CallEntry.Replied?
  /// The hash of the *replied* line, which the operation that commits the round names.
  package internal(set) var repliedLine: Digest?
  /// How it ended; where it was closed as unknown and resolved later, how it was resolved.
  package internal(set) var closed: CallEntry.Closed?

  package var id: AttemptID { intended.attempt }

  package var state: State {
    closed != nil ? .closed : replied != nil ? .replied : sent != nil ? .sent : .intended
  }
}

/// How far an attempt has come; the rule which entry may follow which.
///
/// *intended*, *sent*, *accepted*, *replied*, *closed* come in this order; not every attempt is accepted
/// first, and one may be closed from any of the others. An attempt closed as unknown may be closed once
/// more, with what it turned out to be.
struct AttemptProgress: Hashable {
  let request: Digest
  private(set) var wasSent = false
  private(set) var wasAccepted = false
  private(set) var hasReply = false
  private(set) var outcome: CallEntry.Outcome?

  init(
    request: Digest, wasSent: Bool = false, wasAccepted: Bool = false, hasReply: Bool = false,
    outcome: CallEntry.Outcome? = nil
  ) {
    self.request = request
    self.wasSent = wasSent
    self.wasAccepted = wasAccepted
    self.hasReply = hasReply
    self.outcome = outcome
  }

  /// True when the attempt's reservation is still held for a call under way.
  var isOpen: Bool { outcome == nil }

  /// True unless it was closed before anything was sent.
  var countsAsAsked: Bool { wasSent || isOpen }

  /// Takes the next step, or returns false where it may not follow.
  mutating func take(_ kind: CallEntry.Kind, outcome next: CallEntry.Outcome?) -> Bool {
    switch kind {
    case .intended, .budget: return false
    case .sent:
      guard isOpen, !wasSent else { return false }
      wasSent = true
    case .accepted:
      guard isOpen, wasSent, !wasAccepted, !hasReply else { return false }
      wasAccepted = true
    case .replied:
      guard isOpen, wasSent, !hasReply else { return false }
      hasReply = true
    case .closed:
      guard isOpen || outcome == .unknown && next != .unknown else { return false }
      outcome = next
    }
    return true
  }
}
