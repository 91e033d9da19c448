import Codecs
import EditModel
import Engine
import FoundationEssentials
import Raster
import Store
import Synchronization
import TestSupport
import Testing

/// A folder for one test with pictures and sessions in it.
struct Workbench {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  func path(_ name: String) -> String { folder.path(name) }

  /// Writes a picture as PNG and returns its path.
  @discardableResult
  func write(_ bitmap: Bitmap, to name: String) throws -> String {
    try write(try PNG.encode(bitmap), to: name)
  }

  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    try Data(bytes).write(to: URL(filePath: path(name)))
    return path(name)
  }

  func read(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path(name)))) }

  /// A new session around a picture.
  func session(
    _ bitmap: Bitmap = Scene.noise(), name: String = "hero.session",
    _ configuration: EngineConfiguration = Workbench.configuration()
  ) async throws -> Session {
    let picture = try write(bitmap, to: "picture.png")
    return try await Session.create(from: picture, at: path(name), configuration: keeping(configuration))
  }

  func open(
    _ name: String = "hero.session", _ configuration: EngineConfiguration = Workbench.configuration()
  ) throws -> Session {
    try Session.open(path(name), configuration: configuration)
  }

  /// The folder lives as long as a session in it, also when the test holds on to the session alone.
  private func keeping(_ configuration: EngineConfiguration) -> EngineConfiguration {
    var configuration = configuration
    let (folder, now) = (folder, configuration.surroundings.now)
    configuration.surroundings.now = { withExtendedLifetime(folder) { now() } }
    return configuration
  }

  /// What an error must leave as it was: the logs' bytes.
  func logs(_ name: String = "hero.session") throws -> [[UInt8]] {
    [try read("\(name)/operations.log"), try read("\(name)/calls.log")]
  }

  /// Numbers of temporary names: a process that goes on after another must not draw its numbers again.
  private static let numbers = Counter()

  /// A clock that stands still, so that every run writes the same logs.
  static func configuration(
    workers: Int = 2, disk: any Disk = StagedDisk()
  ) -> EngineConfiguration {
    EngineConfiguration(
      bands: Bands(workers: workers),
      surroundings: Surroundings(
        now: { Timestamp(milliseconds: 1_790_000_000_000) }, elapsed: { .zero },
        uniqueNumber: { Self.numbers.next() }),
      disk: disk)
  }

  /// True when the long sweeps are asked for.
  static let sweeps = ProcessInfo.processInfo.environment["PENTIMENTO_SWEEPS"] != nil
}

private final class Counter: Sendable {
  private let value = Atomic<UInt64>(0)

  func next() -> UInt64 { value.add(1, ordering: .relaxed).newValue }
}

/// Something that callbacks of any thread add to.
final class Collected<Element: Sendable>: Sendable {
  private let elements = Mutex<[Element]>([])

  func add(_ element: Element) { elements.withLock { $0.append(element) } }

  var all: [Element] { elements.withLock { $0 } }
}

/// Pictures made by rule.
enum Scene {
  /// Opaque noise.
  static func noise(width: Int = 60, height: Int = 44, seed: UInt64 = 1) -> Bitmap {
    var bitmap = translucent(width: width, height: height, seed: seed)
    for y in 0..<height { for x in 0..<width { bitmap[x, y].alpha = 255 } }
    return bitmap
  }

  /// Noise in all four channels.
  static func translucent(width: Int = 60, height: Int = 44, seed: UInt64 = 1) -> Bitmap {
    var random = SplitMix64(seed: seed)
    let samples = (0..<4 * width * height).map { _ in UInt8(random.next(below: 256)) }
    return Bitmap(width: width, height: height, samples: samples)
  }

  static let blue = Bitmap(width: 60, height: 44, filledWith: Colour(red: 0, green: 0, blue: 255))
}

/// The problem that the body ends with.
///
/// - Throws: An expectation's failure when it ends otherwise.
func problem(
  _ place: Comment? = nil, _ location: SourceLocation = #_sourceLocation,
  isolation: isolated (any Actor)? = #isolation, of body: () async throws -> Void
) async throws -> Problem {
  var found: Problem?
  do {
    try await body()
  } catch let error as Problem {
    found = error
  }
  return try #require(found, place, sourceLocation: location)
}

extension Problem {
  /// All facts, for the comments of expectations.
  var facts: Comment {
    "\(code.rawValue) \(subject) found \(found ?? "-") allowed \(allowed) underlying \(underlying ?? "-")"
  }
}

extension RoundID {
  var selector: Selector { .round(self) }
}

/// `e1`, `e2`, …
func e(_ number: Int) -> QueueID { QueueID(.instruction, number) }
