internal import Billing
internal import EditModel
internal import Engine
internal import Planner

/// A plan in words: its calls with the reason of every merge and split, its price, and advice.
struct PlanWording {
  let plan: Plan
  let refusals: [QueueID: Problem]
  /// `nil` for the embedded provider.
  let terms: ServiceTerms?
  let showsPrompts: Bool

  init(_ plan: Plan, refusals: [QueueID: Problem], terms: ServiceTerms?, showsPrompts: Bool) {
    self.plan = plan
    self.refusals = refusals
    self.terms = terms
    self.showsPrompts = showsPrompts
  }

  var lines: [String] {
    [heading] + conditions + unlocked + plan.calls.flatMap(lines(of:)) + refused + held + shadow
      + plan.advice.map { "advice: \($0.words)" }
  }

  private var heading: String {
    guard !plan.calls.isEmpty else { return "nothing to do: no instruction is ready to run" }
    let receiver = terms.map { " to \($0.provider)" } ?? ""
    return "plan: \(counted(plan.calls.count, "call"))\(receiver), \(plan.price.words)"
  }

  /// What holds for every paid call of the plan.
  private var conditions: [String] {
    guard let terms, !plan.calls.isEmpty else { return [] }
    var lines = ["  model    \(terms.model), \(terms.quality)"]
    if let address = terms.address { lines.append("  account  \(address)") }
    if let missing = terms.missing {
      lines.append("  account  \(missing), so run will refuse")
    }
    lines.append("  size     \(terms.sizeWords)")
    if plan.calls.contains(where: \.isLocked) {
      lines.append(
        "  masks    only a hint to the model; what it changes outside is put back here, bit for bit")
    }
    if case .estimated(_, let rows) = plan.price { lines.append("  prices   \(PriceWording.line(rows))") }
    if plan.price == .unpriced {
      lines.append("  prices   none known: run needs --max-cost, and each call holds an equal share of it")
    }
    return lines
  }

  private var unlocked: [String] {
    guard !plan.unlockedMasks.isEmpty else { return [] }
    return ["merge loose: nothing is locked for mask \(plan.unlockedMasks.joined(separator: ", "))"]
  }

  private func lines(of call: PlannedCall) -> [String] {
    let names = call.instructions.map(\.id.description).joined(separator: " + ")
    let kind = call.instructions.count > 1 ? "merged" : "alone"
    let base = call.base == .current ? "from @" : "from call \(call.index - 1)"
    let lock = call.isLocked ? "outside its masks every pixel is kept" : "any pixel may change"
    let price = terms == nil ? "" : "; \(call.price.words)"
    var lines = ["call \(call.index): \(names), \(kind), \(base); \(lock)\(price)"]
    if call.opening != .first { lines.append("  a call of its own: \(call.opening.words)") }
    for (index, instruction) in call.instructions.enumerated() {
      let reason = index == 0 ? "" : " · joins: \(call.merges[index - 1].words)"
      lines.append("  \(instruction.id) \"\(instruction.shownText)\" · \(instruction.place)\(reason)")
    }
    if let shadow = call.shadow, terms == nil {
      lines.append("  elsewhere \(shadow.amount.words)")
    }
    return lines + (showsPrompts ? call.prompt.split(separator: "\n").map { "  | \($0)" } : [])
  }

  private var refused: [String] {
    plan.refusals.map { refusal in
      let words = refusals[refusal.id].map { ProblemWording($0).sentence }
      return "refused: \(words ?? "\(refusal.id): \(refusal.reason.words)"); run does nothing until "
        + "queue rm \(refusal.id) or queue hold \(refusal.id)"
    }
  }

  private var held: [String] { plan.held.map { "held: \($0.id), \($0.hold.words)" } }

  private var shadow: [String] {
    guard let shadow = plan.shadow, !plan.calls.isEmpty else { return [] }
    guard terms == nil else {
      // The price above is of the canvas that is really sent; naively the picture is sent as it is.
      let naive =
        "naive: \(counted(shadow.naiveCalls, "call")), \(shadow.naive.words), one for each instruction"
      let saved = shadow.calls < shadow.naiveCalls ? "; merging saves \(shadow.saving.words)" : ""
      return ["\(naive), at \(shadow.size)\(saved)"]
    }
    return [
      "on \(shadow.model), \(shadow.quality), \(shadow.size):",
      "  this plan      \(counted(shadow.calls, "call")), \(shadow.merged.words)",
      "  one call each  \(counted(shadow.naiveCalls, "call")), \(shadow.naive.words) (naive)",
      "  merging saves  \(shadow.saving.words)",
      "  \(PriceWording.line(shadow.rows))",
    ]
  }
}

extension CallPrice {
  var words: String {
    switch self {
    case .free: "free"
    case .estimated(let estimate): "about \(estimate.amount.words)"
    case .unpriced: "unpriced"
    }
  }
}

extension PlanPrice {
  var words: String {
    switch self {
    case .free: "free"
    case .estimated(let estimate, _): estimate.words
    case .unpriced: "unpriced"
    }
  }
}

extension Estimate {
  /// One amount where both ends read the same, else a range.
  var words: String {
    low.description == high.description ? low.description : "\(low) to \(high)"
  }
}

extension MergeReason {
  var words: String {
    switch self {
    case .bothWholePicture: "both apply to the whole picture"
    case .sameMask: "same mask"
    case .disjointMasks: "their masks share no pixel"
    case .looselyMixed: "merge loose allows masked beside unmasked"
    }
  }
}

extension SplitReason {
  var words: String {
    switch self {
    case .first: "the first of the plan"
    case .mergingOff: "merging is off"
    case .fence(let id): "fence \(id)"
    case .alone(let id): "\(id) asks to be alone"
    case .pointsBack(let words): "\"\(words)\" points back at what was done before"
    case .maskBesideWholePicture(let id):
      "beside \(id), one has a mask and the other has none, so the joined call could lock nothing"
    case .overlapping(let id): "its mask overlaps the different mask of \(id)"
    case .otherReferences(let id): "it goes with other reference pictures than \(id)"
    case .otherVariants(let id): "it asks for another number of variants than \(id)"
    case .mergeMax(let limit): "a call takes at most \(counted(limit, "instruction")) (merge-max)"
    case .promptLimit(let characters, let limit):
      "the joined prompt would have \(characters) characters, at most \(limit)"
    case .cheaperApart: "another grouping costs less"
    }
  }
}

extension Refusal.Reason {
  var words: String {
    switch self {
    case .notUnderstood: "not understood"
    case .emptyMask(let name): "mask \(name) covers no pixel"
    case .maskSizeDiffers(let name): "mask \(name) has another size than the picture"
    case .promptTooLong(let characters, let limit): "\(characters) characters, at most \(limit)"
    }
  }
}

extension Advice {
  var words: String {
    let what =
      switch step {
      case .move(let id, let place, let passing):
        "queue mv \(id) \(place)"
          + (passing.isEmpty ? "" : " (it passes \(passing.map(\.description).joined(separator: " ")))")
      case .removeFence(let id): "queue rm \(id)"
      case .mergeLoosely(let names):
        "set merge loose" + (names.isEmpty ? "" : " (unlocks mask \(names.joined(separator: ", ")))")
      }
    let money = saving.map { ", saving \($0.words) on the paid model" } ?? ""
    return "\(what): \(counted(callsSaved, "call")) less\(money)"
  }
}
