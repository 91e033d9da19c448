/// What the house takes from the world besides disk and network; tests and replays inject their own.
public struct Surroundings: Sendable {
  /// The wall clock, for records that people read.
  public var now: @Sendable () -> Timestamp

  /// A clock that never jumps, for measuring how long something took; its zero means nothing.
  public var elapsed: @Sendable () -> Duration

  /// A number that no other process of this machine is likely to draw, for names of temporary files.
  public var uniqueNumber: @Sendable () -> UInt64

  public init(
    now: @escaping @Sendable () -> Timestamp, elapsed: @escaping @Sendable () -> Duration,
    uniqueNumber: @escaping @Sendable () -> UInt64
  ) {
    self.now = now
    self.elapsed = elapsed
    self.uniqueNumber = uniqueNumber
  }
}
