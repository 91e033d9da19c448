internal import Billing
internal import EditModel
internal import Raster

/// A row of instructions in an order, cut into calls.
struct Grouping {
  let rules: MergeRules
  let ways: CallWays
  /// Prices with the yardstick's model, of a free provider.
  let yardstick: Yardstick?
  let partition: Partition

  init(_ rules: MergeRules, ways: CallWays, yardstick: Yardstick?) {
    self.rules = rules
    self.ways = ways
    self.yardstick = yardstick
    partition = .cheapest(count: rules.candidates.count) { item, call in
      rules.obstacle(for: item, joining: call) == nil
    } cost: { call in
      ways.best(of: call, rules)?.cost
    }
  }

  var candidates: [Candidate] { rules.candidates }

  /// The same rules for some of the candidates or another order.
  func regrouped(_ candidates: [Candidate]) -> Grouping {
    Grouping(
      MergeRules(
        candidates: candidates, prompt: rules.prompt.rearranged(candidates.map(\.item)),
        settings: rules.settings, limits: rules.limits, overlaps: rules.overlaps),
      ways: ways, yardstick: yardstick)
  }

  /// The same candidates, merged in another way.
  func regrouped(_ merging: PlanSettings.Merging) -> Grouping {
    var rules = rules
    rules.settings.merging = merging
    return Grouping(rules, ways: ways, yardstick: yardstick)
  }

  /// The price with the paid provider, else with the yardstick; `nil` when neither has one.
  var comparablePrice: Estimate? {
    guard ways.isPaid else { return yardstick?.total(self) }
    return partition.cost.unpriced == 0 ? partition.cost.price : nil
  }

  /// Masks that share a paid call with the whole picture, by name, each once, in queue order.
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
