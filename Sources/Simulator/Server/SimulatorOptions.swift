/// How a simulated service behaves.
package struct SimulatorOptions: Sendable {
  /// How long a picture takes.
  package enum Latency: String, Sendable, CaseIterable {
    /// As measured on the real service, see `LatencyTable`; divided by `speed`.
    case table
    /// No longer than this machine needs.
    case none
  }

  /// The port on 127.0.0.1; 0 for any free one.
  package var port: UInt16 = 0

  /// The tier whose limits hold; `nil` for none at all.
  package var tier: Tier? = .first

  /// How the limits of a minute are counted.
  package var counting: LimitMeter.Counting = .bucket

  /// What goes wrong, and when.
  package var faults = FaultScript.none

  package var latency: Latency = .none

  /// How many times faster the minutes of the limits and the latencies pass than real ones. Times inside
  /// replies stay those of the wall clock, and what a reply asks the client to wait counts in fast minutes.
  package var speed = 1.0

  /// Start of everything random: pictures, request ids, the spread of latencies.
  package var seed: UInt64 = 1

  package init() {}
}

/// The clocks of a simulator; tests bring their own.
package struct SimulatorClock: Sendable {
  /// Seconds since 1970.
  package let unixTime: @Sendable () -> Int

  /// A clock that never jumps; its zero means nothing.
  package let elapsed: @Sendable () -> Duration

  package init(unixTime: @escaping @Sendable () -> Int, elapsed: @escaping @Sendable () -> Duration) {
    self.unixTime = unixTime
    self.elapsed = elapsed
  }
}
