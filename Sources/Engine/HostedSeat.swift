internal import Billing
internal import EditModel
internal import Providers
internal import Store

/// A paid service as one session uses it: who is asked, for whose account, at which prices and limits.
struct HostedSeat {
  let provider: any HostedProvider
  let account: HostedAccount
  let model: String
  /// `nil` where no price is known: another address than the service's own, without a row of the user's.
  let prices: PriceTable?
  let gate: CallGate
  let limits: CallLimits
  let deadline: Duration
  /// The name of the key in the account of what was spent.
  let keyLabel: String
  /// What tells keys apart on disk.
  let keyDigest: String?
}

/// The part of a run, or of another paid command, that is about money and order.
struct PaidWork {
  let command: Int
  let text: String
  let progress: @Sendable (RunEvent) -> Void
  var budget: RunBudget
  var cost = RunCost()
  /// Only the first call of a command may be the trial of an open breaker.
  var isFirstCall = true

  /// Puts what is known of an attempt's cost in the place of what was held.
  mutating func settle(_ result: Result<SentCall, ProviderError>, held: Money) {
    switch result {
    case .success(let sent):
      let actual = sent.replied.actual
      budget.settle(held: held, actual: actual.amount ?? held)
      cost.billed += actual.amount ?? .zero
      if case .unpriced = actual { cost.unpricedCalls += 1 }
    case .failure(let error):
      switch error.effect {
      case .notExecuted, .rejected: budget.settle(held: held, actual: .zero)
      case .unknown, .billedWithoutResult: cost.maybeBilled += held
      }
    }
  }
}
