public import Billing
public import EditModel
internal import Planner
internal import Providers
public import Raster
internal import Store

/// A picture to be made from words.
public struct GenerateOptions: Hashable, Sendable {
  public var words: String
  /// A paid provider's name.
  public var provider: String
  public var model: String?
  public var size: PixelSize
  /// `nil` takes the setting's default.
  public var quality: String?
  /// `1...10`.
  public var variants: Int
  /// The budget of this command.
  public var maxCost: Money?

  public init(
    words: String, provider: String, model: String? = nil,
    size: PixelSize = PixelSize(width: 1_024, height: 1_024), quality: String? = nil, variants: Int = 1,
    maxCost: Money? = nil
  ) {
    self.words = words
    self.provider = provider
    self.model = model
    self.size = size
    self.quality = quality
    self.variants = variants
    self.maxCost = maxCost
  }
}

extension Session {
  /// Makes a session whose first picture a paid model makes from words.
  ///
  /// What was asked and what came of it stands in the session's journal like every paid call; where it fails,
  /// the same command goes on with the same folder.
  ///
  /// - Parameters:
  ///   - folder: Path of the folder to make; it must not exist, be empty, or hold such a beginning.
  ///   - began: Is given the session before anything is sent, so that the call can be interrupted.
  /// - Throws: `Problem`: `unsupported` for a provider that makes none, `noKey`, `noBudget`, `overBudget`, what
  ///   the service answered, or about the folder.
  nonisolated(nonsending) public static func generate(
    _ options: GenerateOptions, at folder: String, configuration: EngineConfiguration,
    began: (Session) -> Void = { _ in }, progress: @escaping @Sendable (RunEvent) -> Void = { _ in }
  ) async throws(Problem) -> Session {
    let session = try made(at: folder, configuration)
    began(session)
    try await session.generate(options, progress: progress)
    return session
  }

  /// What `generate` would cost; nothing is made or sent.
  public static func quote(
    _ options: GenerateOptions, configuration: EngineConfiguration
  ) throws(Problem) -> RunQuote {
    let shelf = ProviderShelf(configuration)
    let provider = try shelf.provider(
      named: options.provider, model: options.model ?? View().value(of: "model"))
    guard provider is any HostedProvider else {
      throw Problem(
        .unsupported, "picture from words", found: options.provider, allowed: ["openai", "azure"])
    }
    let model = provider.capabilities.model
    let account = try shelf.account(of: options.provider)
    let request = HostedRequest(generating: options, model: model, settings: HostedSettings(quality: ""))
    let price = shelf.prices(for: account, model: model)?.estimate(request, model: model, inputs: [])
    return RunQuote(provider: options.provider, model: model, calls: 1, price: price?.amount)
  }

  private func generate(
    _ options: GenerateOptions, progress: @escaping @Sendable (RunEvent) -> Void
  ) async throws(Problem) {
    let wasEmpty = folder.rounds.isEmpty
    try beginWriting()
    guard folder.rounds.isEmpty else {
      // Opening for writing may just have made the picture of a reply that had arrived before a crash.
      guard wasEmpty else { throw Problem(.sessionExists, path) }
      return
    }
    defer { interruption.clear() }
    try requireResolved(view.queue.compactMap(\.instruction))
    let instruction = try beginGenerated(options)
    guard let hosted = try provider() as? any HostedProvider else {
      throw Problem(
        .unsupported, "picture from words", found: options.provider, allowed: ["openai", "azure"])
    }
    let seat = try seat(of: hosted)
    isRunning = true
    defer { isRunning = false }
    var work = PaidWork(
      command: folder.nextCommand, text: "run", progress: progress,
      budget: RunBudget(limit: options.maxCost, hasStandingBudget: try !budgets().isEmpty))
    let call = try generating(instruction, options, by: seat, in: work)
    progress(.started(call: 1, of: 1, [instruction.id]))
    let sent = try await send(call, by: seat, in: &work)
    let (rounds, operation) = try settlingReply(of: sent.attempt) { () throws(Problem) in
      let made = try self.work(of: sent, call, by: seat)
      return try commitRounds(made, command: work.command, text: work.text)
    }
    try settle(sent.attempt, operation: operation)
    for round in rounds { progress(.finished(round)) }
  }

  /// Writes down what is wanted: provider, model, quality, and the words as the first instruction.
  private func beginGenerated(_ options: GenerateOptions) throws(Problem) -> Instruction {
    _ = try providers.provider(named: options.provider, model: options.model ?? View().value(of: "model"))
    let waiting = view.queue.compactMap(\.instruction).first {
      $0.text == options.words && $0.variants == options.variants
    }
    let instruction =
      waiting
      ?? Instruction(
        id: QueueID(.instruction, folder.nextQueueNumber(.instruction)), text: options.words, mask: nil,
        variants: options.variants)
    // What an earlier try left is put aside: this command says all that is wanted.
    var changes: [(ViewKey, ViewValue?)] = view.queue.filter { $0.id != instruction.id }.map {
      (.queue($0.id), nil)
    }
    changes += [
      (.set("provider"), .text(options.provider)),
      (.set("model"), options.model.map { .text($0) }),
      (.set("quality"), options.quality.map { .text($0) }),
      (.queue(instruction.id), .entry(QueueEntry(item: .instruction(instruction), rank: Self.rankStep))),
    ]
    try write("new \(quoted(lastComponent(of: path))) --words \(quoted(options.words))") {
      () throws(Problem) in Draft(changes: changes)
    }
    return instruction
  }

  private func generating(
    _ instruction: Instruction, _ options: GenerateOptions, by seat: HostedSeat, in work: PaidWork
  ) throws(Problem) -> HostedCall {
    let request = HostedRequest(
      generating: options, model: seat.model, settings: settings(variants: options.variants))
    try check(request, by: seat, about: instruction.id.description)
    let estimate = seat.prices?.estimate(request, model: seat.model, inputs: [])
    let identity = HostedIdentity(
      provider: seat.provider.capabilities.provider, account: seat.account, request: request, picture: nil,
      instructions: [instruction], frame: nil)
    return HostedCall(
      command: work.command, text: work.text, base: .source, instructions: [instruction],
      identity: identity.digest, request: request, frame: nil, estimate: estimate, savings: [],
      reservation: reservation(estimate, of: work, calls: 1),
      demand: seat.demand(of: request, estimate))
  }
}

extension HostedRequest {
  fileprivate init(generating options: GenerateOptions, model: String, settings: HostedSettings) {
    var settings = settings
    if let quality = options.quality ?? (settings.quality.isEmpty ? View().value(of: "quality") : nil) {
      settings.quality = quality
    }
    settings.variants = options.variants
    self.init(
      kind: .generate, model: model, prompt: options.words, size: options.size, settings: settings)
  }
}
