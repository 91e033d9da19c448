internal import Billing
internal import EditModel

/// Everything that the operations in their order amount to, and where each stands in the log.
struct OperationIndex {
  struct Row {
    let span: LineSpan
    let command: Int
  }

  struct RoundRow {
    /// What an account needs to know of it.
    let record: RoundRecord
    /// The operation that holds its record.
    let operation: Int

    var id: RoundID { record.id }
  }

  private(set) var view = View()
  private(set) var history = CommandHistory()
  private(set) var counters = Counters()
  private(set) var rows = RowList<Row>()
  /// Their numbers never fall.
  private(set) var rounds = RowList<RoundRow>()
  /// For each attempt the place of the last round that its reply became; made when it is first asked for.
  private var lastRoundOfAttempt: [AttemptID: Int]?

  /// The highest numbers that were ever given out; none is used again.
  struct Counters: Hashable, Codable {
    var command = 0
    var round = -1
    var instruction = 0
    var fence = 0

    /// The numbers that a session may give to its commands, rounds and the like.
    static let legal = 1...1 << 53
  }

  init() {}

  init(
    view: View, history: CommandHistory, counters: Counters, rows: RowList<Row>,
    rounds: RowList<RoundRow>
  ) {
    self.view = view
    self.history = history
    self.counters = counters
    self.rows = rows
    self.rounds = rounds
  }

  var nextOperation: Int { rows.count + 1 }

  /// The row of an operation, or `nil` where there is none of that number.
  func row(of operation: Int) -> Row? {
    (1..<nextOperation).contains(operation) ? rows[operation - 1] : nil
  }

  /// The row of a round, or `nil` where there is none.
  func round(_ id: RoundID) -> RoundRow? {
    var (low, high) = (0, rounds.count)
    while low < high {
      let middle = (low + high) / 2
      if rounds[middle].id.number < id.number { low = middle + 1 } else { high = middle }
    }
    while low < rounds.count {
      let row = rounds[low]
      if row.id == id { return row }
      if row.id.number != id.number { return nil }
      low += 1
    }
    return nil
  }

  /// The rounds that an attempt's reply became, in their order; of several operations the last one's.
  mutating func rounds(madeBy attempt: AttemptID) -> [RoundID] {
    guard let last = lastRounds()[attempt] else { return [] }
    var made: [RoundID] = []
    for place in stride(from: last, through: 0, by: -1) {
      let row = rounds[place]
      guard row.maker == attempt else { break }
      made.append(row.id)
    }
    return made.reversed()
  }

  private mutating func lastRounds() -> [AttemptID: Int] {
    if let lastRoundOfAttempt { return lastRoundOfAttempt }
    var last: [AttemptID: Int] = [:]
    for (place, row) in rounds.enumerated() {
      if let maker = row.maker { last[maker] = place }
    }
    lastRoundOfAttempt = last
    return last
  }

  /// Adds the next operation of the log, or returns false where its numbers cannot be.
  mutating func add(_ operation: Operation, at span: LineSpan) -> Bool {
    guard operation.number == nextOperation, haveNewPlaces(operation.rounds),
      counters.count(operation)
    else { return false }
    view.apply(operation.changes)
    history.add(operation)
    rows.append(Row(span: span, command: operation.command))
    for round in operation.rounds {
      let row = RoundRow(record: RoundRecord(round), operation: operation.number)
      if let maker = row.maker { lastRoundOfAttempt?[maker] = rounds.count }
      rounds.append(row)
    }
    return true
  }
}

extension OperationIndex.RoundRow {
  /// The attempt that made it, unless a stored reply was used again.
  fileprivate var maker: AttemptID? { record.answeredFrom == nil ? record.attempt : nil }
}

extension OperationIndex {
  /// True when every round is new and stands below one that is there, so that no path runs in a circle.
  private func haveNewPlaces(_ records: [Round]) -> Bool {
    var seen: Set<RoundID> = []
    return records.allSatisfy { record in
      let isNew = record.id.number > counters.round && seen.insert(record.id).inserted
      return isNew && record.parent.map { round($0) != nil } ?? true
    }
  }
}

extension OperationIndex.Counters {
  /// True unless a number is out of the range of what was given out.
  var isLegal: Bool {
    command >= 0 && round >= -1 && instruction >= 0 && fence >= 0
      && max(command, round, instruction, fence) <= Self.legal.upperBound
  }

  /// Counts what an operation gives numbers to, or returns false where one is not legal.
  mutating func count(_ operation: Operation) -> Bool {
    var next = self
    next.command = max(command, operation.command)
    for record in operation.rounds { next.round = max(next.round, record.id.number) }
    for change in operation.changes {
      guard case .queue(let id) = change.key else { continue }
      switch id.kind {
      case .instruction: next.instruction = max(next.instruction, id.number)
      case .fence: next.fence = max(next.fence, id.number)
      }
    }
    guard operation.command >= 1, next.isLegal else { return false }
    self = next
    return true
  }
}

extension OperationIndex {
  /// The first thing in these operations that contradicts what stands, or `nil` when they may be appended.
  ///
  /// - Parameter lastCommand: The highest number of a command so far; the next one may be begun.
  func contradiction(in operations: [Operation], lastCommand: Int) -> String? {
    var changed: [ViewKey: ViewValue?] = [:]
    var commands = 1...lastCommand + 1
    var counters = counters
    for (operation, number) in zip(operations, nextOperation...) {
      guard operation.number == number else { return "operation \(operation.number)" }
      guard commands.contains(operation.command) else { return "command \(operation.command)" }
      if let id = repeatedRound(in: operation, after: counters.round) { return "round \(id)" }
      for change in operation.changes {
        guard (changed[change.key] ?? view[change.key]) == change.old else {
          return change.key.description
        }
        changed[change.key] = .some(change.new)
      }
      guard counters.count(operation) else { return "operation \(operation.number)" }
      commands = 1...max(lastCommand, counters.command) + 1
    }
    return nil
  }

  private func repeatedRound(in operation: Operation, after last: Int) -> RoundID? {
    var seen: Set<RoundID> = []
    return operation.rounds.first { $0.id.number <= last || !seen.insert($0.id).inserted }?.id
  }
}
