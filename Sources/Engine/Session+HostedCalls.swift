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
    let size = base.picture.size
    guard let frame = frame(for: size, by: seat.provider) else {
      throw Problem(
        .sizeDiffers, "the picture", found: "\(size)", allowed: ["a size that \(seat.model) renders"])
    }
    let inputs = try inputs(of: call, on: base, frame)
    let request = HostedRequest(
      kind: .edit, model: seat.model, prompt: call.prompt, inputs: inputs.pictures, mask: inputs.mask,
      size: frame.canvas, settings: settings(variants: call.instructions[0].variants))
    try check(request, by: seat, about: call.instructions[0].id.description)
    let identity = HostedIdentity(
      provider: seat.provider.capabilities.provider, account: seat.account, request: request,
      picture: base.picture.pixels,
      instructions: call.instructions, frame: frame)
    let estimate = seat.prices?.estimate(request, model: seat.model, inputs: inputs.sizes)
    return HostedCall(
      command: run.work.command, text: run.work.text, base: base.id, instructions: call.instructions,
      identity: identity.digest, request: request, frame: frame,
      reservation: reservation(estimate, of: run.work, calls: run.callCount),
      priceRows: estimate?.rows.map(\.description) ?? [],
      demand: seat.demand(of: request, estimate))
  }

  /// How a whole picture lies on a canvas that the model renders; `nil` when it renders none.
  func frame(for size: PixelSize, by provider: any ImageProvider) -> SentFrame? {
    provider.capabilities.sizes?.frame(for: size, wholeSize: Int(view.value(of: "whole-size")) ?? 2_048)
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
