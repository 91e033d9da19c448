/// One row of an account: a group of attempts, or all of them.
///
/// Amounts, savings and tokens of all rows add up to those of the total, to the nano-dollar and to the token.
/// Where an attempt belongs to several rows, as a merged call to its instructions, each gets an equal part in
/// whole units and the first one what is left; counts name such an attempt in each of them, and once in the
/// total.
public struct AuditRow: Hashable, Sendable {
  /// What came of the attempts in one state.
  public struct StateSum: Hashable, Sendable {
    public let state: AuditState
    public let attempts: Int
    public let billed: Money
    public let possible: Money
  }

  /// Estimates beside what came, of the attempts that have both.
  public struct Comparison: Hashable, Sendable {
    public let attempts: Int
    public let estimate: Estimate
    public let billed: Money
    /// Attempts that were billed less than the lower end.
    public let below: Int
    /// Attempts that were billed more than the upper end.
    public let above: Int
  }

  /// How long replies took, by nearest rank.
  public struct Latency: Hashable, Sendable {
    public let replies: Int
    /// Half of the replies took no longer, in milliseconds.
    public let p50: Int
    /// Nineteen of twenty took no longer, in milliseconds.
    public let p95: Int
  }

  /// The session, where the key means something only within it.
  public internal(set) var session: String?
  public internal(set) var path: String?
  /// What the row is of, as `e7`, `2026-11-21` or a model's name; `nil` for what has none, as an attempt that
  /// made no round, and for the total.
  public internal(set) var key: String?
  /// Calls for a picture; several attempts at one are one call.
  public internal(set) var calls = 0
  /// Uploads included.
  public internal(set) var attempts = 0
  public internal(set) var uploads = 0
  /// Attempts that cost nothing by their nature.
  public internal(set) var free = 0
  /// Attempts of which something was billed that no price row covers.
  public internal(set) var unpriced = 0
  /// Rounds that attempts made, each variant by itself.
  public internal(set) var rounds = 0
  /// Of these the ones that failed their verification.
  public internal(set) var roundsFailed = 0
  /// Rounds for which a stored result was used and nothing was asked.
  public internal(set) var answeredFromStore = 0
  /// `nil` without reply; without those of uploads.
  public internal(set) var latency: Latency?
  /// Attempts for a picture that came to their end; uploads are left out, so that they hide no errors.
  public internal(set) var ended = 0
  /// Of these the ones that ended with an error of the service or of the way to it.
  public internal(set) var errors = 0
  var compared = 0
  var below = 0
  var above = 0
  /// One for each state, in their order.
  var stateCounts = SIMD8<Int32>.zero
  var sums = AuditSums.zero

  init() {}
}

extension AuditRow {
  /// The estimates of all attempts that have one, whatever came of them.
  public var estimate: Estimate { sums.range(.estimateLow, .estimateWidth) }
  /// What was billed, as far as it is known.
  public var billed: Money { sums.money(.billed) }
  /// What may have been billed beyond that.
  public var possible: Money { sums.money(.possible) }
  /// What budgets held for the attempts, all of them together.
  public var reserved: Money { sums.money(.reserved) }
  /// What is held still: of attempts that are open or of unknown outcome.
  public var held: Money { sums.money(.held) }
  public var comparison: Comparison {
    Comparison(
      attempts: compared, estimate: sums.range(.comparedLow, .comparedWidth),
      billed: sums.money(.comparedBilled), below: below, above: above)
  }
  /// The tokens that were reported, by what they were.
  public var tokens: Usage {
    func count(_ field: AuditSums.Field) -> Int { max(0, Int(sums[field])) }
    return Usage(
      textIn: count(.textIn), imageIn: count(.imageIn), cachedIn: count(.cachedIn),
      imageOut: count(.imageOut), textOut: count(.textOut))
  }
  /// The states that attempts are in, in their order.
  public var states: [StateSum] {
    AuditState.allCases.compactMap { state in
      let sum = self[state]
      return sum.attempts == 0 ? nil : sum
    }
  }
  /// What the levers saved that saved something, in the order in which they are credited; an end may be
  /// negative.
  ///
  /// Counted are attempts that a picture came of, and rounds that were answered from the store.
  public var savings: [LeverSaving] {
    Lever.allCases.compactMap { lever in
      let saving = self[lever]
      return saving == .zero ? nil : LeverSaving(lever, saving: saving)
    }
  }
  /// What all levers saved together, beside the bill and never in it.
  public var saved: Estimate { savings.reduce(.zero) { $0.adding($1.saving) } }
  /// The share of errors in the attempts that came to an end, `0...1`; `nil` where none did.
  public var errorShare: Double? { ended == 0 ? nil : Double(errors) / Double(ended) }
  /// False when a sum left 64 bits, which no honest account does.
  public var isExact: Bool { sums.isExact }

  public subscript(state: AuditState) -> StateSum {
    let (billed, possible) = sums[state]
    return StateSum(
      state: state, attempts: Int(stateCounts[state.place]), billed: Money(nanodollars: billed),
      possible: Money(nanodollars: possible))
  }

  public subscript(lever: Lever) -> Estimate {
    let (low, width) = sums[lever]
    return Estimate(low: low, width: width)
  }
}

extension AuditSums {
  func money(_ field: Field) -> Money { Money(nanodollars: self[field]) }

  func range(_ low: Field, _ width: Field) -> Estimate { Estimate(low: self[low], width: self[width]) }
}

extension AuditRow.Latency {
  /// - Parameter replies: Milliseconds, in any order; `nil` comes of none.
  init?(_ replies: [Int]) {
    guard let first = replies.first else { return nil }
    guard replies.count > 1 else {
      self.init(replies: 1, p50: first, p95: first)
      return
    }
    let sorted = replies.sorted()
    self.init(
      replies: sorted.count, p50: Self.rank(50, of: sorted), p95: Self.rank(95, of: sorted))
  }

  /// The least value that at least so many percent of all do not exceed.
  private static func rank(_ percent: Int, of sorted: [Int]) -> Int {
    sorted[(sorted.count * percent + 99) / 100 - 1]
  }
}
