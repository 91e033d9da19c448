package import Codecs
public import EditModel
package import HTTP
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
  /// Keys and addresses of paid services.
  package var access = ProviderAccess.none
  /// What is known of models and their prices.
  var tables = ProviderShelf.Tables()
  package var transport: any HTTPTransport = NoTransport()
  /// What spans sessions: the salt of key digests, the running counts of limits, files that were uploaded;
  /// `nil` keeps all that to this process.
  package var state: StateFolder?
  /// Values that can be made again: encoded pictures and masks, what paid requests brought; `nil` keeps none.
  package var cache: CacheFolder?
  /// The clock of limits, of pauses between attempts and of breakers; records are dated by `surroundings`.
  package var pace: Surroundings
  /// Shared by all sessions of a process.
  package var desk = CallDesk()

  package init(
    bands: Bands, surroundings: Surroundings, disk: any Disk, libraries: SystemLibraries = .standard
  ) {
    self.bands = bands
    self.surroundings = surroundings
    self.disk = disk
    self.libraries = libraries
    pace = surroundings
  }

  /// The real clock and disk of this machine, without network: for work with the embedded provider.
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

  /// The real clock, disk and network of this machine.
  ///
  /// - Parameters:
  ///   - threads: Threads for pixel work, clamped to `1...64`.
  ///   - libraryFolder: The only folder in which libturbojpeg and libwebp are looked for; `nil` leaves the
  ///     choice to the system's loader.
  ///   - access: Keys and addresses of paid services; without one only the embedded provider can be used.
  ///   - stateFolder: Path of the folder for what spans sessions, made when it is first needed; `nil` keeps it
  ///     to this process.
  ///   - cacheFolder: Path of the folder for values that can be made again, made when it is first needed; `nil`
  ///     keeps none.
  ///   - speed: How many times faster than the machine's the clock of pauses and limits runs, for trying
  ///     against a simulated service of the same speed.
  /// - Throws: `Problem` about a file of prices or models that the access names.
  public static func system(
    threads: Int = 2, libraryFolder: String? = nil, access: ProviderAccess, stateFolder: String? = nil,
    cacheFolder: String? = nil, speed: Double = 1
  ) throws(Problem) -> EngineConfiguration {
    var configuration = system(threads: threads, libraryFolder: libraryFolder)
    configuration.pace = Surroundings.system.faster(by: speed)
    configuration.access = access
    configuration.transport = CurlTransport(
      configuration: CurlTransport.Configuration(authorityFile: access.authorities))
    configuration.state = stateFolder.map {
      StateFolder($0, disk: configuration.disk, surroundings: configuration.surroundings)
    }
    configuration.cache = cacheFolder.map {
      CacheFolder($0, disk: configuration.disk, surroundings: configuration.surroundings)
    }
    configuration.tables = try ProviderShelf.Tables(access, files: UserFiles(configuration))
    return configuration
  }
}

/// What a configuration without network has: every request ends before anything is opened.
private struct NoTransport: HTTPTransport {
  nonisolated(nonsending) func send(
    _ request: HTTPRequest, into sink: any ByteSink, progress: @escaping @Sendable (HTTPProgress) -> Void
  ) async throws(HTTPError) -> HTTPHead {
    throw HTTPError(.refused, detail: "this program has no network")
  }
}

extension Surroundings {
  /// The same with a clock of durations, and pauses, that run so many times faster.
  func faster(by speed: Double) -> Surroundings {
    guard speed != 1 else { return self }
    var faster = self
    let (elapsed, now, pause) = (elapsed, now, pause)
    faster.elapsed = { elapsed() * speed }
    // Counted from 1970, so that all processes of one speed agree about it.
    faster.now = { Timestamp(milliseconds: Int64(Double(now().milliseconds) * speed)) }
    faster.pause = { try await pause($0 / speed) }
    return faster
  }

  /// The clocks and the random numbers of this machine.
  public static let system: Surroundings = {
    let start = ContinuousClock.now
    return Surroundings(
      now: { Timestamp(milliseconds: systemMilliseconds()) },
      elapsed: { start.duration(to: .now) },
      uniqueNumber: { UInt64.random(in: .min ... .max) })
  }()
}
