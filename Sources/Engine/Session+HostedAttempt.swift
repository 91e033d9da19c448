internal import Billing
internal import EditModel
internal import HTTP
internal import Providers
internal import Raster
internal import Store
internal import Synchronization

extension Session {
  /// One sending of a call, each step of it on disk before the next.
  ///
  /// Room for the largest reply is set aside before anything is written about the attempt, so that a full disk
  /// never loses what was paid for.
  func attempt(
    _ call: HostedCall, by seat: HostedSeat, in run: PaidWork
  ) async throws(Problem) -> Result<SentCall, ProviderError> {
    let id = folder.nextAttempt
    let spool = try problem(about: path) { () throws(StoreError) in
      try folder.makeSpool(for: id, reserving: call.request.replyLimit)
    }
    try intend(call, id, by: seat, spool)
    let ticket = try await admitted(call, id, by: seat, spool, run.progress)
    let exchanged: Result<HostedReply, ProviderError>
    do throws(Problem) {
      try journal(.sent(CallEntry.Sent(attempt: id, time: configuration.surroundings.now())))
      exchanged = await interruption.cancelling(at: .giveUp) { [progress = run.progress] in
        await self.exchange(call.request, seat, ticket, spool, progress)
      }
    } catch {
      await seat.gate.leave(ticket, .nothingSent)
      throw error
    }
    await seat.gate.leave(ticket, CallEvidence(exchanged))
    switch exchanged {
    case .success(let reply):
      return .success(try keep(reply, of: id, at: seat, in: spool))
    case .failure(let error):
      try close(id, after: error, reserved: call.reservation, seat, spool)
      return .failure(error)
    }
  }

  /// Waits for room under the account's limits as the last thing before sending: a place in the minute counts
  /// from here.
  private func admitted(
    _ call: HostedCall, _ id: AttemptID, by seat: HostedSeat, _ spool: Spool,
    _ progress: @escaping @Sendable (RunEvent) -> Void
  ) async throws(Problem) -> Ticket {
    do throws(Problem) {
      return try await pass(call.demand, seat, progress)
    } catch {
      // First its room is given back: on a full disk the journal needs it.
      discard(spool)
      try close(id, .refunded, evidence: "never sent: \(error.code.rawValue)")
      throw error
    }
  }

  /// Holds the price in all budgets, then writes down what is intended; where either fails, nothing is held and
  /// the spool's room is given back.
  private func intend(
    _ call: HostedCall, _ id: AttemptID, by seat: HostedSeat, _ spool: Spool
  ) throws(Problem) {
    let time = configuration.surroundings.now()
    var hold: Digest?
    do throws(Problem) {
      hold = try holdBudgets(
        call.reservation.amount ?? .zero, for: id, keyLabel: seat.keyLabel, at: time)
      try journal(.intended(intended(id, call, seat, spool: "spool/\(id)", hold: hold, at: time)))
    } catch {
      releaseHold(hold)
      discard(spool)
      throw error
    }
  }

  private func intended(
    _ id: AttemptID, _ call: HostedCall, _ seat: HostedSeat, spool: String, hold: Digest?,
    at time: Timestamp
  ) -> CallEntry.Intended {
    let request = call.request
    return CallEntry.Intended(
      attempt: id, command: call.command, text: call.text, base: call.base,
      instructions: call.instructions, provider: seat.provider.capabilities.provider,
      model: seat.model, request: call.identity, repetition: folder.timesAsked(call.identity),
      reservation: call.reservation,
      asked: CallEntry.Asked(
        kind: request.kind, size: "\(request.size.width)x\(request.size.height)",
        quality: request.settings.quality, variants: request.settings.variants,
        partials: request.settings.partials,
        references: call.references, frame: call.frame),
      account: CallEntry.Account(
        address: seat.account.address.text, keyLabel: seat.keyLabel, keyDigest: seat.keyDigest),
      spool: spool, priceRows: call.estimate?.rows.map(\.description) ?? [], estimate: call.estimate?.amount,
      savings: call.savings.isEmpty ? nil : call.savings, label: label, hold: hold, time: time)
  }

  private func exchange(
    _ request: HostedRequest, _ seat: HostedSeat, _ ticket: Ticket, _ spool: Spool,
    _ progress: @escaping @Sendable (RunEvent) -> Void
  ) async -> Result<HostedReply, ProviderError> {
    let steps = UploadSteps()
    do throws(ProviderError) {
      return .success(
        try await seat.provider.send(
          request, from: seat.account, over: configuration.transport, into: spool,
          deadline: seat.deadline
        ) { event in
          if event.isUploadsEnd { seat.gate.arrived(ticket) }
          if let event = RunEvent(event, steps) { progress(event) }
        })
    } catch {
      return .failure(error)
    }
  }

