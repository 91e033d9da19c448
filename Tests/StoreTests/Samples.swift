import Billing
import EditModel
import Glibc
import Raster
import Store
import Synchronization

/// A clock that stands still and numbers in a row, so that every run writes the same bytes.
func fixedSurroundings() -> Surroundings {
  let counter = Counter()
  return Surroundings(
    now: { Timestamp(milliseconds: 1_790_000_000_000) }, elapsed: { .zero },
    uniqueNumber: { counter.next() })
}

private final class Counter: Sendable {
  private let value = Atomic<UInt64>(0)

  func next() -> UInt64 { value.add(1, ordering: .relaxed).newValue }
}

/// True where tests look at every place instead of at some.
let sweepsAll = getenv("PENTIMENTO_SWEEPS") != nil

let someTime = Timestamp(milliseconds: 1_790_000_000_000)

func picture(_ name: String) -> StoredPicture {
  let digest = SHA256.digest(of: Array(name.utf8))
  return StoredPicture(
    object: digest, pixels: digest, size: PixelSize(width: 600, height: 400), byteCount: 12)
}

func round(_ id: RoundID, parent: RoundID? = nil) -> Round {
  Round(
    id: id, parent: parent, kind: parent == nil ? .source : .edited, picture: picture("\(id)"),
    time: someTime)
}

func instruction(_ number: Int, _ text: String = "make the sky “blue”/grey\n") -> Instruction {
  Instruction(id: QueueID(.instruction, number), text: text, mask: nil)
}

extension SessionFolder {
  /// An operation with the next numbers that sets these keys.
  func operation(
    setting wanted: [(ViewKey, ViewValue?)], rounds: [Round] = [], command: Int? = nil,
    step: Operation.Step = .did, replied: Digest? = nil
  ) -> Operation {
    Operation(
      number: nextOperation, command: command ?? nextCommand, text: "set things", step: step,
      time: someTime, changes: view.changes(setting: wanted), rounds: rounds, replied: replied)
  }

  func intended(_ request: Digest, command: Int? = nil) -> CallEntry {
    .intended(
      CallEntry.Intended(
        attempt: nextAttempt, command: command ?? nextCommand, text: "run", base: .source,
        instructions: [instruction(1)], provider: "local", model: "local", request: request,
        repetition: timesAsked(request), reservation: .free, time: someTime))
  }
}

func sent(_ attempt: AttemptID) -> CallEntry { .sent(CallEntry.Sent(attempt: attempt, time: someTime)) }

func replied(_ attempt: AttemptID) -> CallEntry {
  .replied(
    CallEntry.Replied(
      attempt: attempt, pictures: [picture("reply")],
      actual: .billed(Money(nanodollars: 41_000_000), row: "2026-11-01 list"), time: someTime))
}

func closed(_ attempt: AttemptID, _ outcome: CallEntry.Outcome, operation: Digest? = nil) -> CallEntry {
  .closed(
    CallEntry.Closed(
      attempt: attempt, outcome: outcome, operation: operation, evidence: "in a test", time: someTime))
}

/// All that a session shows, for comparing.
struct Snapshot: Equatable {
  let view: View
  let history: CommandHistory
  let operations: [Operation]
  let rounds: [Round]
  let attempts: [Attempt]
  let numbers: [Int]

  init(_ session: SessionFolder) throws {
    view = session.view
    history = session.history
    var reader = session.operations()
    var operations: [Operation] = []
    while let operation = try reader.nextOperation() { operations.append(operation) }
    self.operations = operations
    rounds = try session.rounds.map { try present(session.round($0)) }
    attempts = try session.attempts()
    numbers = [
      session.nextOperation, session.nextCommand, session.nextRound, session.nextAttempt.number,
      session.nextQueueNumber(.instruction), session.nextQueueNumber(.fence),
    ]
  }
}

struct Missing: Error {}

/// The value, or an error: a macro would need a test to report to.
func present<Value>(_ value: Value?) throws -> Value {
  guard let value else { throw Missing() }
  return value
}
