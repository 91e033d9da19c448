internal import Billing
internal import EditModel
internal import Planner

extension Advice {
  /// The command, what it would bring, and what it would cost otherwise.
  var words: String {
    let calls = callsSaved > 0 ? "\(counted(callsSaved, "call")) less" : nil
    let money = saving.map { "\($0.words) less on the paid model" }
    return "\(step.words): \([calls, money].compactMap(\.self).joined(separator: ", "))"
  }
}

extension Advice.Step {
  fileprivate var words: String {
    switch self {
    case .move(_, _, let passing) where !passing.isEmpty:
      "\(command) (it passes \(Self.list(passing)))"
    case .mergeLoosely(let names) where !names.isEmpty:
      "\(command) (unlocks mask \(names.joined(separator: ", ")))"
    case .routeAutomatically(let ids): "\(command) (local understands \(Self.list(ids)))"
    case .useModel: "\(command) (another model draws otherwise)"
    case .move, .mergeLoosely, .removeFence: command
    }
  }

  private static func list(_ ids: [QueueID]) -> String { ids.map(\.description).joined(separator: " ") }
}

extension PlanWarning {
  var words: String {
    switch self {
    case .longQuote(let id, let count):
      "\(id) quotes \(count) words; models misspell texts of more than five"
    case .manyObjects(let call, let count):
      "call \(call) asks for \(count) things at once; models lose some beyond four"
    case .smallMask(let id, let mask, let share):
      "mask \(mask) of \(id) is \(Self.percent(share)) of what is sent; below 2 % models may miss it"
    case .transparency(let model): "\(model) makes no transparent background"
    case .priceRise(let last, let now): "the dearest call may cost \(now), in the last run it was \(last)"
    }
  }

  private static func percent(_ basisPoints: Int) -> String {
    "\(basisPoints / 100).\(basisPoints % 100 < 10 ? "0" : "")\(basisPoints % 100) %"
  }
}
