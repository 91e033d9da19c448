public import EditModel

/// A way in which a plan costs less than asking naively.
///
/// In the order in which they are credited, so that what they save adds up.
public enum Lever: String, Hashable, Sendable, Codable, CaseIterable {
  /// Answered from a stored result.
  case stored
  /// Given to the embedded provider.
  case local
  /// Several instructions in one call.
  case merge
  /// Only the region around the masks is sent.
  case crop
  /// The cheapest legal canvas.
  case canvas
  /// Rounds before the final at a lower quality.
  case draft
}

/// What one lever saved; an end may be negative, where a lever only pays together with a later one.
public struct LeverSaving: Hashable, Sendable, Codable {
  public let lever: Lever
  public let saving: Estimate

  public init(_ lever: Lever, saving: Estimate) {
    self.lever = lever
    self.saving = saving
  }
}

/// Everything that an account needs to know of one attempt, folded from its entries in the call journal.
public struct CallRecord: Hashable, Sendable {
  /// How it stands.
  public enum State: String, Hashable, Sendable, CaseIterable {
    /// Intended or sent, without end so far.
    case open
    case settled
    /// Not carried out, or refused; what it may have cost nevertheless is `possible`.
    case refunded
    case unknown
    case billedWithoutResult
    case abandoned
  }

  public var attempt: AttemptID
  public var command: Int
  public var kind: CallKind
  public var intended: Timestamp
  /// The round that was edited.
  public var base: RoundID
  public var instructions: [QueueID]
  /// The names of the masks, one for each instruction; `nil` for one without.
  public var masks: [String?]
  public var provider: String
  public var model: String
  public var quality: String?
  /// As asked for, `1536x1024`.
  public var size: String?
  public var variants: Int
  /// The provider's base address; `nil` for the embedded one.
  public var address: String?
  public var keyLabel: String?
  public var keyDigest: String?
  /// What the user marked the work with, as `client=ACME`.
  public var label: String?
  /// The price before it was sent; `nil` when free or unpriced, and in sessions before estimates were kept.
  public var estimate: Estimate?
  /// What was saved against the naive way, as planned; empty when nothing was.
  public var savings: [LeverSaving]
  public var reservation: Reservation
  /// Every price row behind the estimate.
  public var priceRows: [String]
  public var state: State
  public var actual: Actual?
  /// What may have been billed without anybody knowing.
  public var possible: Money?
  public var usage: Usage?
  /// From sending to the whole reply; `nil` without reply.
  public var milliseconds: Int?
  /// The problem's code; `nil` when there was none.
  public var problem: String?
  /// The service did not make the picture because of what it showed or said.
  public var isRefusal: Bool

  public init(
    attempt: AttemptID, command: Int, kind: CallKind = .edit, intended: Timestamp, base: RoundID,
    instructions: [QueueID], masks: [String?], provider: String, model: String, quality: String? = nil,
    size: String? = nil, variants: Int = 1, address: String? = nil, keyLabel: String? = nil,
    keyDigest: String? = nil, label: String? = nil, estimate: Estimate? = nil,
    savings: [LeverSaving] = [], reservation: Reservation, priceRows: [String] = [], state: State,
    actual: Actual? = nil, possible: Money? = nil, usage: Usage? = nil, milliseconds: Int? = nil,
    problem: String? = nil, isRefusal: Bool = false
  ) {
    (self.attempt, self.command, self.kind, self.intended) = (attempt, command, kind, intended)
    (self.base, self.instructions, self.masks) = (base, instructions, masks)
    (self.provider, self.model, self.quality, self.size) = (provider, model, quality, size)
    (self.variants, self.address, self.keyLabel, self.keyDigest) = (variants, address, keyLabel, keyDigest)
    (self.label, self.estimate, self.savings, self.reservation) = (label, estimate, savings, reservation)
    (self.priceRows, self.state, self.actual, self.possible) = (priceRows, state, actual, possible)
    (self.usage, self.milliseconds, self.problem, self.isRefusal) = (usage, milliseconds, problem, isRefusal)
  }
}

/// What an account needs to know of one round.
public struct RoundRecord: Hashable, Sendable {
  public var id: RoundID
  public var parent: RoundID?
  public var kind: Round.Kind
  public var time: Timestamp
  public var instructions: [QueueID]
  /// The attempt that made it; `nil` for a source or a changed frame.
  public var attempt: AttemptID?
  /// The round whose stored reply was used again.
  public var answeredFrom: RoundID?
  public var verdict: Verification.Verdict?

  public init(
    id: RoundID, parent: RoundID? = nil, kind: Round.Kind, time: Timestamp, instructions: [QueueID] = [],
    attempt: AttemptID? = nil, answeredFrom: RoundID? = nil, verdict: Verification.Verdict? = nil
  ) {
    (self.id, self.parent, self.kind, self.time) = (id, parent, kind, time)
    (self.instructions, self.attempt, self.answeredFrom) = (instructions, attempt, answeredFrom)
    self.verdict = verdict
  }
}
