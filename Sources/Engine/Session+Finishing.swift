internal import Billing
internal import EditModel
internal import Planner
internal import Raster
internal import Store

/// Raw pictures that are to become rounds.
struct Work {
  /// `nil` for a picture made from words.
  let base: Round?
  let instructions: [Instruction]
  let maker: Round.Maker
  /// One, or as many as variants came.
  let raws: [StoredPicture]
  /// How the base lay on the canvas that was sent; `nil` where the raw picture is of the base's size as it is.
  let frame: SentFrame?
  /// The journal's entry that the round's operation commits; `nil` for a stored result.
  let replied: Digest?
}

/// The state of one `run` command.
struct RunInProgress {
  let plan: Plan
  /// Calls of this run that cost something.
  let paidCallCount: Int
  var work: PaidWork
  /// When the accepted instructions are rendered again instead of the queue's being run.
  var final: FinalRun?
  var callsDone = 0
  var rounds: [Round] = []
  var returned: [QueueID] = []
  var goesOn = true

  func report(wasInterrupted: Bool, comparison: FinalComparison? = nil) -> RunReport {
    RunReport(
      rounds: rounds, callsLeft: plan.calls.count - callsDone, returned: returned,
      wasInterrupted: wasInterrupted, cost: work.cost, comparison: comparison)
  }
}

extension Session {
  /// Composes, verifies and commits what a call brought.
  func finish(
    _ work: Work, in run: inout RunInProgress
  ) throws(Problem) -> (rounds: [Round], operation: Digest) {
    let (rounds, operation) = try commitRounds(work, command: run.work.command, text: run.work.text)
    run.callsDone += 1
    run.rounds += rounds
    if run.final == nil { run.returned += rounds.flatMap(waiting) }
    if let last = rounds.last { run.final?.base = last }
    // Variants wait for a choice, and what would come next has no base yet.
    if rounds.count > 1 || rounds.contains(where: isRejected) { run.goesOn = false }
    return (rounds, operation)
  }

  /// The one operation that makes rounds of raw pictures.
  func commitRounds(
    _ work: Work, command: Int, text: String
  ) throws(Problem) -> (rounds: [Round], operation: Digest) {
    var rounds: [Round] = []
    // Round 0 is a single picture by its form, so variants of a first picture begin at 1.
    let number = work.base == nil && work.raws.count > 1 ? max(folder.nextRound, 1) : folder.nextRound
    for (index, raw) in work.raws.enumerated() {
      let variant = work.raws.count > 1 ? Character(UnicodeScalar(UInt8(ascii: "a") + UInt8(index))) : nil
      rounds.append(try round(of: raw, work, id: RoundID(number, variant: variant)))
    }
    guard let first = rounds.first else { throw Problem(.bug, "a reply without a picture is no round") }
    // What does not start from the current round, as the steps of a final, leaves all as it is.
    let isNext = first.parent == nil || first.parent == view.current
    let wanted =
      rounds.count > 1 ? variantChanges(for: rounds) : isNext ? viewChanges(for: first) : []
    let operation = Operation(
      number: folder.nextOperation, command: command, text: text, time: first.time,
      changes: view.changes(setting: wanted), rounds: rounds, replied: work.replied)
    let hashes = try commit([operation])
    guard let hash = hashes.first else { throw Problem(.bug, "commit without a hash") }
    return (rounds, hash)
  }

  private func round(of raw: StoredPicture, _ work: Work, id: RoundID) throws(Problem) -> Round {
    guard let base = work.base else {
      return Round(
        id: id, parent: nil, kind: .generated, instructions: work.instructions, maker: work.maker, raw: raw,
        picture: try pictures.store(try pictures.bitmap(raw)), time: configuration.surroundings.now())
    }
    let composition = try composition(of: raw, over: base, work)
    return Round(
      id: id, parent: base.id, kind: .edited, instructions: work.instructions, maker: work.maker, raw: raw,
      picture: try pictures.store(composition.picture),
      verification: Verdict.judge(composition.measured), time: configuration.surroundings.now())
  }

  private func composition(
    of raw: StoredPicture, over base: Round, _ work: Work
  ) throws(Problem) -> Composition {
    var parts: [Composition.Part] = []
    for instruction in work.instructions {
      let mask = try instruction.mask.map { mask throws(Problem) in try pictures.mask(mask.stored) }
      parts.append(Composition.Part(id: instruction.id, mask: mask))
    }
    let under = try pictures.bitmap(base.picture)
    guard let frame = work.frame else {
      let picture = try pictures.bitmap(raw)
      return try problem(about: "round") { () throws(RasterError) in
        try Composition(raw: picture, base: under, parts: parts, bands: configuration.bands)
      }
    }
    let result = HostedResult(
      picture: try pictures.decoded(raw), frame: frame, format: "png", transparent: wantsTransparency)
    return try problem(about: "round") { () throws(RasterError) in
      try Composition(result, base: under, parts: parts, bands: configuration.bands)
    }
  }

  /// Whether a transparent background was asked for, or an opaque one; `nil` without a wish.
  private var wantsTransparency: Bool? {
    switch view.value(of: "background") {
    case "transparent": true
    case "opaque": false
    default: nil
    }
  }

  /// Variants leave the current round where it is; what they show leaves the queue.
  private func variantChanges(for rounds: [Round]) -> [(ViewKey, ViewValue?)] {
    let done = rounds[0].instructions.map { (ViewKey.queue($0.id), ViewValue?.none) }
    guard rounds[0].parent == nil else { return done + idleFences(after: done) }
    // A picture made from words has to stand on one of its variants.
    return [(.at, .round(rounds[0].id))] + done
  }

  /// What a round does to the view: it becomes current unless it failed, what it did leaves the queue, and
  /// what it did not do waits at the head.
  func viewChanges(for round: Round) -> [(ViewKey, ViewValue?)] {
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

  func isRejected(_ round: Round) -> Bool {
    round.verification?.verdict == .fail && stopsOnFailure
  }

  /// The instructions that go back to the queue: all of a rejected round, else those that were not done.
  func waiting(after round: Round) -> [QueueID] {
    if isRejected(round) { return round.instructions.map(\.id) }
    return round.verification?.instructions.filter { $0.outcome == .notDone }.map(\.id) ?? []
  }

  // MARK: - The call journal

  @discardableResult
  func journal(_ entry: CallEntry) throws(Problem) -> Digest {
    let line = try problem(about: path) { () throws(StoreError) in try folder.append(entry) }
    if case .closed(let step) = entry { settleHold(of: step.attempt) }
    return line
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
