package import Codecs
public import EditModel
public import Raster
package import Store

/// What a session takes from outside: threads, clock, numbers, disk.
public struct EngineConfiguration: Sendable {
  /// How pixel work is spread over threads; results never depend on it.
  public var bands: Bands
  public var surroundings: Surroundings
  package var disk: any Disk
  /// Libraries for JPEG and WebP, looked for when such a file comes.
  package var libraries: SystemLibraries

  package init(
    bands: Bands, surroundings: Surroundings, disk: any Disk, libraries: SystemLibraries = .standard
  ) {
    self.bands = bands
    self.surroundings = surroundings
    self.disk = disk
    self.libraries = libraries
  }

  /// The real clock and disk of this machine.
  ///
  /// - Parameters:
  ///   - threads: Threads for pixel work, clamped to `1...64`.
  ///   - libraryFolder: The only folder in which libturbojpeg and libwebp are looked for; `nil` leaves the
  ///     choice to the system's loader.
  public static func system(threads: Int = 2, libraryFolder: String? = nil) -> EngineConfiguration {
    EngineConfiguration(
      bands: Bands(workers: threads), surroundings: .system, disk: SystemDisk(),
      libraries: libraryFolder.map { SystemLibraries(folder: $0) } ?? .standard)
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
