package import Billing
package import EditModel

extension SessionFolder {
  /// What an account knows of each attempt, oldest first; no line of a log is read for it.
  ///
  /// - Complexity: O(attempts); whoever asks twice keeps what it got.
  package var callRecords: [CallRecord] { Array(callIndex.records) }

  /// What an account knows of an attempt, or `nil` when there is none.
  package func callRecord(_ id: AttemptID) -> CallRecord? {
    (1..<nextAttempt.number).contains(id.number) ? callIndex.records[id.number - 1] : nil
  }

  /// What an account needs to know of each round, in the order of their making, also of those that were undone;
  /// no line of a log is read for it.
  package var roundRecords: [RoundRecord] { operationIndex.rounds.map(\.record) }

  /// How many rounds were ever made.
  package var roundCount: Int { operationIndex.rounds.count }

  /// What an account needs to know of a round, or `nil` when there is none.
  ///
  /// - Complexity: O(log rounds).
  package func roundRecord(_ id: RoundID) -> RoundRecord? { operationIndex.round(id)?.record }

  /// The rounds that an attempt's reply became, in the order of their variants; not those that a later command
  /// made of the stored reply.
  package func rounds(madeBy attempt: AttemptID) -> [RoundID] {
    operationIndex.rounds(madeBy: attempt)
  }

  /// A round and its ancestors up to the first picture; empty when there is no such round.
  ///
  /// - Complexity: O(depth × log rounds).
  package func path(to round: RoundID) -> [RoundID] {
    var path: [RoundID] = []
    var next: RoundID? = round
    while let id = next, let record = roundRecord(id) {
      path.append(id)
      next = record.parent
    }
    return path
  }
}
