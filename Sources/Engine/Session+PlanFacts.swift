public import Billing
public import EditModel
internal import Planner
internal import Providers
internal import Raster
internal import Store

/// How a plan is made.
public struct PlanOptions: Hashable, Sendable {
  /// False makes every instruction a call of its own.
  public var merges: Bool
  /// How tokens are counted.
  public var rule: TokenRule
  /// False plans every call as one to be made, also where a stored result would answer.
  public var usesStored: Bool
  /// What all calls ask for, in the place of the settings `quality` and `draft`.
  public var quality: String?

  public init(
    merges: Bool = true, rule: TokenRule = .measured, usesStored: Bool = true, quality: String? = nil
  ) {
    self.merges = merges
    self.rule = rule
    self.usesStored = usesStored
    self.quality = quality
  }

  init(_ options: RunOptions) {
    self.init(merges: options.merges, usesStored: !options.fresh, quality: options.quality)
  }
}

extension Session {
  /// The facts from which a queue is planned.
  ///
  /// - Parameter picture: The size of the picture that the first call starts from.
  func planRequest(
    for queue: [QueueEntry], on picture: PixelSize, _ options: PlanOptions = PlanOptions()
  ) throws(Problem) -> PlanRequest {
    let provider = try provider()
    var settings = planSettings(merges: options.merges)
    if let quality = options.quality { (settings.quality, settings.draft) = (quality, nil) }
    let masks = try planningFacts(of: queue)
    let pairs = PlanRequest.pairsToCompare(queue: queue, masks: masks, mergeMax: settings.mergeMax)
    var request = PlanRequest(
      queue: queue, picture: picture, masks: masks,
      disjoint: try disjoint(pairs, in: queue), settings: settings,
      capabilities: provider.capabilities,
      notUnderstood: try refusals(of: queue, by: provider).mapValues(\.allowed),
      prices: try knownPrices(of: provider))
    request.rule = options.rule
    if provider is any HostedProvider { try addHostedFacts(to: &request) }
    return request
  }

  private func addHostedFacts(to request: inout PlanRequest) throws(Problem) {
    let model = request.capabilities.model
    request.wholeSize = Int(view.value(of: "whole-size")) ?? request.wholeSize
    request.standingWords = view.value(of: "keep")
    let understood = try understoodByLocal(request.queue)
    if view.value(of: "route") == "auto" { request.understoodByLocal = understood }
    request.understoodIfRouted = understood
    request.localPromptLimit = try local().capabilities.promptLimit
    request.times = CallTimes(providers.models.model(named: model), own: ownTimes(of: model))
    request.lastPrice = lastPrice
    request.asksForTransparency = view.value(of: "background") == "transparent"
    request.takesTransparency =
      providers.models.model(named: model)?.options?.allowsTransparency ?? request.takesTransparency
    for other in providers.callableModels where other != model {
      let provider = try providers.provider(named: request.capabilities.provider, model: other)
      request.otherModels.append(provider.capabilities)
    }
  }

  func local() throws(Problem) -> any ImageProvider {
    try providers.provider(named: LocalProvider.name, model: LocalProvider.model)
  }

  /// The instructions that the embedded provider could carry out: words that it knows, one picture, no others
  /// beside it.
  private func understoodByLocal(_ queue: [QueueEntry]) throws(Problem) -> Set<QueueID> {
    let local = try local()
    var understood: Set<QueueID> = []
    for case let instruction? in queue.filter({ $0.hold == nil }).map(\.instruction)
    where instruction.references.isEmpty && instruction.variants == 1 {
      if try refusal(of: instruction, by: local) == nil { understood.insert(instruction.id) }
    }
    return understood
  }

  /// How long this session's own calls of a model took, by quality.
  private func ownTimes(
    of model: String
  ) -> [String: (median: Duration, slow: Duration, calls: Int)] {
    let records = folder.callRecords.filter {
      $0.model == model && $0.kind != .upload && $0.milliseconds != nil
    }
    let audit = Audit([AuditSource(session: path, path: path, records: records)])
    var times: [String: (median: Duration, slow: Duration, calls: Int)] = [:]
    for service in audit.services {
      guard let quality = service.quality, let latency = service.row.latency else { continue }
      times[quality] = (.milliseconds(latency.p50), .milliseconds(latency.p95), latency.replies)
    }
    return times
  }

  /// The highest bill of one call of the last command that was billed anything.
  private var lastPrice: Money? {
    let billed = folder.callRecords.filter { ($0.actual?.amount ?? .zero) > .zero }
    return billed.last.flatMap { last in
      billed.filter { $0.command == last.command }.compactMap(\.actual?.amount).max()
    }
  }

  /// The prices that hold for this provider; of a free one those that a plan compares with.
  private func knownPrices(of provider: any ImageProvider) throws(Problem) -> PriceTable {
    let capabilities = provider.capabilities
    guard capabilities.isPaid, providers.hasKey(for: capabilities.provider) else { return providers.prices }
    let account = try providers.account(of: capabilities.provider)
    return providers.prices(for: account, model: capabilities.model) ?? providers.ownOrNone
  }

  func planSettings(merges: Bool) -> PlanSettings {
    let draft = view.value(of: "draft")
    return PlanSettings(
      merging: !merges ? .off : view.value(of: "merge") == "loose" ? .loose : .strict,
      mergeMax: Int(view.value(of: "merge-max")) ?? 1, quality: view.value(of: "quality"),
      draft: draft == "off" ? nil : draft, yardstick: view.value(of: "model"),
      partials: Int(view.value(of: "partials")) ?? 0)
  }

  /// Why the provider in use would refuse queued instructions that are not held.
  public func refusals() throws(Problem) -> [QueueID: Problem] {
    try refusals(of: view.queue, by: try provider())
  }

  private func refusals(
    of queue: [QueueEntry], by provider: any ImageProvider
  ) throws(Problem) -> [QueueID: Problem] {
    var refusals: [QueueID: Problem] = [:]
    for case let instruction? in queue.filter({ $0.hold == nil }).map(\.instruction) {
      refusals[instruction.id] = try refusal(of: instruction, by: provider)
    }
    return refusals
  }

  private func planningFacts(
    of queue: [QueueEntry]
  ) throws(Problem) -> [Digest: MaskFacts] {
    var facts: [Digest: MaskFacts] = [:]
    for case let mask? in queue.map({ $0.instruction?.mask }) where facts[mask.stored.pixels] == nil {
      facts[mask.stored.pixels] = try pictures.maskFacts(mask.stored)
    }
    return facts
  }

  /// Those of the pairs that share no editable pixel.
  private func disjoint(
    _ pairs: Set<MaskPair>, in queue: [QueueEntry]
  ) throws(Problem) -> Set<MaskPair> {
    let stored = Dictionary(
      queue.compactMap { $0.instruction?.mask?.stored }.map { ($0.pixels, $0) },
      uniquingKeysWith: { first, _ in first })
    var disjoint: Set<MaskPair> = []
    for pair in pairs {
      guard let first = stored[pair.first], let second = stored[pair.second] else { continue }
      let masks = (try pictures.mask(first), try pictures.mask(second))
      let apart = try problem(about: "masks") { () throws(RasterError) in
        guard masks.0.size == masks.1.size else { return false }
        return try masks.0.isDisjoint(from: masks.1, bands: configuration.bands)
      }
      if apart { disjoint.insert(pair) }
    }
    return disjoint
  }
}
