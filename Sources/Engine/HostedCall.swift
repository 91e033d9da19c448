internal import Billing
internal import EditModel
internal import Providers
internal import Raster
internal import Store

/// One call to a paid service, ready to be sent as often as it takes.
struct HostedCall {
  let command: Int
  let text: String
  let base: RoundID
  let instructions: [Instruction]
  let identity: Digest
  var request: HostedRequest
  /// How the base lies on the canvas; `nil` for a picture made from words.
  let frame: SentFrame?
  /// Price of one attempt, before it; `nil` where nobody knows.
  let estimate: CallEstimate?
  /// What was saved against asking naively, as planned.
  let savings: [LeverSaving]
  /// What a budget holds for one attempt.
  let reservation: Reservation
  /// What the limits of the account count.
  let demand: CallDemand
  /// The stored files of the pictures that go along for their looks.
  var references: [Digest] = []

  /// What it is about, for problems.
  var subject: String { instructions.first.map(\.id.description) ?? "new" }
}

/// A reply that is on disk, and the attempt that brought it.
struct SentCall {
  let attempt: AttemptID
  let replied: CallEntry.Replied
  /// The hash of the *replied* line.
  let line: Digest
}
