internal import Billing
public import EditModel
internal import Planner
internal import Providers
internal import Raster
internal import Store

extension Session {
  /// Carries out the plan: one round for each call, each on disk before the next begins.
  ///
  /// - Parameter progress: Told of each step, in order, on the session's executor.
  /// Cancelling the task does nothing: `interrupt()` and `giveUp()` do, so that what was paid for is written down.
  ///
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
    if let hosted = try provider() as? any HostedProvider { _ = try seat(of: hosted) }
    isRunning = true
    defer {
      isRunning = false
      lastWrite = configuration.surroundings.elapsed()
    }
    let calls = plan.calls.prefix(options.calls ?? plan.calls.count)
    if try provider() is any HostedProvider { try requireResolved(calls.flatMap(\.instructions)) }
    let work = PaidWork(
      command: folder.nextCommand, text: options.commandText, progress: progress,
      budget: try runBudget(for: calls, options))
    var run = RunInProgress(plan: plan, callCount: calls.count, work: work)
    for (index, call) in calls.enumerated() where run.goesOn && !interruption.isRaised {
      progress(.started(call: index + 1, of: calls.count, call.instructions.map(\.id)))
      do throws(Problem) {
        for round in try await perform(call, in: &run, fresh: options.fresh) { progress(.finished(round)) }
      } catch  where error.code == .interrupted {
        break
      }
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
  ) async throws(Problem) -> [Round] {
    let base = try currentRound()
    switch try provider() {
    case let hosted as any HostedProvider:
      let seat = try seat(of: hosted)
      var prepared = try hostedCall(for: call, on: base, by: seat, in: run)
      if !fresh, let work = try storedWork(for: prepared.identity, call, on: base) {
        return try finish(work, in: &run).rounds
      }
      // What would not be sent anyway needs no files.
      var rest = run.work.budget
      try rest.hold(prepared.reservation.amount ?? .zero)
      let uploader = Uploader(command: prepared.command, text: prepared.text, base: prepared.base)
      prepared.request = try await uploading(prepared.request, for: uploader, by: seat)
      let sent: SentCall
      do throws(Problem) {
        sent = try await send(prepared, by: seat, in: &run.work)
      } catch  where error.code == .providerRefused {
        // The service may have dropped an uploaded file before its time.
        try forgetUploads(of: prepared.request, by: seat)
        throw error
      }
      return try finishSent(sent, prepared, at: seat, in: &run)
    case let embedded as any EmbeddedImageProvider:
      let identity = identity(of: call.instructions, on: base, by: embedded)
      if !fresh, let work = try storedWork(for: identity.digest, call, on: base) {
        return try finish(work, in: &run).rounds
      }
      let attempt = try await send(call, on: base, identity, by: embedded, in: run)
      let finished = try finish(attempt.work, in: &run)
      try settle(attempt.id, operation: finished.operation)
      return finished.rounds
    case let other:
      throw Problem(.bug, "provider \(other.capabilities.provider) is of no kind")
    }
  }

  /// Makes rounds of a reply that is on disk; a reply that holds no usable picture is closed as paid for.
  private func finishSent(
    _ sent: SentCall, _ call: HostedCall, at seat: HostedSeat, in run: inout RunInProgress
  ) throws(Problem) -> [Round] {
    let finished = try settlingReply(of: sent.attempt) { () throws(Problem) in
      try finish(try work(of: sent, call, by: seat), in: &run)
    }
    try settle(sent.attempt, operation: finished.operation)
    return finished.rounds
  }

  private func storedWork(
    for identity: Digest, _ call: PlannedCall, on base: Round
  ) throws(Problem) -> Work? {
    guard let stored = try storedResult(of: identity) else { return nil }
    let maker = Round.Maker(
      provider: stored.maker.provider, model: stored.maker.model, attempt: stored.maker.attempt,
      answeredFrom: stored.rounds[0])
    return Work(
      base: base, instructions: call.instructions, maker: maker, raws: stored.raws, frame: stored.frame,
      replied: nil)
  }

  /// Sends one attempt, each step of it on disk before the next.
  private func send(
    _ call: PlannedCall, on base: Round, _ identity: RequestIdentity, by provider: any EmbeddedImageProvider,
    in run: RunInProgress
  ) async throws(Problem) -> (id: AttemptID, work: Work) {
    let request = try request(call, on: base, identity)
    let id = folder.nextAttempt
    try journal(
      .intended(
        CallEntry.Intended(
          attempt: id, command: run.work.command, text: run.work.text, base: base.id,
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
      id,
      Work(
        base: base, instructions: call.instructions, maker: maker, raws: [raw], frame: nil, replied: replied)
    )
  }

  private func answer(
    to request: ProviderRequest, id: AttemptID, by provider: any EmbeddedImageProvider, _ call: PlannedCall
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

  /// A result that was made before for the exact request.
  private struct StoredResult {
    let maker: Round.Maker
    let rounds: [RoundID]
    let raws: [StoredPicture]
    let frame: SentFrame?
  }

  /// The newest result of the exact request, unless verification found it wanting.
  private func storedResult(of request: Digest) throws(Problem) -> StoredResult? {
    for attempt in try attempts(answering: request).reversed() {
      let rounds = try roundsMade(by: attempt.id)
      guard let first = rounds.first, let maker = first.maker, rounds.allSatisfy(\.canAnswerAgain) else {
        continue
      }
      return StoredResult(
        maker: maker, rounds: rounds.map(\.id), raws: rounds.compactMap(\.raw),
        frame: attempt.intended.asked?.frame)
    }
    return nil
  }
}

extension Round {
  /// False for what verification returned to the queue.
  fileprivate var canAnswerAgain: Bool {
    raw != nil && verification?.verdict != .fail
      && verification?.instructions.contains { $0.outcome == .notDone } != true
  }
}
