internal import Billing
public import EditModel
public import Planner
internal import Providers
internal import Raster

extension Session {
  /// The calls that `run` would make, with reasons and prices; reads only.
  ///
  /// - Parameter merges: False makes every instruction a call of its own.
  public func plan(merges: Bool = true) throws(Problem) -> Plan {
    try catchUp()
    return try plan(of: view.queue, merges: merges)
  }

  /// What one instruction would cost as a call of its own.
  func price(of instruction: Instruction) throws(Problem) -> CallPrice {
    let alone = QueueEntry(item: .instruction(instruction), rank: 0)
    return try plan(of: [alone], merges: false).calls.first?.price ?? .free
  }

  private func plan(of queue: [QueueEntry], merges: Bool) throws(Problem) -> Plan {
    let provider = try provider()
    let settings = planSettings(merges: merges)
    let masks = try planningFacts(of: queue)
    let pairs = PlanRequest.pairsToCompare(queue: queue, masks: masks, mergeMax: settings.mergeMax)
    var request = PlanRequest(
      queue: queue, picture: try currentRound().picture.size, masks: masks,
      disjoint: try disjoint(pairs, in: queue), settings: settings,
      capabilities: provider.capabilities,
      notUnderstood: try refusals(of: queue, by: provider).mapValues(\.allowed),
      prices: try knownPrices(of: provider))
    if provider is any HostedProvider {
      request.frame = frame(for: request.picture, by: provider)
      request.standingWords = view.value(of: "keep")
    }
    return Plan(request)
  }

  /// What a run would cost; `nil` when it costs nothing.
  public func quote(_ options: RunOptions) throws(Problem) -> RunQuote? {
    let capabilities = try provider().capabilities
    guard capabilities.isPaid else { return nil }
    let plan = try plan(merges: options.merges)
    let calls = plan.calls.prefix(options.calls ?? plan.calls.count)
    return RunQuote(
      provider: capabilities.provider, model: capabilities.model, calls: calls.count,
      price: calls.estimate)
  }

  /// The prices that hold for this provider; of a free one those that a plan compares with.
  private func knownPrices(of provider: any ImageProvider) throws(Problem) -> PriceTable {
    let capabilities = provider.capabilities
    guard capabilities.isPaid, providers.hasKey(for: capabilities.provider) else { return providers.prices }
    let account = try providers.account(of: capabilities.provider)
    return providers.prices(for: account, model: capabilities.model) ?? providers.ownOrNone
  }

  /// The budget of a run whose calls cost.
  ///
  /// - Throws: `Problem` with code `noBudget`, or `overBudget` before anything is sent, saying how many of
  ///   the calls would fit.
  func runBudget(
    for calls: ArraySlice<PlannedCall>, _ options: RunOptions
  ) throws(Problem) -> RunBudget {
    guard try provider().capabilities.isPaid else { return RunBudget(limit: nil) }
    let estimate = calls.estimate
    guard let limit = options.maxCost else {
      throw Problem(
        .noBudget, "run", found: estimate.map { "\($0.low) to \($0.high)" } ?? "an amount that nobody knows")
    }
    if let estimate, estimate.high > limit {
      var sum = Money.zero
      let fitting = calls.prefix { call in
        sum += call.highestPrice
        return sum <= limit
      }
      throw Problem(
        .overBudget, "run", found: estimate.high.roundedUp.description,
        allowed: [limit.description] + (fitting.isEmpty ? [] : ["run --calls \(fitting.count)"]))
    }
    return RunBudget(limit: limit)
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

  private func planSettings(merges: Bool) -> PlanSettings {
    PlanSettings(
      merging: !merges ? .off : view.value(of: "merge") == "loose" ? .loose : .strict,
      mergeMax: Int(view.value(of: "merge-max")) ?? 1, quality: view.value(of: "quality"),
      yardstick: view.value(of: "model"), partials: Int(view.value(of: "partials")) ?? 0)
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

extension PlannedCall {
  fileprivate var highestPrice: Money {
    if case .estimated(let estimate) = price { estimate.amount.high } else { .zero }
  }
}

extension ArraySlice<PlannedCall> {
  /// What the calls cost together; `nil` where one has no price.
  fileprivate var estimate: Estimate? {
    var sum = Estimate.zero
    for call in self {
      guard case .estimated(let estimate) = call.price else { return nil }
      sum = sum + estimate.amount
    }
    return sum
  }
}
