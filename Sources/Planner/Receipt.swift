public import Billing
internal import EditModel

extension Plan {
  /// What the whole plan takes: calls, tokens, money, time, and what it saves against asking naively.
  ///
  /// Naively means the same model, the final quality, one call an instruction on the whole picture, each asked
  /// once, with the nearest legal size sent and asked for, and the prompt that the instruction would have alone.
  public struct Receipt: Hashable, Sendable {
    public let calls: Int
    /// Those that cost something or whose price nobody knows.
    public let paidCalls: Int
    /// Tokens of all priced calls.
    public let text: TokenRange
    public let imageIn: TokenRange
    public let imageOut: TokenRange
    /// `nil` when a call's price is not known; zero when all are free.
    public let price: Estimate?
    /// If each paid call takes its median time, one after the other; `nil` when that is not known.
    public let usual: Duration?
    /// If each takes what about one in twenty reaches.
    public let slow: Duration?
    /// Where the times are from, each once.
    public let timeSources: [CallTimes.Source]
    public let naiveCalls: Int
    /// `nil` when the provider is free, or no price is known.
    public internal(set) var naive: Estimate?
    /// What each lever saved, in the order in which they are credited: at each end of the range they add up to
    /// `naive` less `price`. None without both.
    public internal(set) var credits: [LeverCredit]

    /// The credits as an account keeps them.
    public var savings: [LeverSaving] { credits.map(\.saving) }
  }

  /// The same plan when these calls need not be asked, because their results are stored.
  ///
  /// A stored result is the first lever: what its call would have cost naively is credited to it alone.
  ///
  /// What was advised and warned of before counted these calls, so only what is said of others stays.
  ///
  /// - Parameter stored: By the call's index, counted from 1: where the result is.
  package func crediting(stored: [Int: StoredAnswer]) -> Plan {
    var plan = self
    for index in plan.calls.indices {
      guard let answer = stored[plan.calls[index].index] else { continue }
      plan.calls[index].answer(from: answer)
    }
    plan.advice = []
    plan.warnings = warnings.filter { $0.isAbout(plan.calls.filter { $0.stored == nil && $0.frame != nil }) }
    plan.price = PlanPrice(of: plan.calls)
    plan.receipt = Receipt(of: plan.calls, times: times)
    return plan
  }
}

extension Plan {
  /// The same plan with another one's naive price as its yardstick, as of the same queue without a picture that
  /// nobody would send naively; what that changes is taken from what merging saved.
  package func measured(against other: Plan) -> Plan {
    guard let mine = receipt.naive, let theirs = other.receipt.naive, theirs != mine else { return self }
    var plan = self
    plan.receipt.naive = theirs
    let change = LeverCredit(.merge, low: theirs.low - mine.low, high: theirs.high - mine.high)
    plan.receipt.credits = LeverCredit.totals(receipt.credits + [change])
    return plan
  }
}

extension Plan.Receipt {
  init(of calls: [PlannedCall], times: CallTimes?) {
    self.calls = calls.count
    paidCalls = calls.count { !$0.price.isFree }
    let estimates = calls.compactMap(\.price.estimate)
    text = estimates.map(\.text).reduce(.zero, +)
    imageIn = estimates.map(\.imageIn).reduce(.zero, +)
    imageOut = estimates.map(\.imageOut).reduce(.zero, +)
    price = estimates.count == paidCalls ? estimates.map(\.amount).reduce(.zero, +) : nil
    let readings = calls.compactMap { call in
      call.price.isFree ? nil : call.quality.flatMap { times?.reading(quality: $0) }
    }
    let isTimed = readings.count == paidCalls
    usual = isTimed ? readings.map(\.usual).reduce(.zero, +) : nil
    slow = isTimed ? readings.map(\.slow).reduce(.zero, +) : nil
    timeSources = readings.map(\.source)
      .reduce(into: []) { sources, source in if !sources.contains(source) { sources.append(source) } }
    naiveCalls = calls.map(\.instructions.count).reduce(0, +)
    let naives = calls.compactMap(\.naive)
    naive = naives.count == calls.count ? naives.reduce(.zero, +) : nil
    credits = naive == nil || price == nil ? [] : LeverCredit.totals(calls.flatMap(\.credits))
  }
}

extension PlanPrice {
  init(of calls: [PlannedCall]) {
    let estimates = calls.compactMap(\.price.estimate)
    if estimates.count + calls.count(where: \.price.isFree) < calls.count {
      self = .unpriced
    } else if estimates.isEmpty {
      self = .free
    } else {
      var rows: [PriceRow] = []
      for row in estimates.lazy.flatMap(\.rows)
      where !rows.contains(where: { $0.line == row.line && $0 == row }) {
        rows.append(row)
      }
      self = .estimated(estimates.map(\.amount).reduce(.zero, +), rows: rows)
    }
  }
}

extension CallPrice {
  fileprivate var isFree: Bool { if case .free = self { true } else { false } }

  /// `nil` when free or unpriced.
  public var estimate: CallEstimate? {
    if case .estimated(let estimate) = self { estimate } else { nil }
  }
}

extension PlannedCall {
  fileprivate mutating func answer(from answer: StoredAnswer) {
    stored = answer
    price = .free
    credits = naive.map { [LeverCredit(.stored, from: $0, to: .zero)].filter { !$0.isZero } } ?? []
  }
}

extension PlanWarning {
  /// True when it is about one of these calls.
  fileprivate func isAbout(_ calls: [PlannedCall]) -> Bool {
    switch self {
    case .manyObjects(let index, _): calls.contains { $0.index == index }
    case .longQuote(let id, _), .smallMask(let id, _, _):
      calls.contains { $0.instructions.contains { $0.id == id } }
    case .transparency: !calls.isEmpty
    case .priceRise(let last, _): calls.contains { ($0.price.estimate?.amount.low ?? .zero) > last }
    }
  }
}
