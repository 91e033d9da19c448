internal import Billing
internal import EditModel

extension CallRecord {
  /// What an account knows of an attempt that is only intended.
  init(_ step: CallEntry.Intended) {
    self.init(
      attempt: step.attempt, command: step.command, kind: step.kind, intended: step.time,
      base: step.base, instructions: step.instructions.map(\.id),
      masks: step.instructions.map { $0.mask?.name }, provider: step.provider, model: step.model,
      quality: step.asked?.quality, size: step.asked?.size, variants: step.asked?.variants ?? 1,
      address: step.account?.address, keyLabel: step.account?.keyLabel,
      keyDigest: step.account?.keyDigest, label: step.label, estimate: step.estimate,
      savings: step.savings ?? [], reservation: step.reservation, priceRows: step.priceRows ?? [],
      state: .open)
  }

  /// Takes what an entry says of the attempt.
  ///
  /// - Parameter sent: When it was sent; `nil` when it was not.
  mutating func take(_ entry: CallEntry, sent: Timestamp?) {
    switch entry {
    case .intended, .accepted, .budget: break
    case .sent: possible = possible(wasSent: true, end: nil)
    case .replied(let step):
      actual = step.actual
      usage = step.reply?.usage
      milliseconds = sent.flatMap { $0.milliseconds(until: step.time) }
      possible = possible(wasSent: true, end: nil)
    case .closed(let step):
      state = State(step.outcome)
      possible = possible(wasSent: sent != nil, end: .some(step.possible))
      // What the user found out later does not change what went wrong.
      problem = step.problem?.code.rawValue ?? problem
      isRefusal = isRefusal || step.refusal != nil
    }
  }

  private func possible(wasSent: Bool, end: Money??) -> Money? {
    PossibleCost(reserved: reservation.amount, wasSent: wasSent, actual: actual, end: end).amount
  }
}

extension CallRecord.State {
  init(_ outcome: CallEntry.Outcome) {
    switch outcome {
    case .settled: self = .settled
    case .refunded: self = .refunded
    case .unknown: self = .unknown
    case .billedWithoutResult: self = .billedWithoutResult
    case .abandoned: self = .abandoned
    }
  }
}

extension RoundRecord {
  /// What an account needs to know of this round.
  init(_ round: Round) {
    self.init(
      id: round.id, parent: round.parent, kind: round.kind, time: round.time,
      instructions: round.instructions.map(\.id), attempt: round.maker?.attempt,
      answeredFrom: round.maker?.answeredFrom, verdict: round.verification?.verdict)
  }
}

extension Timestamp {
  /// `nil` where a clock was set back in between.
  fileprivate func milliseconds(until later: Timestamp) -> Int? {
    let (difference, overflow) = later.milliseconds.subtractingReportingOverflow(milliseconds)
    return overflow || difference < 0 ? nil : Int(exactly: difference)
  }
}
