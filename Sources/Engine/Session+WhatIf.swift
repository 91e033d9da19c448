public import Billing
public import EditModel
public import Planner
internal import Providers

/// What is changed in another plan of the same queue.
public enum PlanChange: Hashable, Sendable {
  /// Another model, or all of them.
  case model(String?)
  /// Another quality, or all of the model.
  case quality(String?)
  /// Batches in the place of single calls.
  case batch
  /// Another account of tokens, or all of them.
  case rule(TokenRule?)
}

extension Session {
  /// What the queue would cost in other ways, the present one among them; reads only.
  ///
  /// - Throws: `Problem` with code `badValue` for a model or quality that is not to be had, naming those that are;
  ///   `retired` for a model that is gone.
  public func whatIf(
    _ change: PlanChange, _ options: PlanOptions = PlanOptions()
  ) throws(Problem) -> [WhatIf] {
    try catchUp()
    let request = try planRequest(for: view.queue, on: try currentRound().picture.size, options)
    switch change {
    case .batch: return PlanWhatIf.alternatives(request, models: [], axis: .batch)
    case .rule(let rule):
      let rules: [TokenRule] = rule.map { [.measured, $0] } ?? [.measured, .base64, .textRates]
      return PlanWhatIf.alternatives(request, models: [], axis: .rules(rules))
    case .quality(let name):
      let all = PlanWhatIf.alternatives(request, models: [], axis: .qualities)
      return try chosen(name, of: all, "quality")
    case .model(let name):
      let models = try paidModels(with: name)
      return PlanWhatIf.alternatives(request, models: models, axis: .models)
    }
  }

  /// The model in use and another, or all.
  private func paidModels(with name: String?) throws(Problem) -> [Capabilities] {
    let current = try provider().capabilities
    let provider = current.isPaid ? current.provider : ProviderShelf.openAI
    let callable = providers.callableModels
    if let name, providers.models.model(named: name).map({ callable.contains($0.id) }) != true {
      throw Problem(.badValue, "--what-if", found: name, allowed: callable)
    }
    let names = name.map { [view.value(of: "model"), $0] } ?? providers.callableModels
    var models: [Capabilities] = []
    for name in names {
      let capabilities = try providers.provider(named: provider, model: name).capabilities
      if !models.contains(capabilities) { models.append(capabilities) }
    }
    return models
  }

  private func chosen(_ name: String?, of ways: [WhatIf], _ subject: String) throws(Problem) -> [WhatIf] {
    guard let name else { return ways }
    guard ways.contains(where: { $0.name == name }) else {
      throw Problem(.badValue, subject, found: name, allowed: ways.map(\.name))
    }
    return ways.filter { $0.isCurrent || $0.name == name }
  }
}
