internal import Billing
public import EditModel
internal import Planner
internal import Store

extension Session {
  /// The attempts whose stored reply answers this request, oldest first.
  func attempts(answering request: Digest) throws(Problem) -> [Attempt] {
    try problem(about: path) { () throws(StoreError) in try folder.attempts(answering: request) }
  }

  /// All attempts of the session, oldest first.
  func attempts() throws(Problem) -> [Attempt] {
    try problem(about: path) { () throws(StoreError) in try folder.attempts() }
  }

  func hash(of operation: Operation) throws(Problem) -> Digest? {
    try problem(about: path) { () throws(StoreError) in
      try folder.hash(ofOperation: operation.number)
    }
  }

  /// Why the plan leaves an instruction out, as the problem that stops a run.
  func refusalProblem(_ refusal: Refusal) throws(Problem) -> Problem {
    switch refusal.reason {
    case .notUnderstood(let understood):
      return try refusals()[refusal.id]
        ?? Problem(.notUnderstood, refusal.id.description, allowed: understood)
    case .emptyMask(let name):
      return Problem(.maskEmpty, name)
    case .maskSizeDiffers(let name):
      let queued = view.queue.first { $0.id == refusal.id }?.instruction?.mask
      return Problem(
        .sizeDiffers, "\(refusal.id) (mask \(name))", found: queued.map { "\($0.stored.size)" },
        allowed: ["\(try currentRound().picture.size)"])
    case .promptTooLong(let characters, let limit):
      return Problem(
        .badValue, refusal.id.description, found: "\(characters) characters",
        allowed: ["at most \(limit)"])
    }
  }

  /// The rounds in which each instruction was tried, oldest first.
  public func roundsByInstruction() throws(Problem) -> [QueueID: [RoundID]] {
    try catchUp()
    var rounds: [QueueID: [RoundID]] = [:]
    for record in folder.roundRecords {
      for id in record.instructions { rounds[id, default: []].append(record.id) }
    }
    return rounds
  }
}
