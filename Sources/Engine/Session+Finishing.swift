internal import Billing
internal import EditModel
internal import Planner
internal import Raster
internal import Store

/// A raw picture that is to become a round.
struct Work {
  let base: Round
  let instructions: [Instruction]
  let maker: Round.Maker
  let raw: StoredPicture
  /// The journal's entry that the round's operation commits; `nil` for a stored result.
  let replied: Digest?
}

/// The state of one `run` command.
struct RunInProgress {
  let command: Int
  let text: String
  let plan: Plan
  var rounds: [Round] = []
  var returned: [QueueID] = []
  var goesOn = true

  func report(wasInterrupted: Bool) -> RunReport {
    RunReport(
      rounds: rounds, callsLeft: plan.calls.count - rounds.count, returned: returned,
      wasInterrupted: wasInterrupted)
  }
}

extension Session {
  /// Composes, verifies and commits a round.
  func finish(
    _ work: Work, in run: inout RunInProgress
  ) throws(Problem) -> (round: Round, operation: Digest) {
    let (round, operation) = try commitRound(work, command: run.command, text: run.text)
    run.rounds.append(round)
    run.returned += waiting(after: round)
    if isRejected(round) { run.goesOn = false }
    return (round, operation)
  }

  /// The one operation that makes a round of a raw picture.
  func commitRound(
    _ work: Work, command: Int, text: String
  ) throws(Problem) -> (round: Round, operation: Digest) {
    let round = try composedRound(work)
    let changes = view.changes(setting: viewChanges(for: round))
    let operation = Operation(
      number: folder.nextOperation, command: command, text: text, time: round.time,
      changes: changes, rounds: [round], replied: work.replied)
    let hashes = try commit([operation])
    guard let hash = hashes.first else { throw Problem(.bug, "commit without a hash") }
    return (round, hash)
  }

  private func composedRound(_ work: Work) throws(Problem) -> Round {
    var parts: [Composition.Part] = []
    for instruction in work.instructions {
      let mask = try instruction.mask.map { mask throws(Problem) in try pictures.mask(mask.stored) }
      parts.append(Composition.Part(id: instruction.id, mask: mask))
    }
    let raw = try pictures.bitmap(work.raw)
    let base = try pictures.bitmap(work.base.picture)
    let composition = try problem(about: "round") { () throws(RasterError) in
      try Composition(raw: raw, base: base, parts: parts, bands: configuration.bands)
    }
    return Round(
      id: RoundID(folder.nextRound), parent: work.base.id, kind: .edited,
      instructions: work.instructions, maker: work.maker, raw: work.raw,
      picture: try pictures.store(composition.picture),
      verification: Verdict.judge(composition.measured),
      time: configuration.surroundings.now())
  }

  /// What a round does to the view: it becomes current unless it failed, what it did leaves the queue, and
  /// what it did not do waits at the head.
  private func viewChanges(for round: Round) -> [(ViewKey, ViewValue?)] {
    let waiting = waiting(after: round)
    var head = (view.queue.first?.rank ?? 0) - Self.rankStep * (round.instructions.count + 1)
    var changes: [(ViewKey, ViewValue?)] = isRejected(round) ? [] : [(.at, .round(round.id))]
    for instruction in round.instructions {
      guard waiting.contains(instruction.id) else {
        changes.append((.queue(instruction.id), nil))
        continue
      }
      head += Self.rankStep
      let entry = QueueEntry(item: .instruction(instruction), rank: head, hold: .notDone(round.id))
      changes.append((.queue(instruction.id), .entry(entry)))
    }
    return changes + idleFences(after: changes)
  }

  /// Fences with nothing left before them part nothing any more.
  private func idleFences(after changes: [(ViewKey, ViewValue?)]) -> [(ViewKey, ViewValue?)] {
    var next = view
    next.apply(view.changes(setting: changes))
    return next.queue.prefix { $0.instruction == nil }.map { (.queue($0.id), nil) }
  }

  private var stopsOnFailure: Bool { view.value(of: "on-fail") == "stop" }

  private func isRejected(_ round: Round) -> Bool {
    round.verification?.verdict == .fail && stopsOnFailure
  }

  /// The instructions that go back to the queue: all of a rejected round, else those that were not done.
  private func waiting(after round: Round) -> [QueueID] {
    if isRejected(round) { return round.instructions.map(\.id) }
    return round.verification?.instructions.filter { $0.outcome == .notDone }.map(\.id) ?? []
  }

  // MARK: - The call journal

  @discardableResult
  func journal(_ entry: CallEntry) throws(Problem) -> Digest {
    try problem(about: path) { () throws(StoreError) in try folder.append(entry) }
  }

  func settle(_ attempt: AttemptID, operation: Digest) throws(Problem) {
    try journal(
      .closed(
        CallEntry.Closed(
          attempt: attempt, outcome: .settled, operation: operation, evidence: "round committed",
          time: configuration.surroundings.now())))
  }

  func close(
    _ attempt: AttemptID, _ outcome: CallEntry.Outcome, evidence: String
  ) throws(Problem) {
    try journal(
      .closed(
        CallEntry.Closed(
          attempt: attempt, outcome: outcome, operation: nil, evidence: evidence,
          time: configuration.surroundings.now())))
  }
}
