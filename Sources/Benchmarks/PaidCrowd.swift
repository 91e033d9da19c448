import Billing
import EditModel
import Engine
import Foundation
import Raster
import Store

/// Several sessions of one process, each with a queue of paid edits, all at the same time.
struct PaidCrowd: Sendable {
  struct Result: Codable {
    /// Seconds since 1970.
    let start: Double
    let end: Double
    let rounds: Int
    let attempts: Int
    let refusals: Int
  }

  /// The smallest that the models render.
  static var picture: Bitmap {
    Bitmap(
      width: 1024, height: 640,
      samples: (0..<1024 * 640 * 4).map { index in
        let (x, y) = (index / 4 % 1024, index / 4096)
        return [UInt8(x / 5), UInt8(y / 3), UInt8(truncatingIfNeeded: x ^ y), 255][index % 4]
      })
  }

  private let configuration: EngineConfiguration
  private let folder: String
  private let name: String
  private let sessions: Int
  private let edits: Int

  init(_ arguments: Arguments, address: String) throws {
    let variables = ["OPENAI_API_KEY": "any-key", "OPENAI_BASE_URL": address]
    folder = arguments.value("--folder") ?? "."
    name = arguments.value("--name") ?? "p"
    sessions = arguments.number("--sessions", else: 8)
    edits = arguments.number("--edits", else: 25)
    configuration = try EngineConfiguration.system(
      access: try ProviderAccess(environment: { variables[$0] }), stateFolder: folder + "/state",
      speed: Double(arguments.number("--speed", else: 50)))
  }

  func run() async throws -> Result {
    var opened: [Session] = []
    for number in 1...sessions { opened.append(try await session(number)) }
    let start = Date().timeIntervalSince1970
    let outcomes = await withTaskGroup(of: Outcome.self) { group in
      for session in opened { group.addTask { await outcome(of: session) } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    let end = Date().timeIntervalSince1970
    for outcome in outcomes {
      if let problem = outcome.problem { FileHandle.standardError.write(Data("\(problem)\n".utf8)) }
    }
    return Result(
      start: start, end: end, rounds: outcomes.reduce(0) { $0 + $1.rounds },
      attempts: try (1...sessions).reduce(0) { try $0 + attempts($1) },
      refusals: outcomes.count { $0.problem?.code == .rateLimited })
  }

  private struct Outcome: Sendable {
    let rounds: Int
    let problem: Problem?
  }

  private func outcome(of session: Session) async -> Outcome {
    do throws(Problem) {
      let budget = Money(nanodollars: 100_000_000_000)
      let report = try await session.run(RunOptions(merges: false, maxCost: budget))
      return Outcome(rounds: report.rounds.count, problem: nil)
    } catch {
      return Outcome(rounds: 0, problem: error)
    }
  }

  private func path(_ number: Int) -> String { "\(folder)/\(name)-\(number).session" }

  private func session(_ number: Int) async throws -> Session {
    let session = try await Session.create(
      from: folder + "/picture.png", at: path(number), configuration: configuration)
    for (key, value) in [
      ("provider", "openai"), ("quality", "low"), ("parallel", "16"), ("on-fail", "keep"),
    ] {
      try await session.set(key, to: value)
    }
    for edit in 0..<edits { try await session.edit(edit % 2 == 0 ? "brighten by 10 %" : "darken by 10 %") }
    return session
  }

  private func attempts(_ number: Int) throws -> Int {
    try SessionFolder(
      opening: path(number), disk: configuration.disk, surroundings: configuration.surroundings
    ).attempts().count { $0.sent != nil }
  }
}
