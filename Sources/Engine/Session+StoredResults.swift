internal import Billing
internal import EditModel
internal import Planner
internal import Raster
internal import Store

extension Session {
  /// A result that was made before for the exact request.
  struct StoredResult {
    let maker: Round.Maker
    let rounds: [RoundID]
    let raws: [StoredPicture]
    let frame: SentFrame?
  }

  /// What makes rounds of a result that was made before for the exact request; `nil` where there is none.
  ///
  /// The session's own attempts come first: they are never lost.
  ///
  /// - Parameter orOfOtherSessions: Whether the cache is asked as well; only what was paid for is in it.
  func storedWork(
    for identity: Digest, _ call: PlannedCall, on base: Round, orOfOtherSessions: Bool = false
  ) throws(Problem) -> Work? {
    if let stored = try storedResult(of: identity) {
      let maker =
        stored.maker.attempt.map {
          Round.Maker(
            provider: stored.maker.provider, model: stored.maker.model, attempt: $0,
            answeredFrom: stored.rounds[0])
        } ?? stored.maker
      return Work(
        base: base, instructions: call.instructions, maker: maker, raws: stored.raws, frame: stored.frame,
        replied: nil)
    }
    guard orOfOtherSessions, let cached = cachedResult(of: identity) else { return nil }
    guard let raws = try rawPictures(of: cached) else { return nil }
    let origin = Round.Origin(
      session: cached.origin.session, round: cached.origin.round, request: identity, frame: cached.frame)
    let maker = Round.Maker(provider: cached.provider, model: cached.model, origin: origin)
    return Work(
      base: base, instructions: call.instructions, maker: maker, raws: raws, frame: cached.frame,
      replied: nil)
  }

  /// The newest result of the exact request, unless verification found it wanting.
  func storedResult(of request: Digest) throws(Problem) -> StoredResult? {
    if let foreign = try storedForeignResult(of: request) { return foreign }
    for attempt in try attempts(answering: request).reversed() {
      let rounds = try roundsMade(by: attempt.id)
      guard let first = rounds.first, let maker = first.maker, rounds.allSatisfy(\.canAnswerAgain) else {
        continue
      }
      return StoredResult(
        maker: maker, rounds: rounds.map(\.id), raws: rounds.compactMap(\.raw),
        frame: attempt.intended.asked?.frame)
    }
    return nil
  }

  /// A round that was made of another session's result to the exact request: its picture is this session's now.
  private func storedForeignResult(of request: Digest) throws(Problem) -> StoredResult? {
    for record in folder.roundRecords.reversed()
    where record.kind == .edited && record.attempt == nil && record.answeredFrom == nil {
      let maker = try existingRound(record.id).maker
      guard let maker, maker.origin?.request == request else { continue }
      // Variants of one reply share their number.
      let rounds = try folder.rounds.filter { $0.number == record.id.number }.map(existingRound)
      guard rounds.allSatisfy(\.canAnswerAgain) else { continue }
      return StoredResult(
        maker: maker, rounds: rounds.map(\.id), raws: rounds.compactMap(\.raw), frame: maker.origin?.frame)
    }
    return nil
  }

  /// What another session was answered to the exact request; `nil` where the cache has nothing that can be read.
  private func cachedResult(of request: Digest) -> CachedResult? {
    defer { noteCacheFailure() }
    return encoded.attempting { cache throws(StoreError) in
      guard let value = try cache.value(CachedResult.key(of: request)),
        let bytes = try? value.source.bytes(limit: CachedResult.largest)
      else { return nil }
      return CachedResult(reading: bytes)
    }
  }

  /// True when another session was answered to the exact request; nothing is read or counted for that.
  func hasCachedResult(of request: Digest) -> Bool {
    guard let cache = configuration.cache, let standing = try? cache.why(CachedResult.key(of: request)) else {
      return false
    }
    if case .held = standing { return true }
    return false
  }

  /// Puts the pictures of a cached result into this session, as if they had just come; `nil` for what is none.
  private func rawPictures(of cached: CachedResult) throws(Problem) -> [StoredPicture]? {
    var raws: [StoredPicture] = []
    do throws(Problem) {
      for file in cached.files { raws.append(try pictures.received(try pictures.put(file))) }
    } catch  where !Self.canBeMended.contains(error.code) {
      // It is asked for anew, and what comes replaces it.
      return nil
    }
    return raws.isEmpty ? nil : raws
  }

  /// Keeps what a paid call brought for the other sessions of the user, unless verification found it wanting.
  ///
  /// What this session was answered stands in its own attempts; that the cache cannot be written does no harm.
  func keepForOtherSessions(_ rounds: [Round], of call: HostedCall) {
    guard configuration.cache != nil, let first = rounds.first, let maker = first.maker,
      rounds.allSatisfy(\.canAnswerAgain)
    else { return }
    var files: [[UInt8]] = []
    for raw in rounds.compactMap(\.raw) {
      // What this session has just written and cannot read is its trouble elsewhere.
      guard let bytes = try? pictures.object(raw.object) else { return }
      files.append(bytes)
    }
    let origin = Round.Origin(session: lastComponent(of: path), round: first.id)
    let cached = CachedResult(
      origin: origin, provider: maker.provider, model: maker.model, frame: call.frame, files: files)
    let duration = maker.attempt.flatMap(duration(of:)) ?? .zero
    _ = encoded.attempting { cache throws(StoreError) in
      try cache.put(CachedResult.key(of: call.identity), cached.bytes, madeIn: duration)
    }
    noteCacheFailure()
  }

  /// From sending to the whole reply.
  private func duration(of id: AttemptID) -> Duration? {
    guard let attempt = try? folder.attempt(id), let sent = attempt.sent, let replied = attempt.replied else {
      return nil
    }
    return .milliseconds(replied.time.milliseconds - sent.time.milliseconds)
  }
}

extension Round {
  /// False for what verification returned to the queue.
  var canAnswerAgain: Bool {
    raw != nil && verification?.verdict != .fail
      && verification?.instructions.contains { $0.outcome == .notDone } != true
  }
}
