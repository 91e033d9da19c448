internal import Billing
internal import Codecs
internal import EditModel
internal import Providers
internal import Store

extension Session {
  /// Brings attempts that a killed process left open to their end.
  ///
  /// What was intended and not sent is refunded. What was sent to the embedded provider is abandoned, because
  /// it costs nothing and can be asked again. What was sent to a paid service is a round if its reply stands
  /// whole in the spool, and of unknown outcome otherwise. A reply that was written down becomes its round.
  func finishInterruptedAttempts() throws(Problem) {
    let open = try problem(about: path) { () throws(StoreError) in try folder.openAttempts() }
    defer { if !open.isEmpty { discardIdleSpools() } }
    for attempt in open {
      switch attempt.state {
      case .intended:
        // First its room is given back: on a full disk the journal needs it.
        try discardSpool(of: attempt)
        try close(attempt.id, .refunded, evidence: "never sent")
      case .sent:
        try finishSent(attempt)
      case .replied:
        try finishReplied(attempt)
      case .closed:
        break
      }
    }
  }

  private func finishSent(_ attempt: Attempt) throws(Problem) {
    let intended = attempt.intended
    guard intended.account != nil else {
      try close(attempt.id, .abandoned, evidence: "no reply; \(intended.provider) costs nothing")
      notices.append(Notice(.attemptAbandoned(attempt.id)))
      return
    }
    guard intended.kind != .upload else { return try finishUpload(attempt) }
    guard let spool = try spool(of: attempt), spool.byteCount > 0 else {
      return try closeUnknown(attempt)
    }
    try finishArrived(attempt, spool)
  }

  /// Nothing came, so nobody can know whether it was carried out.
  private func closeUnknown(_ attempt: Attempt) throws(Problem) {
    try journal(
      .closed(
        CallEntry.Closed(
          attempt: attempt.id, outcome: .unknown, operation: nil,
          evidence: "unknown: the program ended before a reply came",
          possible: attempt.intended.reservation.amount, time: configuration.surroundings.now())))
    try discardSpool(of: attempt)
    notices.append(Notice(.outcomeUnknown(attempt.id)))
  }

  /// What had arrived is judged as it would have been while the program ran: a whole reply is a round, and what
  /// is not whole is evidence all the same.
  private func finishArrived(_ attempt: Attempt, _ spool: Spool) throws(Problem) {
    let seat = try recoverySeat(for: attempt.intended)
    let reply: HostedReply
    do throws(ProviderError) {
      reply = try seat.provider.read(spool, asked: attempt.intended.asked?.variants ?? 1)
    } catch {
      try close(attempt.id, after: error, reserved: attempt.intended.reservation, seat, spool)
      switch error.effect {
      case .notExecuted, .rejected: notices.append(Notice(.attemptAbandoned(attempt.id)))
      case .unknown: notices.append(Notice(.outcomeUnknown(attempt.id)))
      case .billedWithoutResult: notices.append(Notice(.replyUnusable(attempt.id)))
      }
      return
    }
    _ = try keep(reply, of: attempt.id, at: seat, in: spool)
    let replied = try problem(about: path) { () throws(StoreError) in try folder.attempt(attempt.id) }
    if let replied { try finishReplied(replied) }
  }

  private func spool(of attempt: Attempt) throws(Problem) -> Spool? {
    try problem(about: path) { () throws(StoreError) in try folder.spool(of: attempt.id) }
  }

  /// Removes spools that no open attempt needs, as a process leaves them that dies between two steps.
  private func discardIdleSpools() {
    // What cannot be listed or removed now is clutter, and the next recovery comes by again.
    for id in (try? folder.spools()) ?? [] {
      if let attempt = try? folder.attempt(id), attempt.state != .closed { continue }
      if let spool = try? folder.spool(of: id) { discard(spool) }
    }
  }

  private func discardSpool(of attempt: Attempt) throws(Problem) {
    if let spool = try spool(of: attempt) { discard(spool) }
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
    } catch  where !Self.canBeMended.contains(error.code) {
      // A session that cannot be written any more would cost more than this reply.
      let isFree = intended.reservation == .free
      try close(
        attempt.id, isFree ? .abandoned : .billedWithoutResult,
        evidence: "the reply cannot be used: \(error.code.rawValue)")
      notices.append(Notice(isFree ? .attemptAbandoned(attempt.id) : .replyUnusable(attempt.id)))
    }
  }

  /// What a later attempt may find otherwise: room on the disk, a library, a lock. Everything else stays as it
  /// is, and a session that could not be written for it any more would cost more than the reply.
  static let canBeMended: Set<Problem.Code> = [
    .diskFull, .ioFailed, .notReadable, .notWritable, .libraryMissing, .locked, .laterFormat,
  ]

  private func commitReply(of attempt: Attempt) throws(Problem) {
    let intended = attempt.intended
    let base = intended.kind == .generate ? nil : try existingRound(intended.base)
    let maker = Round.Maker(
      provider: intended.provider, model: intended.model, attempt: attempt.id)
    let work = Work(
      base: base, instructions: intended.instructions, maker: maker, raws: try rawPictures(of: attempt),
      frame: intended.asked?.frame, replied: attempt.repliedLine)
    let (rounds, operation) = try commitRounds(work, command: intended.command, text: intended.text)
    try settle(attempt.id, operation: operation)
    for round in rounds { notices.append(Notice(.roundFinished(round.id, attempt: attempt.id))) }
  }

  /// The finished pictures of a reply that is on disk.
  ///
  /// - Throws: `Problem` with code `damagedFile` and the like for a file that is no picture.
  private func rawPictures(of attempt: Attempt) throws(Problem) -> [StoredPicture] {
    guard let replied = attempt.replied else { throw Problem(.bug, "\(attempt.id) has no reply") }
    return try rawPictures(of: replied)
  }

  func rawPictures(of replied: CallEntry.Replied) throws(Problem) -> [StoredPicture] {
    guard let reply = replied.reply else { return replied.pictures }
    var raws: [StoredPicture] = []
    // More than variants have letters is no answer to anything that was asked.
    for cut in reply.cuts.filter({ $0.partial == nil }).prefix(26) {
      raws.append(try pictures.received(cut.object))
    }
    guard !raws.isEmpty else {
      throw Problem(.damagedFile, replied.attempt.description, found: "the reply holds no picture")
    }
    return raws
  }

  /// The rounds that an attempt's reply became, in the order of their variants.
  func roundsMade(by attempt: AttemptID) throws(Problem) -> [Round] {
    var rounds: [Round] = []
    for id in folder.rounds(madeBy: attempt) { rounds.append(try existingRound(id)) }
    return rounds
  }
}
