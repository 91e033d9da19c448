import Billing
import EditModel
import Engine
import FoundationEssentials
import HTTP
import Raster
import Simulator
import Store
import TestSupport
import Testing

/// A process that ends at the worst moments of a paid call.
///
/// The end is made by copying the session's folder while the call is at that step: what a killed process leaves
/// is what is on disk.
@Suite(.timeLimit(.minutes(5))) struct PaidCrashTests {
  /// Copies the folder when a step of the exchange is reached.
  private struct CopyingTransport: HTTPTransport {
    let inner: any HTTPTransport
    /// Called before anything is sent, and after everything has come.
    let before: @Sendable () -> Void
    let after: @Sendable () -> Void

    nonisolated(nonsending) func send(
      _ request: HTTPRequest, into sink: any ByteSink, progress: @escaping @Sendable (HTTPProgress) -> Void
    ) async throws(HTTPError) -> HTTPHead {
      before()
      let head = try await inner.send(request, into: sink, progress: progress)
      after()
      return head
    }
  }

  private func bench(copyingBefore: Bool) throws -> PaidBench {
    try PaidBench { configuration in
      let state = configuration.state?.path ?? ""
      let session = state.replacing("/state", with: "/hero.session")
      let copy = state.replacing("/state", with: "/dead.session")
      @Sendable func take() { try? FileManager.default.copyItem(atPath: session, toPath: copy) }
      let nothing: @Sendable () -> Void = {}
      configuration.transport = CopyingTransport(
        inner: configuration.transport, before: copyingBefore ? take : nothing,
        after: copyingBefore ? nothing : take)
    }
  }

  @Test func crashAfterTheReplyArrivedLosesNeitherPictureNorCost() async throws {
    let bench = try bench(copyingBefore: false)
    let session = try await bench.session()
    try await session.edit("brighten by 20 %")
    let report = try await session.run(FaultTableTests.budget)
    let dead = try Session.open(bench.folder.path("dead.session"), configuration: bench.configuration)
    #expect(try await dead.log().count == 1)
    try await dead.set("merge-max", to: "2")
    #expect(try await dead.log().count == 2)
    #expect(try await dead.show().round.picture.pixels == report.rounds[0].picture.pixels)
    #expect(try await dead.cost().billed.nanodollars == Int64(bench.account.nanodollars))
    #expect(bench.account.posts == 1)
  }

  @Test func crashAfterSendingIsOfUnknownOutcomeAndNotRepeated() async throws {
    let bench = try bench(copyingBefore: true)
    let session = try await bench.session()
    try await session.edit("brighten by 20 %")
    _ = try await session.run(FaultTableTests.budget)
    let dead = try Session.open(bench.folder.path("dead.session"), configuration: bench.configuration)
    try await dead.set("merge-max", to: "2")
    #expect(try await dead.unresolvedAttempts().count == 1)
    #expect(try await dead.queue().count == 1)
    await #expect(throws: Problem.self) { try await dead.run(FaultTableTests.budget) }
    #expect(bench.account.posts == 1)
  }
}
