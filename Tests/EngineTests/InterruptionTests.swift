import EditModel
import Engine
import Glibc
import Raster
import Synchronization
import Testing

/// A run that is asked to stop, and what may happen beside a run.
struct InterruptionTests {
  /// Four instructions that no call can share.
  private func session() async throws -> Session {
    let session = try await Workbench().session()
    for _ in 0..<4 { try await session.edit("a bit brighter", alone: true) }
    return session
  }

  @Test func finishesTheCallUnderWayAndLeavesTheRest() async throws {
    let session = try await session()
    let report = try await session.run { event in
      if case .started(call: 2, _, _) = event { session.interrupt() }
    }
    #expect(report.rounds.map(\.id) == [RoundID(1), RoundID(2)])
    #expect(report.wasInterrupted && report.callsLeft == 2)
    #expect(try await session.queue().map(\.id) == [e(3), e(4)])
    #expect(try await session.cost().lines.map(\.outcome) == ["settled", "settled"])
    let rest = try await session.run()
    #expect(rest.rounds.count == 2 && !rest.wasInterrupted)
  }

  @Test func anInterruptionDuringTheLastCallLeavesNothingUndone() async throws {
    let session = try await session()
    let report = try await session.run { event in
      if case .started(call: 4, _, _) = event { session.interrupt() }
    }
    #expect(report.rounds.count == 4 && report.wasInterrupted && report.callsLeft == 0)
  }

  @Test func anInterruptionBeforeARunStopsThatRunAndNoLaterOne() async throws {
    let session = try await session()
    session.interrupt()
    let report = try await session.run()
    #expect(report.rounds.isEmpty && report.wasInterrupted && report.callsLeft == 4)
    #expect(try await session.cost().lines.isEmpty)
    #expect(try await session.run().rounds.count == 4)
  }

  @Test func everyOtherWritingCallIsRefusedWhileARunIsUnderWay() async throws {
    let session = try await session()
    let refused = Collected<Problem>()
    let seen = Collected<RoundID?>()
    let others = Mutex<[Task<Void, any Error>]>([])
    let arrived = Collected<Bool>()
    let calls: [@Sendable () async throws -> Void] = [
      { try await session.edit("sepia") }, { try await session.undo() }, { try await session.redo() },
      { _ = try await session.run() }, { try await session.set("merge", to: "loose") },
      { try await session.makeMask("m", .all) }, { try await session.restore(operation: 1) },
    ]
    let report = try await session.run { event in
      guard case .started(call: 1, _, _) = event else { return }
      for call in calls {
        let other = Task {
          arrived.add(true)
          do {
            try await call()
          } catch let error as Problem {
            refused.add(error)
          }
        }
        others.withLock { $0.append(other) }
      }
      others.withLock { $0.append(Task { seen.add(try await session.status().current?.round.id) }) }
      others.withLock { $0.append(Task { await session.close() }) }
      // The other tasks are at the session's door before this call ends.
      while arrived.all.count < calls.count { usleep(1000) }
      usleep(50_000)
    }
    for other in others.withLock({ $0 }) { try await other.value }
    #expect(report.rounds.count == 4)
    #expect(refused.all == [Problem](repeating: Problem(.busy, "run"), count: calls.count))
    #expect(seen.all.count == 1 && seen.all.allSatisfy { $0 != nil && $0 != RoundID(4) })
    #expect(try await session.queue().isEmpty)
    try await session.edit("sepia")
    await session.close()
  }
}
