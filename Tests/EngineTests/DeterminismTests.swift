import EditModel
import Engine
import Glibc
import Planner
import Raster
import Testing

/// The same commands give the same pixels, whatever the number of threads, the day and the environment.
struct DeterminismTests {
  /// The pixels of every round of a job on a picture of several bands of rows.
  private func digests(workers: Int) async throws -> [Digest] {
    let bench = try Workbench()
    let session = try await bench.session(
      Scene.noise(width: 90, height: 200), Workbench.configuration(workers: workers))
    try await WholeJobTests.queue(on: session)
    try await session.edit("remove the cup", mask: "left")
    try await session.edit("sharpen by 120 %, then pixelate by 6 px", mask: "right")
    let rounds = try await session.run().rounds
    #expect(rounds.count == 3)
    return rounds.flatMap { [$0.picture.pixels, $0.raw?.pixels].compactMap(\.self) }
  }

  @Test(arguments: [1, 5])
  func givesThePixelsOfTwoWorkers(_ workers: Int) async throws {
    #expect(try await digests(workers: workers) == digests(workers: 2))
  }

  @Test func givesTheSamePixelsInTwoSessions() async throws {
    let digests = try await digests(workers: 2)
    #expect(digests.count == 6)
    #expect(try await self.digests(workers: 2) == digests)
  }

  @Test func aKeyInTheEnvironmentChangesNothing() async throws {
    let before = try await digests(workers: 2)
    setenv("OPENAI_API_KEY", "sk-not-a-key", 1)
    defer { unsetenv("OPENAI_API_KEY") }
    #expect(try await digests(workers: 2) == before)
    let bench = try Workbench()
    let session = try await bench.session()
    #expect(try await session.get("provider").value == "local")
    #expect(try await session.status().provider == "local")
    try await session.edit("invert")
    #expect(try await session.plan().price == .free)
    let round = try #require(try await session.run().rounds.first)
    #expect(round.maker?.provider == "local")
    #expect(try await session.cost().lines.map(\.provider) == ["local"])
  }
}
