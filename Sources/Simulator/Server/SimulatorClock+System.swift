internal import Foundation

extension SimulatorClock {
  /// The machine's own clocks.
  package static let system: SimulatorClock = {
    let clock = ContinuousClock()
    let start = clock.now
    return SimulatorClock(
      unixTime: { Int(Date().timeIntervalSince1970) }, elapsed: { start.duration(to: clock.now) })
  }()
}
