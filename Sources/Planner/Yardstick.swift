internal import Billing
internal import EditModel
internal import Raster

/// What the calls of a free provider would cost with a paid model, on the whole picture at the nearest legal size.
struct Yardstick {
  private let prices: ModelPrices
  private let frame: SentFrame

  /// - Returns: `nil` when the table knows neither model nor quality.
  init?(_ request: PlanRequest, shapes: [CallShape]) {
    let settings = request.settings
    guard !request.capabilities.isPaid,
      let prices = ModelPrices(
        model: settings.yardstick, quality: settings.quality, shapes: shapes, request: request),
      let size = prices.model.sizes?.nearestSize(to: request.picture)
    else { return nil }
    self.prices = prices
    frame = SentFrame(wholly: request.picture, on: size)
  }

  func estimate(of call: Range<Int>, _ rules: MergeRules) -> CallEstimate? {
    prices.estimate(
      of: rules.prompt.measure(of: call, on: PromptSheet(frame, of: frame.crop.size)), on: frame.canvas,
      shape: rules.facts[call.lowerBound].shape, isMasked: rules.isMasked(call))
  }

  /// All calls together.
  func total(_ grouping: Grouping) -> Estimate? {
    total(of: grouping.partition.calls, grouping.rules)
  }

  func shadow(of grouping: Grouping) -> ShadowPrice? {
    let (calls, rules) = (grouping.partition.calls, grouping.rules)
    guard let merged = total(of: calls, rules),
      let naive = total(of: rules.candidates.indices.map { $0..<$0 + 1 }, rules),
      let rows = prices.plainPricing(on: frame.canvas)?.rows
    else { return nil }
    return ShadowPrice(
      model: prices.model.id, quality: prices.quality, size: frame.canvas, calls: calls.count,
      merged: merged, naiveCalls: rules.candidates.count, naive: naive,
      saving: Estimate(from: naive, to: merged), rows: rows)
  }

  private func total(of calls: [Range<Int>], _ rules: MergeRules) -> Estimate? {
    var sum = Estimate.zero
    for call in calls {
      guard let amount = amount(of: call, rules) else { return nil }
      sum = sum + amount
    }
    return sum
  }

  private func amount(of call: Range<Int>, _ rules: MergeRules) -> Estimate? {
    prices.amount(
      of: rules.prompt.measure(of: call, on: PromptSheet(frame, of: frame.crop.size)), on: frame.canvas,
      shape: rules.facts[call.lowerBound].shape, isMasked: rules.isMasked(call))
  }
}
