internal import Billing
internal import EditModel
internal import Store

extension Session {
  /// Brings attempts that a killed process left open to their end.
  ///
  /// What was intended and not sent is refunded; what was sent to the embedded provider is abandoned, because
  /// it costs nothing and can be asked again; a reply that arrived becomes its round.
  func finishInterruptedAttempts() throws(Problem) {
    let open = try problem(about: path) { () throws(StoreError) in try folder.openAttempts() }
    for attempt in open {
      switch attempt.state {
      case .intended:
        try close(attempt.id, .refunded, evidence: "never sent")
      case .sent:
        try close(attempt.id, .abandoned, evidence: "no reply; \(attempt.intended.provider) costs nothing")
        notices.append(Notice(.attemptAbandoned(attempt.id)))
      case .replied:
        try finishReplied(attempt)
      case .closed:
        break
      }
    }
  }

  private func finishReplied(_ attempt: Attempt) throws(Problem) {
    let intended = attempt.intended
    let operations = try problem(about: path) { () throws(StoreError) in
      try folder.operations(ofCommand: intended.command)
    }
    if let committed = operations.first(where: { $0.replied == attempt.repliedLine }),
      let hash = try hash(of: committed)
    {
      return try settle(attempt.id, operation: hash)
    }
    do throws(Problem) {
      try commitReply(of: attempt)
    } catch  where Self.cannotBeMended.contains(error.code) && intended.reservation == .free {
      // It cost nothing, and a session that cannot be written any more would cost everything.
      try close(attempt.id, .abandoned, evidence: "the reply cannot be used: \(error.code.rawValue)")
      notices.append(Notice(.attemptAbandoned(attempt.id)))
    }
  }

  /// What no later attempt at the same recovery would find otherwise.
  private static let cannotBeMended: Set<Problem.Code> = [
    .damagedSession, .damagedFile, .truncatedFile, .notAPicture, .sizeDiffers, .unknownRound,
  ]

  private func commitReply(of attempt: Attempt) throws(Problem) {
    let intended = attempt.intended
    guard let raw = attempt.replied?.pictures.first else {
      throw Problem(.damagedFile, attempt.id.description, found: "the reply holds no picture")
    }
    let maker = Round.Maker(
      provider: intended.provider, model: intended.model, attempt: attempt.id)
    let work = Work(
      base: try existingRound(intended.base), instructions: intended.instructions, maker: maker,
      raw: raw, replied: attempt.repliedLine)
    let (round, operation) = try commitRound(work, command: intended.command, text: intended.text)
    try settle(attempt.id, operation: operation)
    notices.append(Notice(.roundFinished(round.id, attempt: attempt.id)))
  }

  /// The newest round that an attempt's reply became.
  func roundMade(by attempt: AttemptID) throws(Problem) -> Round? {
    for id in folder.rounds.reversed() {
      let round = try existingRound(id)
      if round.maker?.attempt == attempt, round.maker?.answeredFrom == nil { return round }
    }
    return nil
  }
}
