package import Billing
package import EditModel

/// The same queue planned anew in another way.
public struct WhatIf: Hashable, Sendable {
  /// Why there is no such plan.
  public enum Obstacle: Hashable, Sendable {
    /// The model has no quality of this name; those that it has.
    case noQuality(String, allowed: [String])
    /// Nobody knows the prices.
    case noPrice
    /// The provider is free, whatever is asked.
    case isFree
    /// These instructions cannot be asked of it.
    case refused([Refusal])
  }

  /// What the plan would cost.
  public enum Outcome: Hashable, Sendable {
    case price(PlanPrice)
    case impossible(Obstacle)
  }

  /// What is changed: the model's id, the quality, `batch` or `standard`, the rule's name.
  public let name: String
  /// True for the way in which the plan is made now.
  public let isCurrent: Bool
  /// Of the new plan, which may merge in another way.
  public let calls: Int
  public let outcome: Outcome
}

/// Plans of the same queue in other ways.
package enum PlanWhatIf {
  /// What is changed.
  package enum Axis: Hashable, Sendable {
    /// The model, at the same quality.
    case models
    /// The quality, among all that the model has; no draft.
    case qualities
    case batch
    /// How tokens are counted.
    case rules([TokenRule])
  }

  /// Plans anew in every way of an axis, the present one among them.
  ///
  /// - Parameter models: What is known of the models to compare, the present one's included; only for that axis.
  package static func alternatives(
    _ request: PlanRequest, models: [Capabilities], axis: Axis
  ) -> [WhatIf] {
    ways(request, models, axis).map { way in
      let plan = Plan(way.request)
      return WhatIf(
        name: way.name, isCurrent: way.isCurrent, calls: plan.calls.count,
        outcome: outcome(of: plan, way.request))
    }
  }

  private typealias Way = (name: String, isCurrent: Bool, request: PlanRequest)

  private static func ways(_ request: PlanRequest, _ models: [Capabilities], _ axis: Axis) -> [Way] {
    func way(_ name: String, _ isCurrent: Bool, _ change: (inout PlanRequest) -> Void) -> Way {
      var copy = request
      change(&copy)
      return (name, isCurrent, copy)
    }
    let capabilities = request.capabilities
    switch axis {
    case .models:
      return models.map { model in
        way(model.model, model.model == capabilities.model) { $0.capabilities = model }
      }
    case .qualities:
      let known = request.prices.model(named: capabilities.model)?.qualities.map(\.name)
      let asked = request.settings.draft ?? request.settings.quality
      return (known ?? []).map { quality in
        way(quality, quality == asked) {
          $0.settings.quality = quality
          $0.settings.draft = nil
        }
      }
    case .batch:
      return [("standard", false), ("batch", true)].map { name, isBatch in
        way(name, request.batch == isBatch) { $0.batch = isBatch }
      }
    case .rules(let rules):
      return rules.map { rule in way(rule.name, rule == request.rule) { $0.rule = rule } }
    }
  }

  private static func outcome(of plan: Plan, _ request: PlanRequest) -> WhatIf.Outcome {
    guard request.capabilities.isPaid else { return .impossible(.isFree) }
    guard plan.refusals.isEmpty else { return .impossible(.refused(plan.refusals)) }
    guard plan.price == .unpriced else { return .price(plan.price) }
    let quality = request.settings.draft ?? request.settings.quality
    let known = request.prices.model(named: request.capabilities.model)?.qualities.map(\.name) ?? []
    return .impossible(
      known.isEmpty || known.contains(quality) ? .noPrice : .noQuality(quality, allowed: known))
  }
}
