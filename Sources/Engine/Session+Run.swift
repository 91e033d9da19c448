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
    var final = try options.final.map { final throws(Problem) in
      try prepareFinal(final, PlanOptions(options))
    }
    let plan = if let final { final.plan } else { try plan(PlanOptions(options)) }
    try requireRunnable(plan)
    let calls = plan.begun.prefix(options.calls ?? plan.calls.count)
    let paid = calls.filter { $0.price != .free }
    if !paid.isEmpty, let hosted = try provider() as? any HostedProvider { _ = try seat(of: hosted) }
    isRunning = true
    defer {
      isRunning = false
      lastWrite = configuration.surroundings.elapsed()
    }
    if !paid.isEmpty { try requireResolved(paid.flatMap(\.instructions)) }
    let work = PaidWork(
      command: folder.nextCommand, text: options.commandText, progress: progress,
      budget: try runBudget(for: calls, options))
    if var begun = final {
      try beginFinal(&begun, work)
      final = begun
    }
    var run = RunInProgress(plan: plan, paidCallCount: paid.count, work: work, final: final)
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
    let comparison = try finishFinal(&run)
    return run.report(wasInterrupted: interruption.isRaised, comparison: comparison)
  }

  /// The instructions of the plan's first call if asking them again gives the same pixels: nothing in them is
  /// random, and they were asked before on the same picture.
  ///
  /// Later calls start from rounds that do not exist yet, so nothing can be said of them.
  public func unchangedByFresh(merges: Bool = true) throws(Problem) -> [QueueID] {
    let plan = try plan(PlanOptions(merges: merges, usesStored: false))
    guard let call = plan.calls.first else { return [] }
    let provider = try provider(of: call)
    let identity = identity(of: call.instructions, on: try currentRound().picture.pixels, by: provider)
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
    let base = if let final = run.final { final.base } else { try currentRound() }
    switch try provider(of: call) {
    case let hosted as any HostedProvider:
      let seat = try seat(of: hosted)
      var prepared = try hostedCall(for: call, on: base, by: seat, in: run)
      if !fresh, let work = try storedWork(for: prepared.identity, call, on: base, orOfOtherSessions: true) {
        return try finish(work, in: &run).rounds
      }
      // What would not be sent anyway needs no files.
      var rest = run.work.budget
      try rest.hold(prepared.reservation.amount ?? .zero)
      try requireBudgets(prepared.reservation.amount ?? .zero)
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
      let identity = identity(of: call.instructions, on: base.picture.pixels, by: embedded)
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
    keepForOtherSessions(finished.rounds, of: call)
    return finished.rounds
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
          reservation: .free, savings: call.savings.isEmpty ? nil : call.savings, label: label,
          time: configuration.surroundings.now())))
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

  func identity(
    of instructions: [Instruction], on picture: Digest, by provider: any ImageProvider
  ) -> RequestIdentity {
    RequestIdentity(
      provider: provider.capabilities.provider, model: provider.capabilities.model,
      picture: picture, parts: instructions.map { ($0.text, $0.mask?.stored.pixels) })
  }
}
