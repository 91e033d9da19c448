internal import Billing
internal import EditModel

/// Who else could be asked.
extension Advice {
  /// Other models are tried for queues of at most this many instructions: each takes a plan of its own.
  package static let longestForModels = 32

  /// The embedded provider for what it understands, when that costs less.
  static func routing(_ grouping: Grouping, _ request: PlanRequest) -> Advice? {
    let ids = grouping.candidates.map(\.id).filter(request.understoodIfRouted.contains)
    guard request.capabilities.isPaid, request.understoodByLocal == nil, !ids.isEmpty else { return nil }
    var routed = request
    routed.understoodByLocal = Set(ids)
    var reading = QueueReading(routed)
    let new = Grouping(&reading, routed)
    let given = new.partition.calls.filter(new.rules.isForLocal).flatMap { new.candidates[$0].map(\.id) }
    guard new.partition.cost < grouping.partition.cost, !given.isEmpty else { return nil }
    return Advice(
      .routeAutomatically(given),
      callsSaved: grouping.partition.calls.count - new.partition.calls.count, from: grouping, to: new)
  }

  /// The cheapest other model at the same qualities, when it costs less at both ends of the range.
  static func model(_ grouping: Grouping, _ request: PlanRequest) -> Advice? {
    guard let now = grouping.comparablePrice, request.capabilities.isPaid,
      grouping.candidates.count <= longestForModels
    else { return nil }
    var best: (model: String, grouping: Grouping)?
    for model in request.otherModels where model.model != request.capabilities.model {
      var other = request
      other.capabilities = model
      var reading = QueueReading(other)
      let new = Grouping(&reading, other)
      guard reading.candidates.count == grouping.candidates.count, let price = new.comparablePrice,
        price.low < now.low, price.high < now.high
      else { continue }
      if let best, best.grouping.partition.cost <= new.partition.cost { continue }
      best = (model.model, new)
    }
    return best.map { best in
      let saved = grouping.partition.calls.count - best.grouping.partition.calls.count
      return Advice(.useModel(best.model), callsSaved: saved, from: grouping, to: best.grouping)
    }
  }
}
