/// Finds that bytes stand still while they should move.
///
/// They should while the request's body is sent, and from the first byte of the reply's body on; between the
/// two the other side works, for minutes, and nothing moves.
struct StallWatch<Instant: InstantProtocol> where Instant.Duration == Duration {
  private let limit: Duration
  private var last = HTTPProgress()
  private var movedAt: Instant

  init(limit: Duration, now: Instant) {
    self.limit = limit
    movedAt = now
  }

  /// Notes where the exchange stands.
  ///
  /// - Returns: The time until it will have stalled, zero or less if it has; `nil` while nothing need move.
  mutating func remaining(_ progress: HTTPProgress, now: Instant) -> Duration? {
    let shouldMove = Self.shouldMove(progress)
    if progress != last || !shouldMove { movedAt = now }
    last = progress
    return shouldMove ? limit - movedAt.duration(to: now) : nil
  }

  private static func shouldMove(_ progress: HTTPProgress) -> Bool {
    let isSending = progress.isConnected && progress.bytesUp < progress.bytesUpTotal && progress.status == nil
    return isSending || progress.bytesDown > 0
  }
}
