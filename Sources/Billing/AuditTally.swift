internal import EditModel

/// A row while it is being added up, with what only its end needs.
struct AuditTally {
  /// What is counted of one attempt.
  struct Facts {
    let state: AuditState
    /// Its call is not counted yet, in the row that it is added to.
    var isNewCall: Bool
    let isUpload: Bool
    let isFree: Bool
    let isUnpriced: Bool
    let milliseconds: Int?
    /// Where estimate and bill are both known: whether the bill lies below (-1), within (0) or above (1).
    let comparison: Int?
    var rounds: Int
    var roundsFailed: Int
  }

  /// A call in a row.
  struct Seen: Hashable {
    let call: Int
    let row: Int
  }

  var row = AuditRow()
  /// The first reply stands by itself, because many rows have one alone.
  private var firstReply: Int?
  private var moreReplies: [Int] = []

  mutating func count(_ facts: Facts) {
    row.attempts += 1
    row.stateCounts[facts.state.place] += 1
    row.rounds += facts.rounds
    row.roundsFailed += facts.roundsFailed
    if facts.isFree { row.free += 1 }
    if facts.isUnpriced { row.unpriced += 1 }
    count(comparison: facts.comparison)
    if facts.isUpload {
      row.uploads += 1
    } else {
      count(call: facts)
    }
  }

  private mutating func count(comparison: Int?) {
    guard let comparison else { return }
    row.compared += 1
    if comparison < 0 { row.below += 1 }
    if comparison > 0 { row.above += 1 }
  }

  private mutating func count(call facts: Facts) {
    if facts.isNewCall { row.calls += 1 }
    if facts.state != .open { row.ended += 1 }
    if facts.state.isError { row.errors += 1 }
    guard let milliseconds = facts.milliseconds else { return }
    if firstReply == nil { firstReply = milliseconds } else { moreReplies.append(milliseconds) }
  }

  /// The row under the key that it is shown with.
  func finished(session: String? = nil, path: String? = nil, key: String? = nil) -> AuditRow {
    var row = row
    (row.session, row.path, row.key) = (session, path, key)
    if let firstReply { row.latency = AuditRow.Latency([firstReply] + moreReplies) }
    return row
  }
}

/// Tallies under keys, in the order in which the keys first came.
struct AuditTallies<Key: Hashable> {
  private(set) var keys: [Key] = []
  var tallies: [AuditTally] = []
  private var places: [Key: Int] = [:]
  private var last: Int?

  mutating func reserve(_ count: Int) {
    keys.reserveCapacity(count)
    tallies.reserveCapacity(count)
    places.reserveCapacity(count)
  }

  /// The place of the key's tally, which is made where there is none.
  mutating func place(of key: Key) -> Int {
    // Attempts that follow each other mostly share their key, and comparing is faster than hashing.
    if let last, keys[last] == key { return last }
    let place = newPlace(of: key)
    last = place
    return place
  }

  private mutating func newPlace(of key: Key) -> Int {
    if let place = places[key] { return place }
    places[key] = keys.count
    keys.append(key)
    tallies.append(AuditTally())
    return keys.count - 1
  }
}

extension AuditTally.Facts {
  init(_ record: CallRecord, state: AuditState, rounds: Int, roundsFailed: Int) {
    (self.state, self.rounds, self.roundsFailed) = (state, rounds, roundsFailed)
    isNewCall = true
    isUpload = record.kind == .upload
    isFree = record.actual == .free
    isUnpriced = record.actual == .unpriced
    milliseconds = record.milliseconds.map { max(0, $0) }
    comparison = record.compared.map { estimate, billed in
      billed < estimate.low ? -1 : billed > estimate.high ? 1 : 0
    }
  }
}

extension AuditTally.Facts {
  /// The same for one row: whether the call is new there.
  ///
  /// - Parameter call: `nil` for a call of one attempt, which is always new.
  func first(of call: Int?, in row: Int, _ seen: inout Set<AuditTally.Seen>) -> AuditTally.Facts {
    guard let call else { return self }
    var facts = self
    facts.isNewCall = seen.insert(AuditTally.Seen(call: call, row: row)).inserted
    return facts
  }
}

extension CallRecord {
  /// The estimate and the bill, where both are known.
  var compared: (estimate: Estimate, billed: Money)? {
    guard let estimate, case .billed(let amount, _)? = actual else { return nil }
    return (estimate, amount)
  }
}

extension AuditSums {
  /// What one attempt adds to an account.
  ///
  /// Savings count only where a picture came of it: what was tried in vain saved nothing, and asking naively
  /// would have met the same.
  mutating func fill(from record: CallRecord, state: AuditState) {
    reset()
    fillAmounts(from: record, state: state)
    if let usage = record.usage { fillTokens(from: usage) }
    guard state == .done || state == .rejected else { return }
    for saving in record.savings {
      let (low, width) = self[saving.lever]
      let sum = Estimate(low: low, width: width).adding(saving.saving)
      self[saving.lever] = (sum.low.nanodollars, sum.width)
    }
  }

  private mutating func fillAmounts(from record: CallRecord, state: AuditState) {
    let billed = record.actual?.amount ?? .zero
    let possible = record.possible ?? .zero
    self[.billed] = billed.nanodollars
    self[.possible] = possible.nanodollars
    self[state] = (billed.nanodollars, possible.nanodollars)
    let reserved = record.reservation.amount ?? .zero
    self[.reserved] = reserved.nanodollars
    if case .held(let amount) = record.charge { self[.held] = amount.nanodollars }
    guard let estimate = record.estimate else { return }
    (self[.estimateLow], self[.estimateWidth]) = (estimate.low.nanodollars, estimate.width)
    guard record.compared != nil else { return }
    (self[.comparedLow], self[.comparedWidth]) = (estimate.low.nanodollars, estimate.width)
    self[.comparedBilled] = billed.nanodollars
  }

  private mutating func fillTokens(from usage: Usage) {
    self[.textIn] = Int64(usage.textIn)
    self[.imageIn] = Int64(usage.imageIn)
    self[.cachedIn] = Int64(usage.cachedIn ?? 0)
    self[.imageOut] = Int64(usage.imageOut)
    self[.textOut] = Int64(usage.textOut)
  }
}
