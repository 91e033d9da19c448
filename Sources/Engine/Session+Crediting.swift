internal import EditModel
internal import Planner
internal import Providers
internal import Raster

extension Session {
  /// The plan with those of its first calls credited whose results are stored.
  ///
  /// A stored result makes the same round again, whose picture the next call starts from; behind the first call
  /// that must be asked, or has several results, or one of another session, nothing is known.
  ///
  /// - Parameters:
  ///   - picture: The pixels that the first call starts from.
  ///   - references: Pictures that go along with every call beside those of the instructions.
  func crediting(
    _ plan: Plan, on picture: Digest, with references: [ReferencePicture] = []
  ) throws(Problem) -> Plan {
    var stored: [Int: StoredAnswer] = [:]
    var picture = picture
    for call in plan.calls {
      guard let identity = try identity(of: call, on: picture, with: references) else { break }
      guard let result = try storedResult(of: identity) else {
        if call.route == .provider, hasCachedResult(of: identity) { stored[call.index] = .otherSession }
        break
      }
      let round = try existingRound(result.rounds[0])
      stored[call.index] = .round(round.id)
      guard result.rounds.count == 1 else { break }
      picture = round.picture.pixels
    }
    return stored.isEmpty ? plan : plan.crediting(stored: stored)
  }

  /// The digest that decides whether a stored result answers a call on a picture; `nil` without an account that
  /// the call would go to.
  func identity(
    of call: PlannedCall, on picture: Digest, with references: [ReferencePicture] = []
  ) throws(Problem) -> Digest? {
    let provider = try provider(of: call)
    guard let hosted = provider as? any HostedProvider else {
      return identity(of: call.instructions, on: picture, by: provider).digest
    }
    let name = hosted.capabilities.provider
    guard let frame = call.frame, providers.hasKey(for: name) else { return nil }
    let request = request(for: call, to: hosted.capabilities.model, frame)
    return HostedIdentity(
      provider: name, account: try providers.account(of: name), request: request, picture: picture,
      instructions: call.instructions, frame: frame, references: references
    ).digest
  }

  /// Who carries out a call.
  func provider(of call: PlannedCall) throws(Problem) -> any ImageProvider {
    call.route == .local ? try local() : try provider()
  }

  /// What a call asks of a paid service.
  ///
  /// - Parameter inputs: The files that go along; what is asked does not depend on them.
  func request(
    for call: PlannedCall, to model: String, _ frame: SentFrame, with inputs: CallInputs? = nil
  ) -> HostedRequest {
    var settings = settings(variants: call.instructions[0].variants)
    if let quality = call.quality { settings.quality = quality }
    return HostedRequest(
      kind: .edit, model: model, prompt: call.prompt, inputs: inputs?.pictures ?? [], mask: inputs?.mask,
      size: frame.canvas, settings: settings)
  }
}
