public import Billing
public import EditModel
internal import Store

extension EngineConfiguration {
  /// The account of all sessions of the user; `nil` where nothing spans sessions.
  var spending: SpendLog? { state.map(SpendLog.init) }

  /// Sets the budget of each day or each month of all sessions together, or takes it away.
  ///
  /// Days and months are those of UTC. What was spent before counts.
  ///
  /// - Throws: `Problem` with code `badValue` for an amount that is no budget, `unsupported` for a scope of one
  ///   session or without a folder of shared state, or about that folder.
  public func setBudget(_ scope: BudgetScope, _ limit: Money?) throws(Problem) {
    try requireBudget(limit)
    guard scope.spansSessions, let spending else {
      throw Problem(
        .unsupported, "budget", found: scope.rawValue,
        allowed: BudgetScope.allCases.filter { $0.spansSessions != scope.spansSessions }.map(\.rawValue))
    }
    try problem(about: spending.path) { () throws(StoreError) in try spending.setBudget(scope, limit) }
  }

  /// How the budgets of all sessions together stand, those that are set.
  ///
  /// - Throws: `Problem` about the folder of shared state.
  public func budgets() throws(Problem) -> [BudgetState] {
    guard let spending else { return [] }
    return try problem(about: spending.path) { () throws(StoreError) in
      try spending.budgets(at: surroundings.now())
    }
  }
}

extension Session {
  /// Sets a budget, or takes it away; no undo touches it.
  ///
  /// A budget of the session holds for all that it ever asks for, one of each round for each call, those of day
  /// and month for all sessions of the user together, in UTC. What was spent before counts.
  ///
  /// - Throws: `Problem` with code `badValue` for an amount that is no budget, or about the folder.
  public func setBudget(_ scope: BudgetScope, _ limit: Money?) throws(Problem) {
    guard !scope.spansSessions else { return try configuration.setBudget(scope, limit) }
    try requireBudget(limit)
    try beginWriting()
    try journal(
      .budget(
        CallEntry.BudgetEntry(
          scope: scope.rawValue, limit: limit, time: configuration.surroundings.now())))
  }

  /// How the budgets stand that are set, from the session's to the month's; reads only.
  ///
  /// That of each round is whole again for each call.
  public func budgets() throws(Problem) -> [BudgetState] {
    try catchUp()
    return ownBudgets + (try configuration.budgets())
  }

  /// The budgets that are the session's own.
  private var ownBudgets: [BudgetState] {
    let limits = folder.budgets
    var states: [BudgetState] = []
    if let limit = limits[BudgetScope.session.rawValue] {
      states.append(BudgetState(.session, limit: limit, charges: folder.callRecords.map(\.charge)))
    }
    if let limit = limits[BudgetScope.round.rawValue] { states.append(BudgetState(.round, limit: limit)) }
    return states
  }

  /// The budget of a run whose calls have these prices, `nil` where nobody knows one.
  ///
  /// - Throws: `Problem` with code `noBudget`: where neither the run nor anything else has a budget, or a price
  ///   is not known and the run has none; `overBudget` before anything is sent, with what is left and how many of
  ///   the calls would fit.
  func runBudget(for prices: [Estimate?], maxCost: Money?) throws(Problem) -> RunBudget {
    let standing = try budgets()
    let known = prices.compactMap(\.self)
    let total = known.reduce(.zero, +)
    if maxCost == nil, known.count < prices.count || standing.isEmpty && total.high > .zero {
      throw Problem(
        .noBudget, "run",
        found: known.count < prices.count ? "an amount that nobody knows" : "\(total.low) to \(total.high)")
    }
    let share = maxCost.map { Reservation.share(of: $0, among: max(prices.count, 1)).amount ?? .zero }
    let reserved = prices.map { $0?.high ?? share ?? .zero }
    if let maxCost { try requireFitting(BudgetState(.session, limit: maxCost), reserved, subject: "run") }
    for state in standing { try requireFitting(state, reserved, subject: state.scope.rawValue) }
    return RunBudget(limit: maxCost, hasStandingBudget: !standing.isEmpty)
  }

  private func requireFitting(
    _ state: BudgetState, _ prices: [Money], subject: String
  ) throws(Problem) {
    let fitting = state.count(fitting: prices)
    guard fitting < prices.count else { return }
    let found = state.scope == .round ? prices[fitting] : prices.reduce(.zero, +)
    throw Problem(over: state, by: found, subject: subject, fitting: fitting)
  }

  /// What stands in the way of an attempt at this price; nothing is held.
  ///
  /// - Throws: `Problem` with code `overBudget`, or about the folder of shared state.
  func requireBudgets(_ amount: Money) throws(Problem) {
    if let state = try budgets().first(where: { !$0.allows(amount) }) {
      throw Problem(over: state, by: amount)
    }
  }

  /// Holds the amount of an attempt that is about to be intended, in every budget that is set.
  ///
  /// The session's own budgets are held by the entry *intended* itself, which nobody else can write meanwhile.
  ///
  /// - Returns: What the entry is to name as its hold; `nil` where nothing is held across sessions.
  /// - Throws: `Problem` with code `overBudget`, or about the folder of shared state; nothing is held then.
  func holdBudgets(
    _ amount: Money, for attempt: AttemptID, keyLabel: String, at time: Timestamp
  ) throws(Problem) -> Digest? {
    guard amount > .zero else { return nil }
    if let state = ownBudgets.first(where: { !$0.allows(amount) }) {
      throw Problem(over: state, by: amount)
    }
    guard let spending = configuration.spending else { return nil }
    let session = try problem(about: path) { () throws(StoreError) in try folder.identity }
    guard let session else { throw Problem(.bug, "a call before the first operation") }
    let hold = SpendHold(
      session: session, place: folder.place, attempt: attempt, amount: amount, keyLabel: keyLabel, time: time)
    let decision = try problem(about: spending.path) { () throws(StoreError) in try spending.hold(hold) }
    switch decision {
    case .held(let line): return line
    case .over(let state): throw Problem(over: state, by: amount)
    }
  }

  /// Gives back what was held for an attempt that could not be intended.
  func releaseHold(_ hold: Digest?) {
    guard let hold else { return }
    // What stays held here is released when the session is next opened for writing.
    try? configuration.spending?.release([hold])
  }

  /// Puts what a closed attempt cost in the place of what was held for it across sessions.
  func settleHold(of attempt: AttemptID) {
    guard let spending = configuration.spending else { return }
    // What stays held here is settled when the session is next opened for writing: until then too much is held,
    // never too little.
    try? folder.settleHold(of: attempt, in: spending)
  }

  /// Settles and releases what a process that died has left held for this session.
  func settleLeftHolds() {
    guard let spending = configuration.spending else { return }
    // An account that cannot be read or written stops the next paid call, not the work that costs nothing.
    try? folder.settleLeftHolds(in: spending)
  }
}

/// Refuses an amount that is no budget.
private func requireBudget(_ limit: Money?) throws(Problem) {
  guard let limit, !(Money.zero...BudgetState.largest).contains(limit) else { return }
  throw Problem(
    .badValue, "budget", found: limit.description, allowed: ["\(Money.zero) to \(BudgetState.largest)"])
}

extension Problem {
  /// A call, or a run, that a budget does not allow.
  fileprivate init(over state: BudgetState, by amount: Money, subject: String? = nil, fitting calls: Int = 0)
  {
    self.init(
      .overBudget, subject ?? state.scope.rawValue, found: amount.roundedUp.description,
      allowed: [state.left.description] + (calls > 0 ? ["run --calls \(calls)"] : []))
  }
}
