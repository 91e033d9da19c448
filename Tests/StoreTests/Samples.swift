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

/// A paid call with every field that one can have.
func hosted(_ attempt: AttemptID, command: Int, request: Digest) -> CallEntry {
  .intended(
    CallEntry.Intended(
      attempt: attempt, command: command, text: "run", base: .source, instructions: [instruction(1)],
      provider: "openai", model: "gpt-image-2", request: request, repetition: 0,
      reservation: .held(Money(nanodollars: 53_000_000), row: "gpt-image-2 2026-11-01"),
      asked: CallEntry.Asked(
        kind: .edit, size: "1536x1024", quality: "high", variants: 2, partials: 1,
        references: [SHA256.digest(of: [7])],
        frame: SentFrame(
          crop: PixelRect(x: 0, y: 0, width: 600, height: 400),
          placed: PixelRect(x: 8, y: 4, width: 600, height: 400),
          canvas: PixelSize(width: 1536, height: 1024))),
      account: CallEntry.Account(
        address: "https://api.openai.com/v1", keyLabel: "studio", keyDigest: "0123456789ab"),
      spool: attempt.description, priceRows: ["gpt-image-2 image-out 2026-11-01"], time: someTime))
}

func accepted(_ attempt: AttemptID) -> CallEntry {
  .accepted(
    CallEntry.Accepted(
      attempt: attempt, id: "file-1", expires: Timestamp(milliseconds: 1_790_003_600_000),
      time: someTime))
}

/// A reply of one picture, its objects being those of these bytes.
func hostedReply(_ attempt: AttemptID, envelope: [UInt8], payload: [UInt8]) -> CallEntry {
  .replied(
    CallEntry.Replied(
      attempt: attempt, pictures: [],
      actual: .billed(Money(nanodollars: 41_000_000), row: "gpt-image-2 2026-11-01"),
      reply: CallEntry.StoredReply(
        status: 200, envelope: SHA256.digest(of: envelope),
        cuts: [.init(offset: 3, length: 8, object: SHA256.digest(of: payload))],
        usage: Usage(textIn: 10, imageIn: 20, cachedIn: 5, imageOut: 30, textOut: 40),
        usageText: "{\"total_tokens\":100}", requestID: "req_1", processingMilliseconds: 12_345),
      time: someTime))
}

func failed(_ attempt: AttemptID) -> CallEntry {
  .closed(
    CallEntry.Closed(
      attempt: attempt, outcome: .billedWithoutResult, operation: nil, evidence: "in a test",
      problem: CallEntry.Failure(
        code: .contentRefused, status: 400, providerCode: "moderation_blocked", requestID: "req_1",
        message: "blocked"),
      refusal: ContentRefusal(stage: "output", categories: ["sexual"], code: "moderation_blocked"),
      possible: Money(nanodollars: 53_000_000), time: someTime))
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
