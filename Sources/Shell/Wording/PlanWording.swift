internal import Billing
internal import EditModel
internal import Engine
internal import Planner

/// A plan in words: its calls with the reason of every merge and split, the receipt, warnings and advice.
struct PlanWording {
  let plan: Plan
  let refusals: [QueueID: Problem]
  /// `nil` for the embedded provider.
  let terms: ServiceTerms?
  /// What was accepted is rendered again, whatever quality is asked for.
  var isFinal = false
  /// Tells the levers of each call, too.
  var showsReasons = false
  var showsPrompts = false

  var lines: [String] {
    unlocked + [heading] + conditions + plan.calls.flatMap(lines(of:)) + refused + held + receipt
      + plan.warnings.map { "warning: \($0.words)" } + plan.advice.map { "advice: \($0.words)" }
  }

  private var heading: String {
    guard !plan.calls.isEmpty else { return "nothing to do: no instruction is ready to run" }
    let receiver = terms.map { " to \($0.provider)" } ?? ""
    return "plan: \(counted(plan.calls.count, "call"))\(receiver), \(plan.price.words)"
  }

  /// What holds for every paid call of the plan.
  private var conditions: [String] {
    guard let terms, plan.receipt.paidCalls > 0 else { return [] }
    var lines = ["  model    \(terms.model), \(qualities)"]
    if let address = terms.address { lines.append("  account  \(address)") }
    if let missing = terms.missing {
      lines.append("  account  \(missing), so run will refuse")
    }
    if plan.calls.contains(where: { $0.isLocked && $0.route == .provider }) {
      lines.append(
        "  masks    only a hint to the model; what it changes outside is put back here, bit for bit")
    }
    if case .estimated(_, let rows) = plan.price { lines.append("  prices   \(PriceWording.line(rows))") }
    if plan.price == .unpriced {
      lines.append("  prices   none known: run needs --max-cost, and each call holds an equal share of it")
    }
    return lines
  }

  private var qualities: String {
    let asked = plan.calls.compactMap(\.quality).reduce(into: [String]()) { all, quality in
      if !all.contains(quality) { all.append(quality) }
    }
    guard let terms, asked != [terms.quality], !asked.isEmpty else { return terms?.quality ?? "" }
    guard !isFinal else { return asked.joined(separator: ", ") }
    return "\(asked.joined(separator: ", ")) as a draft of \(terms.quality)"
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
    let price = terms == nil ? "" : "; \(call.stored == nil ? call.price.words : "stored already")"
    let route = terms != nil && call.route == .local ? ", on local" : ""
    var lines = ["call \(call.index): \(names), \(kind)\(route), \(base); \(lock)\(price)"]
    if call.opening != .first { lines.append("  a call of its own: \(call.opening.words)") }
    lines += GeometryWording(call: call, showsReasons: showsReasons).lines
    for (index, instruction) in call.instructions.enumerated() {
      let reason = index == 0 ? "" : " · joins: \(call.merges[index - 1].words)"
      lines.append("  \(instruction.id) \"\(instruction.shownText)\" · \(instruction.place)\(reason)")
    }
    if let stored = call.stored { lines.append("  answered by \(stored.words): nothing is asked or paid") }
    if showsReasons, let naive = call.naive, !call.credits.isEmpty {
      let credits = call.credits.map { "\($0.lever.words) \($0.words)" }.joined(separator: ", ")
      lines.append("  naively \(naive.words); saved by \(credits)")
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

  private var receipt: [String] {
    guard !plan.calls.isEmpty else { return [] }
    return terms == nil ? shadow : ReceiptWording(receipt: plan.receipt).lines
  }

  private var shadow: [String] {
    guard let shadow = plan.shadow else { return [] }
    return [
      "on \(shadow.model), \(shadow.quality), \(shadow.size):",
      "  this plan      \(counted(shadow.calls, "call")), \(shadow.merged.words)",
      "  one call each  \(counted(shadow.naiveCalls, "call")), \(shadow.naive.words) (naive)",
      "  merging saves  \(shadow.saving.words)",
      "  \(PriceWording.line(shadow.rows))",
    ]
  }
}

extension StoredAnswer {
  fileprivate var words: String {
    switch self {
    case .round(let id): "round \(id)"
    case .otherSession: "the result of another session"
    }
  }
}
