internal import Billing
internal import EditModel
internal import Raster

extension Plan {
  /// Makes the cheapest plan that the rules allow; the same request gives the same plan.
  ///
  /// - Precondition: `masks` has facts for every mask of an instruction that is not held.
  /// - Complexity: O(instructions × `mergeMax`²), plus at most `Advice.triesLimit` regroupings of at most
  ///   `Advice.longestRun` instructions.
  package init(_ request: PlanRequest) {
    let reading = QueueReading(request)
    let prices = CallPrices(request)
    let rules = MergeRules(
      candidates: reading.candidates,
      prompt: Prompt(
        items: reading.candidates.map(\.item), mergeMax: request.settings.mergeMax,
        standingWords: request.standingWords),
      settings: request.settings, promptLimit: request.capabilities.promptLimit,
      overlaps: MaskOverlaps(disjoint: request.disjoint, numbers: reading.maskNumbers))
    let grouping = Grouping(rules, prices: prices)
    calls = grouping.partition.calls.indices.map { grouping.call(at: $0) }
    refusals = reading.refusals
    held = reading.held
    unlockedMasks = grouping.unlockedMasks
    price = grouping.price
    shadow = prices.shadow.map { grouping.shadow($0, quality: request.settings.quality) }
    advice = Advice.all(for: grouping)
  }
}

extension Grouping {
  func call(at index: Int) -> PlannedCall {
    let call = partition.calls[index]
    let measure = rules.prompt.measure(of: call)
    let shape = rules.shape(of: call)
    let before = index == 0 ? nil : partition.calls[index - 1]
    return PlannedCall(
      index: index + 1, instructions: candidates[call].map(\.instruction),
      base: index == 0 ? .current : .previousCall, prompt: rules.prompt.text(of: call),
      box: candidates[call].reduce(candidates[call.lowerBound].box) { $0.union($1.box) },
      opening: before.map { rules.obstacle(for: call.lowerBound, joining: $0) ?? .cheaperApart }
        ?? .first,
      merges: call.dropFirst().map { rules.merge(of: $0) },
      price: prices.price(of: measure, as: shape),
      shadow: prices.shadow?.estimate(of: measure, as: shape))
  }

  var price: PlanPrice {
    guard prices.isPaid else { return .free }
    guard let provider = prices.provider, let sum = total(provider) else { return .unpriced }
    return .estimated(sum, rows: provider.rows)
  }

  func shadow(_ model: WholePicturePricing, quality: String) -> ShadowPrice {
    let merged = total(model) ?? .zero
    let naive = naiveTotal(model)
    let ends = [naive.low - merged.low, naive.high - merged.high].sorted()
    return ShadowPrice(
      model: model.model, quality: quality, size: model.size, calls: partition.calls.count,
      merged: merged, naiveCalls: candidates.count, naive: naive,
      saving: Estimate(low: ends[0], high: ends[1]), rows: model.rows)
  }
}
