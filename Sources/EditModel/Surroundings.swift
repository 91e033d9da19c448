/// What the house takes from the world besides disk and network; tests and replays inject their own.
public struct Surroundings: Sendable {
  /// The wall clock, for records that people read.
  public var now: @Sendable () -> Timestamp

  /// A clock that never jumps, for measuring how long something took; its zero means nothing.
  public var elapsed: @Sendable () -> Duration

  /// A number that no other process of this machine is likely to draw, for names of temporary files.
  public var uniqueNumber: @Sendable () -> UInt64

  /// Waits; ends early, with `CancellationError`, when the task is cancelled.
  public var pause: @Sendable (Duration) async throws -> Void

  public init(
    now: @escaping @Sendable () -> Timestamp, elapsed: @escaping @Sendable () -> Duration,
    uniqueNumber: @escaping @Sendable () -> UInt64,
    pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.now = now
    self.elapsed = elapsed
    self.uniqueNumber = uniqueNumber
    self.pause = pause
  }
}
