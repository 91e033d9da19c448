import Billing
import EditModel
import Engine
import FoundationEssentials
import Glibc
import Raster
import Simulator
import Store
import TestSupport
import Testing

/// Many sessions with one key, against a service that counts: whoever keeps to the limits is never refused.
@Suite(.timeLimit(.minutes(5)), .serialized) struct LimiterTests {
  /// Faster and the milliseconds of the machine's clock are seconds of the limits' minutes.
  private static let speed = 50.0

  /// The service does not say how it counts.
  @Test(arguments: LimitMeter.Counting.allCases)
  func sessionsOfOneProcessAreNotRefused(counting: LimitMeter.Counting) async throws {
    let crowd = try Crowd(counting: counting, speed: Self.speed)
    try await crowd.run(processes: 1, sessions: 4, edits: 3)
    try crowd.expectNoRefusal(rounds: 12)
  }

  @Test func processesWithOneKeyAreNotRefused() async throws {
    let crowd = try Crowd(counting: .sliding, speed: Self.speed)
    try await crowd.run(processes: 2, sessions: 4, edits: 1)
    try crowd.expectNoRefusal(rounds: 8)
  }

  @Test(.enabled(if: getenv("PENTIMENTO_SWEEPS") != nil), arguments: [1, 2])
  func twoHundredEditsAreNotRefused(processes: Int) async throws {
    let crowd = try Crowd(counting: .sliding, speed: Self.speed)
    try await crowd.run(processes: processes, sessions: 8 / processes, edits: 25)
    try crowd.expectNoRefusal(rounds: 200)
  }

  /// Without this the tests above could pass because nobody counts. All go before a reply tells the true limit.
  @Test func whoeverTakesMoreThanTheLimitsIsRefused() async throws {
    // Slow enough that a busy machine does not spread the calls over more than a minute.
    let crowd = try Crowd(counting: .sliding, speed: 5)
    try await crowd.run(processes: 1, sessions: 8, edits: 1, tier: 2)
    #expect(crowd.bench.account.lines.contains { $0.status == 429 })
  }
}

/// Sessions that all have a queue and run it at the same time.
private final class Crowd {
  let bench: PaidBench
  private let speed: Double
  private var names: [String] = []
  private var rounds = 0

  init(counting: LimitMeter.Counting, speed: Double) throws {
    bench = try PaidBench(tier: 1, counting: counting, speed: speed)
    self.speed = speed
  }

  /// - Parameters:
  ///   - processes: Each is a configuration of its own: what they share is the folder of shared state.
  ///   - sessions: Of each process.
  ///   - tier: What the sessions believe their account to be.
  func run(processes: Int, sessions: Int, edits: Int, tier: Int = 1) async throws {
    var crowd: [Session] = []
    for process in 1...processes {
      let configuration = try PaidBench.configuration(
        at: bench.server.address, state: bench.folder.path("state"), speed: speed)
      for number in 1...sessions {
        names.append("p\(process)-\(number).session")
        crowd.append(try await session(names[names.count - 1], configuration, edits: edits, tier: tier))
      }
    }
    rounds = try await withThrowingTaskGroup(of: Int.self) { group in
      for session in crowd {
        group.addTask {
          let budget = Money(nanodollars: 100_000_000_000)
          return try await session.run(RunOptions(merges: false, maxCost: budget)).rounds.count
        }
      }
      return try await group.reduce(0, +)
    }
  }

  func expectNoRefusal(rounds: Int) throws {
    let account = bench.account
    #expect(self.rounds == rounds)
    #expect(account.lines.count { $0.status == 429 } == 0)
    let attempts = try names.flatMap { try bench.attempts($0) }
    #expect(account.posts == attempts.count { $0.sent != nil })
    #expect(attempts.allSatisfy { $0.closed?.outcome == .settled })
    #expect(account.images == rounds)
  }

  private func session(
    _ name: String, _ configuration: EngineConfiguration, edits: Int, tier: Int
  ) async throws -> Session {
    let session = try await bench.session(name: name)
    await session.close()
    let opened = try Session.open(bench.folder.path(name), configuration: configuration)
    for (key, value) in [("parallel", "16"), ("tier", "\(tier)"), ("on-fail", "keep")] {
      try await opened.set(key, to: value)
    }
    for edit in 0..<edits { try await opened.edit(edit % 2 == 0 ? "brighten by 10 %" : "darken by 10 %") }
    return opened
  }
}
