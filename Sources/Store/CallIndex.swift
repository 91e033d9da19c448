internal import EditModel

/// What the entries of `calls.log` amount to, and where each stands in the log.
struct CallIndex: Hashable {
  /// One entry of the log.
  struct Row: Hashable {
    let span: LineSpan
    let attempt: Int
    let kind: CallEntry.Kind
    /// Of a *closed* entry.
    let outcome: CallEntry.Outcome?
    /// Of an *intended* entry.
    let request: Digest?
  }

  private(set) var rows: [Row] = []
  /// The highest number of a command that intended a call.
  private(set) var lastCommand = 0
  private var progress: [AttemptProgress] = []
  /// The spans of each attempt's entries, in order.
  private var entries: [[LineSpan]] = []
  private var attemptsOfRequest: [Digest: [Int]] = [:]

  init() {}

  /// The index with these rows, or `nil` where their order is not a legal one.
  init?(rows: [Row], lastCommand: Int) {
    guard (0...OperationIndex.Counters.legal.upperBound).contains(lastCommand) else { return nil }
    for row in rows {
      guard add(row) else { return nil }
    }
    self.lastCommand = lastCommand
  }

  var nextAttempt: AttemptID { AttemptID(progress.count + 1) }

  /// The numbers of the attempts without *closed* entry.
  var open: [Int] { progress.indices.filter { progress[$0].isOpen }.map { $0 + 1 } }

  /// The spans of an attempt's entries, none where there is no such attempt.
  func spans(of attempt: Int) -> [LineSpan] {
    (1..<nextAttempt.number).contains(attempt) ? entries[attempt - 1] : []
  }

  /// The attempts with a stored reply to this request, oldest first.
  func answered(_ request: Digest) -> [Int] {
    (attemptsOfRequest[request] ?? []).filter { progress[$0 - 1].hasReply }
  }

  func timesAsked(_ request: Digest) -> Int {
    (attemptsOfRequest[request] ?? []).count { progress[$0 - 1].countsAsAsked }
  }

  /// True for the next attempt, and for one that stands open and unsent.
  func maySend(_ attempt: AttemptID) -> Bool {
    if attempt == nextAttempt { return true }
    guard (1..<nextAttempt.number).contains(attempt.number) else { return false }
    let progress = progress[attempt.number - 1]
    return progress.isOpen && !progress.wasSent
  }

  /// True when the entry may be the log's next one.
  func allows(_ entry: CallEntry) -> Bool {
    if case .intended(let step) = entry {
      return step.attempt == nextAttempt && OperationIndex.Counters.legal.contains(step.command)
    }
    guard (1..<nextAttempt.number).contains(entry.attempt.number) else { return false }
    var next = progress[entry.attempt.number - 1]
    return next.take(entry.kind, outcome: entry.outcome)
  }

  /// Adds the next entry of the log, or returns false where it may not follow.
  mutating func add(_ entry: CallEntry, at span: LineSpan) -> Bool {
    var request: Digest?
    if case .intended(let step) = entry {
      guard OperationIndex.Counters.legal.contains(step.command) else { return false }
      request = step.request
      lastCommand = max(lastCommand, step.command)
    }
    return add(
      Row(
        span: span, attempt: entry.attempt.number, kind: entry.kind, outcome: entry.outcome,
        request: request))
  }

  private mutating func add(_ row: Row) -> Bool {
    if let request = row.request {
      guard row.kind == .intended, row.attempt == progress.count + 1 else { return false }
      progress.append(AttemptProgress(request: request))
      entries.append([row.span])
      attemptsOfRequest[request, default: []].append(row.attempt)
    } else {
      guard (1..<nextAttempt.number).contains(row.attempt),
        progress[row.attempt - 1].take(row.kind, outcome: row.outcome)
      else { return false }
      entries[row.attempt - 1].append(row.span)
    }
    rows.append(row)
    return true
  }
}
