internal import Billing
public import EditModel
public import Planner
internal import Providers
internal import Raster

extension Session {
  /// The calls that `run` would make, with reasons and prices; reads only.
  public func plan(_ options: PlanOptions = PlanOptions()) throws(Problem) -> Plan {
    try catchUp()
    let picture = try currentRound().picture
    let plan = Plan(try planRequest(for: view.queue, on: picture.size, options))
    return options.usesStored ? try crediting(plan, on: picture.pixels) : plan
  }

  /// What one instruction would cost as a call of its own.
  func price(of instruction: Instruction) throws(Problem) -> CallPrice {
    let alone = QueueEntry(item: .instruction(instruction), rank: 0)
    let request = try planRequest(
      for: [alone], on: try currentRound().picture.size, PlanOptions(merges: false))
    return Plan(request).calls.first?.price ?? .free
  }

  /// What a run would cost; `nil` when it costs nothing.
  public func quote(_ options: RunOptions) throws(Problem) -> RunQuote? {
    let capabilities = try provider().capabilities
    guard capabilities.isPaid else { return nil }
    let final = try options.final.map { final throws(Problem) in
      try finalPlan(final, PlanOptions(options))
    }
    let plan = if let final { final.plan } else { try plan(PlanOptions(options)) }
    let calls = plan.begun.prefix(options.calls ?? plan.calls.count).filter { $0.price != .free }
    guard !calls.isEmpty else { return nil }
    return RunQuote(
      provider: capabilities.provider, model: capabilities.model, calls: calls.count,
      price: calls[...].estimate, final: final)
  }

  /// The budget of a run whose calls cost.
  ///
  /// - Throws: What `runBudget(for:maxCost:)` throws.
  func runBudget(
    for calls: ArraySlice<PlannedCall>, _ options: RunOptions
  ) throws(Problem) -> RunBudget {
    guard try provider().capabilities.isPaid else { return RunBudget(limit: nil) }
    return try runBudget(for: calls.map(\.knownPrice), maxCost: options.maxCost)
  }
}

extension PlannedCall {
  /// `nil` where nobody knows its price.
  fileprivate var knownPrice: Estimate? {
    switch price {
    case .free: .zero
    case .estimated(let estimate): estimate.amount
    case .unpriced: nil
    }
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
