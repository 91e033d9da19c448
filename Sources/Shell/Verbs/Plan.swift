internal import Billing
internal import EditModel
internal import Engine
internal import Planner

extension Shell {
  func plan(_ request: PlanRequest) async throws(Problem) -> Answer {
    let session = try current()
    let options = PlanOptions(
      merges: request.merges, rule: request.rule, usesStored: request.usesStored)
    if let whatIf = request.whatIf { return try await alternatives(whatIf, options, in: session) }
    let refusals = try await session.refusals()
    let terms = try await session.serviceTerms()
    func wording(_ plan: Plan) -> PlanWording {
      PlanWording(
        plan: plan, refusals: refusals, terms: terms, isFinal: request.final != nil,
        showsReasons: request.showsReasons, showsPrompts: request.showsPrompts)
    }
    guard let final = request.final else {
      let plan = try await session.plan(options)
      return Answer(wording(plan).lines, plan.json(refusals))
    }
    let plan = try await session.finalPlan(final.options, options)
    return Answer(plan.lines + wording(plan.plan).lines, plan.plan.json(refusals))
  }

  /// `plan --what-if`: the price of the same queue in other ways.
  private func alternatives(
    _ request: WhatIfRequest, _ options: PlanOptions, in session: Session
  ) async throws(Problem) -> Answer {
    let ways = try await session.whatIf(request.change, options)
    let width = ways.map(\.name.count).max() ?? 0
    let lines = ways.map { way in
      "\(way.isCurrent ? "*" : " ") \(pad(way.name, width))  \(counted(way.calls, "call")), \(way.outcome.words)"
    }
    return Answer(lines, .members(["what_if": .array(ways.map(\.json))]))
  }
}

extension WhatIfRequest {
  var change: PlanChange {
    switch self {
    case .model(let name): .model(name)
    case .qualities(let name): .quality(name)
    case .batch: .batch
    case .rules(let rule): .rule(rule)
    }
  }
}

extension FinalRequest {
  var options: FinalOptions { FinalOptions(size: size, quality: quality) }
}

extension WhatIf {
  fileprivate var json: JSONValue {
    let (price, obstacle): (JSONValue?, JSONValue?) =
      switch outcome {
      case .price(let price): (price.json, nil)
      case .impossible: (nil, .string(outcome.words))
      }
    return .members([
      "name": .string(name), "current": .bool(isCurrent), "calls": .integer(calls), "price": price,
      "obstacle": obstacle,
    ])
  }
}

extension WhatIf.Outcome {
  fileprivate var words: String {
    switch self {
    case .price(let price): price.words
    case .impossible(.isFree): "free"
    case .impossible(.noPrice): "no price is known"
    case .impossible(.noQuality(let quality, let allowed)):
      "no quality \(quality); it has \(allowed.joined(separator: ", "))"
    case .impossible(.refused(let refusals)):
      "not possible: \(refusals.map { "\($0.id), \($0.reason.words)" }.joined(separator: "; "))"
    }
  }
}
