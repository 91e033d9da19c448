public import EditModel
public import Raster
package import Store

/// What a session takes from outside: threads, clock, numbers, disk.
public struct EngineConfiguration: Sendable {
  /// How pixel work is spread over threads; results never depend on it.
  public var bands: Bands
  public var surroundings: Surroundings
  package var disk: any Disk

  package init(bands: Bands, surroundings: Surroundings, disk: any Disk) {
    self.bands = bands
    self.surroundings = surroundings
    self.disk = disk
  }

  /// The real clock and disk of this machine.
  ///
  /// - Parameter threads: Threads for pixel work, clamped to `1...64`.
  public static func system(threads: Int = 2) -> EngineConfiguration {
    EngineConfiguration(
      bands: Bands(workers: threads), surroundings: .system, disk: SystemDisk())
  }
}

extension Surroundings {
  /// The clocks and the random numbers of this machine.
  public static let system: Surroundings = {
    let start = ContinuousClock.now
    return Surroundings(
      now: { Timestamp(milliseconds: systemMilliseconds()) },
      elapsed: { start.duration(to: .now) },
      uniqueNumber: { UInt64.random(in: .min ... .max) })
  }()
}
