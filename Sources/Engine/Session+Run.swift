internal import Billing
public import EditModel
internal import Planner
internal import Providers
internal import Raster
internal import Store

/// How far a run goes and what it may use.
public struct RunOptions: Hashable, Sendable {
  /// Most calls of this run; `nil` runs the whole plan.
  public var calls: Int?
  /// False makes every instruction a call of its own.
  public var merges: Bool
  /// True asks again even where a stored result would answer.
  public var fresh: Bool

  public init(calls: Int? = nil, merges: Bool = true, fresh: Bool = false) {
    self.calls = calls
    self.merges = merges
    self.fresh = fresh
  }
}

/// What happens during a run, in order.
public enum RunEvent: Hashable, Sendable {
  case started(call: Int, of: Int, [QueueID])
  case finished(Round)
}

/// What a run came to.
public struct RunReport: Hashable, Sendable {
  /// The rounds that were made, in order.
  public let rounds: [Round]
  /// Calls of the plan that were not begun, because the run was limited, interrupted or stopped by a failure.
  public let callsLeft: Int
  /// Instructions that went back to the queue, held.
  public let returned: [QueueID]
  /// True when `interrupt()` was called during the run, also during its last call.
  public let wasInterrupted: Bool

  /// The round that failed verification, if one did.
  public var failed: Round? { rounds.first { $0.verification?.verdict == .fail } }
}

extension Session {
  /// Carries out the plan: one round for each call, each on disk before the next begins.
  ///
  /// - Parameter progress: Told of each step, in order, on the session's executor.
  /// - Throws: `Problem`: before anything is done with `nothingQueued`, `notUnderstood`, `maskNeeded`,
  ///   `sizeDiffers`, `busy` or `locked`; later about disk or picture, with all earlier rounds kept.
  public func run(
    _ options: RunOptions = RunOptions(),
    progress: @escaping @Sendable (RunEvent) -> Void = { _ in }
  ) async throws(Problem) -> RunReport {
    if let calls = options.calls { try requirePositive(calls, "calls") }
    try beginWriting()
    // From here on an interrupt is this run's, also one that comes while it is being planned.
    defer { interruption.clear() }
    let plan = try plan(merges: options.merges)
    try requireRunnable(plan)
    isRunning = true
    defer {
      isRunning = false
      lastWrite = configuration.surroundings.elapsed()
    }
    let calls = plan.calls.prefix(options.calls ?? plan.calls.count)
    var run = RunInProgress(command: folder.nextCommand, text: options.commandText, plan: plan)
    for (index, call) in calls.enumerated() where run.goesOn && !interruption.isRaised {
      progress(.started(call: index + 1, of: calls.count, call.instructions.map(\.id)))
      let round = try await perform(call, in: &run, fresh: options.fresh)
      progress(.finished(round))
      // The embedded provider never waits: between its calls others may read, and writers are refused.
      await Task.yield()
    }
    return run.report(wasInterrupted: interruption.isRaised)
  }

  /// The instructions of the plan's first call if asking them again gives the same pixels: nothing in them is
  /// random, and they were asked before on the same picture.
  ///
  /// Later calls start from rounds that do not exist yet, so nothing can be said of them.
  public func unchangedByFresh(merges: Bool = true) throws(Problem) -> [QueueID] {
    let plan = try plan(merges: merges)
    let provider = try provider()
    guard let call = plan.calls.first else { return [] }
    let identity = identity(of: call.instructions, on: try currentRound(), by: provider)
    let asked = folder.timesAsked(identity.digest) > 0
    return asked && !provider.isRandom(call.instructions.map(\.text)) ? call.instructions.map(\.id) : []
  }

  private func requireRunnable(_ plan: Plan) throws(Problem) {
    if let refusal = plan.refusals.first {
      throw try refusalProblem(refusal)
    }
    guard !plan.calls.isEmpty else {
      let held = view.queue.filter { $0.hold != nil }.count
      throw Problem(.nothingQueued, "run", found: held > 0 ? "\(held) held" : nil)
    }
  }

