internal import Billing
internal import EditModel
internal import Raster

extension MergeRules {
  /// What a call's price depends on; the rules let only instructions of equal references and variants share it.
  func shape(of call: Range<Int>) -> CallShape {
    CallShape(candidates[call.lowerBound].instruction, isMasked: isMasked(call))
  }
}

/// A row of instructions in an order, cut into calls.
struct Grouping {
  let rules: MergeRules
  let prices: CallPrices
  let partition: Partition

  init(_ rules: MergeRules, prices: CallPrices) {
    self.rules = rules
    self.prices = prices
    partition = .cheapest(count: rules.candidates.count) { item, call in
      rules.obstacle(for: item, joining: call) == nil
    } cost: { call in
      prices.cost(of: rules.prompt.measure(of: call), as: rules.shape(of: call))
    }
  }

  var candidates: [Candidate] { rules.candidates }

  /// The same rules for some of the candidates or another order, or for another way of merging.
  func regrouped(_ candidates: [Candidate], settings: PlanSettings? = nil) -> Grouping {
    Grouping(
      MergeRules(
        candidates: candidates, prompt: rules.prompt.rearranged(candidates.map(\.item)),
        settings: settings ?? rules.settings, promptLimit: rules.promptLimit,
        overlaps: rules.overlaps), prices: prices)
  }

  /// The price with the paid provider, else with the yardstick; `nil` when neither has one.
  var comparablePrice: Estimate? { prices.isPaid ? total(prices.provider) : total(prices.shadow) }

  /// All calls together.
  func total(_ model: WholePicturePricing?) -> Estimate? {
    guard let model else { return nil }
    return partition.calls.map { amount(of: $0, model) }.reduce(.zero, +)
  }

  /// Every instruction in a call of its own.
  func naiveTotal(_ model: WholePicturePricing) -> Estimate {
    candidates.indices.map { amount(of: $0..<$0 + 1, model) }.reduce(.zero, +)
  }

  private func amount(of call: Range<Int>, _ model: WholePicturePricing) -> Estimate {
    model.amount(of: rules.prompt.measure(of: call), as: rules.shape(of: call))
  }

  /// Masks that share a call with the whole picture, by name, each once, in queue order.
  var unlockedMasks: [String] {
    var names: [String] = []
    for call in partition.calls where !rules.isMasked(call) {
      for name in candidates[call].compactMap(\.instruction.mask?.name) where !names.contains(name) {
        names.append(name)
      }
    }
    return names
  }
}
