internal import Billing
package import EditModel

extension SessionFolder {
  /// Puts what an attempt cost in the place of what was held for it, once its end is known.
  ///
  /// - Throws: What `SpendLog.settle` throws, or `StoreError` with code `damaged` about this journal.
  package func settleHold(of id: AttemptID, in log: SpendLog) throws(StoreError) {
    guard let attempt = try attempt(id), let hold = attempt.intended.hold,
      case .spent(let amount) = attempt.charge
    else { return }
    try log.settle([hold: amount])
  }

  /// Settles and releases what a process that died has left held for this session.
  ///
  /// What was intended is settled by this journal. What was held in this very folder and never intended is
  /// released; a copy of the session elsewhere has holds of its own under the same identity.
  ///
  /// - Precondition: The session is open for writing, so that no other process is about to intend anything.
  /// - Throws: What `settleHold` throws.
  package func settleLeftHolds(in log: SpendLog) throws(StoreError) {
    precondition(isWriting, "another process may be about to intend what it holds")
    guard let identity = try identity else { return }
    let holds = try log.openHolds(of: identity)
    guard !holds.isEmpty else { return }
    let place = place
    var settled: [Digest: Money] = [:]
    var released: Set<Digest> = []
    for (line, hold) in holds {
      if let attempt = try attempt(hold.attempt), attempt.intended.hold == line {
        if case .spent(let amount) = attempt.charge { settled[line] = amount }
      } else if hold.place == place {
        released.insert(line)
      }
    }
    if !settled.isEmpty { try log.settle(settled) }
    if !released.isEmpty { try log.release(released) }
  }
}
