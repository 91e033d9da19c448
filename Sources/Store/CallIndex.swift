internal import Billing
internal import EditModel

/// What the entries of `calls.log` amount to, and where each stands in the log.
struct CallIndex {
  /// One entry of the log.
  struct Row {
    let span: LineSpan
    /// The place of the entry before it of the same attempt; -1 for the first.
    let previous: Int
  }

  /// One attempt.
  struct AttemptRow {
    var progress: AttemptProgress
    var sent: Timestamp?
    /// The place of its last entry.
    var last: Int
  }

  private(set) var rows = RowList<Row>()
  private(set) var attempts = RowList<AttemptRow>()
  /// What an account knows of each attempt.
  private(set) var records = RowList<CallRecord>()
  /// The highest number of a command that intended a call.
  private(set) var lastCommand = 0
  /// The latest of each scope.
  private(set) var budgets: [String: Money] = [:]
  /// Made when it is first asked for.
  private var attemptsOfRequest: [Digest: [Int]]?

  init() {}

  /// - Precondition: There are as many records as attempts.
  init(
    rows: RowList<Row>, attempts: RowList<AttemptRow>, records: RowList<CallRecord>, lastCommand: Int,
    budgets: [String: Money]
  ) {
    (self.rows, self.attempts, self.records) = (rows, attempts, records)
    (self.lastCommand, self.budgets) = (lastCommand, budgets)
  }

  var nextAttempt: AttemptID { AttemptID(attempts.count + 1) }

  /// The numbers of the attempts without *closed* entry.
  var open: [Int] { numbers { $0.isOpen } }

  /// The numbers of the attempts of which nobody knows how they ended.
  var unresolved: [Int] { numbers { $0.outcome == .unknown } }

  private func numbers(where matches: (AttemptProgress) -> Bool) -> [Int] {
    attempts.indices.filter { matches(attempts[$0].progress) }.map { $0 + 1 }
  }

  /// The spans of an attempt's entries in order, none where there is no such attempt.
  func spans(of attempt: Int) -> [LineSpan] {
    guard (1..<nextAttempt.number).contains(attempt) else { return [] }
    var spans: [LineSpan] = []
    var place = attempts[attempt - 1].last
    while rows.indices.contains(place) {
      let row = rows[place]
      spans.append(row.span)
      place = row.previous
    }
    return spans.reversed()
  }

  /// The attempts with a stored reply to this request, oldest first.
  mutating func answered(_ request: Digest) -> [Int] {
    asked(request).filter { attempts[$0 - 1].progress.hasReply }
  }

  mutating func timesAsked(_ request: Digest) -> Int {
    asked(request).count { attempts[$0 - 1].progress.countsAsAsked }
  }

  private mutating func asked(_ request: Digest) -> [Int] {
    if let attemptsOfRequest { return attemptsOfRequest[request] ?? [] }
    var all: [Digest: [Int]] = [:]
    for (index, attempt) in attempts.enumerated() {
      all[attempt.progress.request, default: []].append(index + 1)
    }
    attemptsOfRequest = all
    return all[request] ?? []
  }

  /// True for the next attempt, and for one that stands open and unsent.
  func maySend(_ attempt: AttemptID) -> Bool {
    if attempt == nextAttempt { return true }
    guard (1..<nextAttempt.number).contains(attempt.number) else { return false }
    let progress = attempts[attempt.number - 1].progress
    return progress.isOpen && !progress.wasSent
  }

  /// True when the entry may be the log's next one.
  func allows(_ entry: CallEntry) -> Bool {
    if case .intended(let step) = entry {
      return step.attempt == nextAttempt && OperationIndex.Counters.legal.contains(step.command)
    }
    guard let attempt = entry.attempt?.number else { return true }
    guard (1..<nextAttempt.number).contains(attempt) else { return false }
    var next = attempts[attempt - 1].progress
    return next.take(entry.kind, outcome: entry.outcome)
  }
}

extension CallIndex {
  /// Adds the next entry of the log, or returns false where it may not follow.
  mutating func add(_ entry: CallEntry, at span: LineSpan) -> Bool {
    guard allows(entry) else { return false }
    switch entry {
    case .intended(let step):
      addAttempt(step)
      rows.append(Row(span: span, previous: -1))
    case .budget(let budget):
      budgets[budget.scope] = budget.limit
      rows.append(Row(span: span, previous: -1))
    case .sent, .accepted, .replied, .closed:
      guard let place = entry.attempt.map({ $0.number - 1 }), advance(place, entry) else { return false }
      rows.append(Row(span: span, previous: attempts[place].last))
      attempts[place].last = rows.count - 1
    }
    return true
  }

  private mutating func addAttempt(_ step: CallEntry.Intended) {
    lastCommand = max(lastCommand, step.command)
    attempts.append(AttemptRow(progress: AttemptProgress(request: step.request), last: rows.count))
    attemptsOfRequest?[step.request, default: []].append(attempts.count)
    records.append(CallRecord(step))
  }

  private mutating func advance(_ place: Int, _ entry: CallEntry) -> Bool {
    guard attempts[place].progress.take(entry.kind, outcome: entry.outcome) else { return false }
    if case .sent(let step) = entry { attempts[place].sent = step.time }
    records[place].take(entry, sent: attempts[place].sent)
    return true
  }
}