  private func perform(
    _ call: PlannedCall, in run: inout RunInProgress, fresh: Bool
  ) async throws(Problem) -> Round {
    let provider = try provider()
    let base = try currentRound()
    let identity = identity(of: call.instructions, on: base, by: provider)
    if !fresh, let stored = try storedResult(of: identity.digest) {
      let work = Work(
        base: base, instructions: call.instructions,
        maker: Round.Maker(
          provider: identity.provider, model: identity.model, attempt: stored.attempt,
          answeredFrom: stored.round),
        raw: stored.raw, replied: nil)
      return try finish(work, in: &run).round
    }
    let attempt = try await send(call, on: base, identity, by: provider, in: run)
    let finished = try finish(attempt.work, in: &run)
    try settle(attempt.id, operation: finished.operation)
    return finished.round
  }

  /// Sends one attempt, each step of it on disk before the next.
  private func send(
    _ call: PlannedCall, on base: Round, _ identity: RequestIdentity, by provider: any ImageProvider,
    in run: RunInProgress
  ) async throws(Problem) -> (id: AttemptID, work: Work) {
    let request = try request(call, on: base, identity)
    let id = folder.nextAttempt
    try journal(
      .intended(
        CallEntry.Intended(
          attempt: id, command: run.command, text: run.text, base: base.id,
          instructions: call.instructions, provider: identity.provider, model: identity.model,
          request: identity.digest, repetition: folder.timesAsked(identity.digest),
          reservation: .free, time: configuration.surroundings.now())))
    try journal(.sent(CallEntry.Sent(attempt: id, time: configuration.surroundings.now())))
    let reply = try await answer(to: request, id: id, by: provider, call)
    let raw = try pictures.store(reply.picture)
    let replied = try journal(
      .replied(
        CallEntry.Replied(
          attempt: id, pictures: [raw], actual: reply.actual, time: configuration.surroundings.now())))
    let maker = Round.Maker(provider: identity.provider, model: identity.model, attempt: id)
    return (
      id, Work(base: base, instructions: call.instructions, maker: maker, raw: raw, replied: replied)
    )
  }

  private func answer(
    to request: ProviderRequest, id: AttemptID, by provider: any ImageProvider, _ call: PlannedCall
  ) async throws(Problem) -> ProviderReply {
    do {
      return try await provider.perform(request)
    } catch {
      try close(id, .refunded, evidence: "refused: \(error.code.rawValue)")
      throw Problem(provider: error, instruction: call.instructions[0].id)
    }
  }

  private func request(
    _ call: PlannedCall, on base: Round, _ identity: RequestIdentity
  ) throws(Problem) -> ProviderRequest {
    var parts: [ProviderRequest.Part] = []
    for instruction in call.instructions {
      let mask = try instruction.mask.map { mask throws(Problem) in try pictures.mask(mask.stored) }
      parts.append(ProviderRequest.Part(text: instruction.text, mask: mask))
    }
    let repetition = folder.timesAsked(identity.digest)
    return ProviderRequest(
      model: identity.model, picture: try pictures.bitmap(base.picture), parts: parts,
      prompt: call.prompt, seed: RequestIdentity.seed(of: identity.digest, repetition: repetition))
  }

  private func identity(
    of instructions: [Instruction], on base: Round, by provider: any ImageProvider
  ) -> RequestIdentity {
    RequestIdentity(
      provider: provider.capabilities.provider, model: provider.capabilities.model,
      picture: base.picture.pixels,
      parts: instructions.map { ($0.text, $0.mask?.stored.pixels) })
  }

  /// A result that was made before for the exact request, unless verification found it wanting.
  private func storedResult(
    of request: Digest
  ) throws(Problem) -> (attempt: AttemptID, round: RoundID, raw: StoredPicture)? {
    for attempt in try attempts(answering: request).reversed() {
      guard let raw = attempt.replied?.pictures.first, let round = try roundMade(by: attempt.id),
        round.verification?.verdict != .fail,
        round.verification?.instructions.contains(where: { $0.outcome == .notDone }) != true
      else { continue }
      return (attempt.id, round.id, raw)
    }
    return nil
  }
}

extension RunOptions {
  var commandText: String {
    ["run", calls.map { "--calls \($0)" }, merges ? nil : "--no-merge", fresh ? "--fresh" : nil]
      .compactMap(\.self).joined(separator: " ")
  }
}
