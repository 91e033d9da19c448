import Billing
import Codecs
import EditModel
import Engine
import FoundationEssentials
import HTTP
import Raster
import Simulator
import Store
import TestSupport

/// A simulated service, a folder for sessions, and a configuration that leads from one to the other.
final class PaidBench: Sendable {
  let folder: TemporaryFolder
  let server: SimulatorServer
  let configuration: EngineConfiguration

  /// A key that must appear nowhere.
  static let key = "sk-canary-4f9c2b7a1d8e6035"

  /// - Parameters:
  ///   - faults: A fault script.
  ///   - tier: Whose limits hold; `nil` for none.
  ///   - counting: How the service counts the minutes of its limits.
  ///   - speed: How many times faster the clocks of limits and pauses run, here and there.
  init(
    faults: String = "", tier: Int? = nil, counting: LimitMeter.Counting = .bucket, speed: Double = 10,
    _ change: (inout EngineConfiguration) -> Void = { _ in }
  ) throws {
    folder = try TemporaryFolder()
    var options = SimulatorOptions()
    options.faults = try FaultScript(reading: faults)
    options.tier = tier.flatMap { number in Tier.all.first { $0.number == number } }
    options.counting = counting
    options.speed = speed
    server = try SimulatorServer(options)
    var made = try Self.configuration(
      at: server.address, state: folder.path("state"), speed: speed)
    change(&made)
    configuration = made
  }

  deinit { server.stop() }

  static func configuration(
    at address: String, state: String, speed: Double
  ) throws -> EngineConfiguration {
    let variables = ["OPENAI_API_KEY": key, "OPENAI_BASE_URL": address]
    return try EngineConfiguration.system(
      access: try ProviderAccess(environment: { variables[$0] }), stateFolder: state, speed: speed)
  }

  var account: Account { server.account }

  /// A new session that uses the simulated service at low quality.
  func session(
    _ bitmap: Bitmap = Scene.legal(), name: String = "hero.session"
  ) async throws -> Session {
    let picture = folder.path("\(name).png")
    try Data(try PNG.encode(bitmap)).write(to: URL(filePath: picture))
    let session = try await Session.create(
      from: picture, at: folder.path(name), configuration: configuration)
    try await session.set("provider", to: "openai")
    try await session.set("quality", to: "low")
    return session
  }

  /// The session's entries of the call journal, as another process would read them.
  func attempts(_ name: String = "hero.session") throws -> [Attempt] {
    try SessionFolder(
      opening: folder.path(name), disk: configuration.disk, surroundings: configuration.surroundings
    ).attempts()
  }
}

/// Made pictures.
enum Scene {
  /// 1024x640 pixels, the fewest that the models render, with something different in every place.
  static func legal(width: Int = 1_024, height: Int = 640) -> Bitmap {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(width * height * 4)
    for y in 0..<height {
      for x in 0..<width {
        let value = (x &* 31 &+ y &* 17) ^ (x &* y / 64)
        pixels += [
          UInt8(truncatingIfNeeded: x / 5), UInt8(truncatingIfNeeded: y / 3),
          UInt8(truncatingIfNeeded: value), 255,
        ]
      }
    }
    return Bitmap(width: width, height: height, samples: pixels)
  }

  /// 2048x1280 pixels that no encoder makes smaller: a body of 7 MB, more than a socket takes by itself.
  static func noise() -> Bitmap {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    var samples = [UInt8](repeating: 255, count: 2_048 * 1_280 * 4)
    for index in samples.indices where index % 4 != 3 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      samples[index] = UInt8(truncatingIfNeeded: state >> 56)
    }
    return Bitmap(width: 2_048, height: 1_280, samples: samples)
  }
}