  /// Has the reply on disk as it came, its pictures apart, and says so in the journal.
  func keep(
    _ reply: HostedReply, of id: AttemptID, at seat: HostedSeat, in spool: Spool
  ) throws(Problem) -> SentCall {
    let rendered = try rendered(reply, of: id)
    try problem(about: path) { () throws(StoreError) in try spool.sync() }
    var objects: [Digest] = []
    for payload in reply.payloads {
      let bytes = try problem(about: "spool") { () throws(ByteStreamError) in try payload.bytes() }
      objects.append(try pictures.put(bytes))
    }
    let stored = CallEntry.StoredReply(
      status: reply.facts.status,
      envelope: try pictures.put(configuration.access.withoutKeys(reply.envelope)),
      cuts: reply.cuts.map { cut in
        CallEntry.StoredReply.Cut(
          offset: cut.offset, length: cut.length, object: objects[cut.payload],
          partial: reply.payloads[cut.payload].role.partialIndex)
      },
      usage: reply.usage?.usage, usageText: configuration.access.withoutKeys(reply.usage?.text),
      requestID: configuration.access.withoutKeys(reply.facts.requestID),
      processingMilliseconds: reply.facts.processingMilliseconds)
    let replied = CallEntry.Replied(
      attempt: id, pictures: [], actual: seat.actual(of: reply.usage?.usage, rendering: rendered),
      reply: stored,
      time: configuration.surroundings.now())
    let line = try journal(.replied(replied))
    discard(spool)
    return SentCall(attempt: id, replied: replied, line: line)
  }

  /// The pictures of a reply as a price for each of them counts them; `nil` where the size was left open.
  private func rendered(_ reply: HostedReply, of id: AttemptID) throws(Problem) -> RenderedPictures? {
    let attempt = try problem(about: path) { () throws(StoreError) in try folder.attempt(id) }
    guard let attempt, let asked = attempt.intended.asked, let quality = asked.quality,
      let sent = attempt.sent,
      let size = asked.size.flatMap(BilledSize.init)
    else { return nil }
    let count = reply.payloads.count { $0.role.partialIndex == nil }
    let milliseconds = configuration.surroundings.now().milliseconds - sent.time.milliseconds
    return RenderedPictures(
      quality: quality, size: size, count: count, milliseconds: max(0, Int(milliseconds)))
  }

  /// Closes an attempt that brought no picture, with the evidence; what came of a reply is kept.
  func close(
    _ id: AttemptID, after error: ProviderError, reserved: Reservation, _ seat: HostedSeat, _ spool: Spool
  ) throws(Problem) {
    let outcome = CallEntry.Outcome(error.effect)
    var evidence = "\(error.effect.rawValue): \(error.code.rawValue)"
    if outcome == .billedWithoutResult, let kept = try keptBytes(of: spool) {
      evidence += "; what came is kept as \(kept.hex)"
    }
    let cost = seat.knownCost(of: error)
    try journal(
      .closed(
        CallEntry.Closed(
          attempt: id, outcome: outcome, operation: nil, evidence: evidence,
          problem: CallEntry.Failure(
            code: Problem(hosted: error, about: id.description).code, status: error.status,
            providerCode: error.providerCode,
            requestID: configuration.access.withoutKeys(error.facts?.requestID), message: error.message),
          refusal: error.refusal,
          possible: outcome == .refunded && error.refusal == nil ? nil : cost ?? reserved.amount,
          time: configuration.surroundings.now())))
    discard(spool)
  }

  /// What has come of a reply that cannot be used, as an object; `nil` when nothing has.
  private func keptBytes(of spool: Spool) throws(Problem) -> Digest? {
    guard spool.byteCount > 0 else { return nil }
    let bytes = try problem(about: "spool") { () throws(ByteStreamError) in
      try spool.bytes(limit: .max)
    }
    return try pictures.put(configuration.access.withoutKeys(bytes))
  }

  /// Removes a spool whose bytes stand elsewhere now.
  func discard(_ spool: Spool) {
    // A file that cannot be removed is clutter of which the journal says that it is not needed any more.
    try? spool.remove()
  }
}

extension CallEntry.Outcome {
  init(_ effect: ProviderError.Effect) {
    switch effect {
    case .notExecuted, .rejected: self = .refunded
    case .unknown: self = .unknown
    case .billedWithoutResult: self = .billedWithoutResult
    }
  }
}

extension HostedSeat {
  /// What a reply cost: by its usage, or by its pictures where the model is priced so; unpriced where no row is
  /// there, or the reply does not say.
  func actual(of usage: Usage?, rendering pictures: RenderedPictures? = nil) -> Actual {
    prices?.actual(model: model, usage: usage, pictures: pictures) ?? .unpriced
  }

  /// The cost of a reply that cannot be used, where it still reported its tokens.
  func knownCost(of error: ProviderError) -> Money? {
    error.usage?.usage.flatMap { actual(of: $0).amount }
  }
}

extension HostedReply.Payload.Role {
  var partialIndex: Int? {
    if case .partial(let index) = self { index } else { nil }
  }
}

extension HostedProgress {
  fileprivate var isUploadsEnd: Bool {
    if case .waiting = self { true } else { false }
  }
}

extension RunEvent {
  fileprivate init?(_ event: HostedProgress, _ steps: UploadSteps) {
    switch event {
    case .sending(let sent, let total):
      guard steps.isNew(sent, of: total) else { return nil }
      self = .uploading(sent, of: total)
    case .partial(let payload): self = .partial(payload.role.partialIndex ?? 0)
    case .waiting, .receiving: return nil
    }
  }
}

/// Which bytes of an upload are worth telling: each quarter of one that takes its time.
private final class UploadSteps: Sendable {
  private static let worthTelling = 4 << 20
  private let told = Mutex(0)

  func isNew(_ sent: Int, of total: Int) -> Bool {
    guard total >= Self.worthTelling else { return false }
    let quarter = sent * 4 / total
    return told.withLock { told in
      defer { told = max(told, quarter) }
      return quarter > told
    }
  }
}
