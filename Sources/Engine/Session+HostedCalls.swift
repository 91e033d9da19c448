internal import Billing
internal import EditModel
internal import Planner
internal import Providers
internal import Raster
internal import Store

extension Session {
  /// The call of a plan, ready to be sent.
  ///
  /// - Throws: `Problem` before anything is sent: what the model does not take, a picture that has no legal
  ///   size, a file that is gone.
  func hostedCall(
    for call: PlannedCall, on base: Round, by seat: HostedSeat, in run: RunInProgress
  ) throws(Problem) -> HostedCall {
    guard let frame = call.frame else {
      throw Problem(
        .sizeDiffers, "the picture", found: "\(base.picture.size)",
        allowed: ["a size that \(seat.model) renders"])
    }
    let extra = run.final?.references ?? []
    let inputs = try inputs(of: call, on: base, frame, extra: extra)
    let request = request(for: call, to: seat.model, frame, with: inputs)
    try check(request, by: seat, about: call.instructions[0].id.description)
    let identity = HostedIdentity(
      provider: seat.provider.capabilities.provider, account: seat.account, request: request,
      picture: base.picture.pixels, instructions: call.instructions, frame: frame,
      references: extra)
    let estimate = seat.prices?.estimate(request, model: seat.model, inputs: inputs.sizes)
    return HostedCall(
      command: run.work.command, text: run.work.text, base: base.id, instructions: call.instructions,
      identity: identity.digest, request: request, frame: frame, estimate: estimate,
      savings: savings(of: call, estimate, in: run),
      reservation: reservation(estimate, of: run.work, calls: run.paidCallCount),
      demand: seat.demand(of: request, estimate),
      references: (call.instructions[0].references + extra).map(\.stored.object))
  }

  /// What a call saved against asking naively.
  ///
  /// What a final renders again was counted when it was asked first, so its whole price is taken from what the
  /// drafts saved.
  private func savings(
    of call: PlannedCall, _ estimate: CallEstimate?, in run: RunInProgress
  ) -> [LeverSaving] {
    guard run.final != nil else { return call.savings }
    return estimate.map { [LeverSaving(.draft, saving: .zero - $0.amount)] } ?? []
  }

  func check(_ request: HostedRequest, by seat: HostedSeat, about subject: String) throws(Problem) {
    do throws(ProviderError) {
      try seat.provider.check(request)
    } catch {
      throw Problem(hosted: error, about: subject)
    }
  }

  func settings(variants: Int) -> HostedSettings {
    let complexity = view.value(of: "complexity")
    return HostedSettings(
      quality: view.value(of: "quality"), variants: variants, background: view.value(of: "background"),
      moderation: view.value(of: "moderation"), complexity: complexity == "default" ? nil : complexity,
      partials: Int(view.value(of: "partials")) ?? 0)
  }

  /// What a call holds of the budget: its upper estimate, or an equal share where nobody knows the price.
  func reservation(_ estimate: CallEstimate?, of work: PaidWork, calls: Int) -> Reservation {
    if let estimate {
      return .held(estimate.amount.high, row: estimate.rows.map(\.description).joined(separator: "; "))
    }
    return .share(of: work.budget.limit ?? .zero, among: max(calls, 1))
  }

  /// Makes rounds of a reply that is on disk, by `body`.
  ///
  /// A reply of which no round can ever be made is closed as paid for. What can be mended, as a full disk, is
  /// left as it is: the next opening for writing makes the round.
  func settlingReply<Result>(
    of attempt: AttemptID, _ body: () throws(Problem) -> Result
  ) throws(Problem) -> Result {
    do throws(Problem) {
      return try body()
    } catch  where !Self.canBeMended.contains(error.code) {
      try close(
        attempt, .billedWithoutResult, evidence: "the reply cannot be used: \(error.code.rawValue)")
      throw Problem(
        .billedWithoutResult, attempt.description, found: error.code.rawValue, underlying: error.found)
    }
  }

  /// The rounds-to-be of a reply.
  func work(of sent: SentCall, _ call: HostedCall, by seat: HostedSeat) throws(Problem) -> Work {
    let base = call.request.kind == .generate ? nil : try existingRound(call.base)
    let maker = Round.Maker(
      provider: seat.provider.capabilities.provider, model: seat.model, attempt: sent.attempt)
    return Work(
      base: base, instructions: call.instructions, maker: maker, raws: try rawPictures(of: sent.replied),
      frame: call.frame, replied: sent.line)
  }
}
