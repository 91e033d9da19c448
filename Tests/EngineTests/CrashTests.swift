import EditModel
import Engine
import Raster
import Testing

/// The process ends at any call to the disk; the next one finds what was acknowledged and finishes the rest.
struct CrashTests {
  @Test(arguments: [false, true])
  func finishesAJobThatWasCutOffAnywhere(halfway: Bool) async throws {
    let reference = try await FaultJob.Reference()
    var states: Set<String> = []
    for call in swept(reference.calls.all, about: 30) {
      states.formUnion(try await crash(at: call, halfway: halfway, reference))
    }
    guard Workbench.sweeps else { return }
    #expect(states.isSuperset(of: ["intended", "sent", "replied", "committed", "settled"]))
  }

  /// What stood in the journal after a crash at this call, as words.
  private func crash(
    at call: Int, halfway: Bool, _ reference: FaultJob.Reference
  ) async throws -> Set<String> {
    let place: Comment = "call \(call) of \(reference.calls.all), halfway: \(halfway)"
    let bench = try FaultJob.bench(copying: reference.preparedSession)
    let disk = StagedDisk(.gone(at: call, halfway: halfway))
    var acknowledged = 0
    if let session = try? bench.open("hero.session", Workbench.configuration(disk: disk)) {
      acknowledged = await FaultJob.perform(on: session, bench).acknowledged
    }
    disk.endProcess()
    let left = try Remains(bench)

    let session = try bench.open()
    let found = Array(try await session.operations(last: .max).reversed())
    #expect(found == Array(reference.operations.prefix(found.count)), place)
    #expect(found.count >= reference.counts[acknowledged], place)
    // It changes nothing, so all that it does is to take the lock and recover.
    try await session.set("quality", to: "medium")
    let recovered = Array(try await session.operations(last: .max).reversed())
    #expect(recovered == Array(reference.operations.prefix(recovered.count)), place)
    #expect(recovered.count == found.count + left.uncommitted.count, place)

    let journal = try JournalOracle(try bench.logs()[1])
    #expect(journal.isSettled, place)
    for (attempt, state) in left.states {
      let outcome = ["intended": "refunded", "sent": "abandoned"][state]
      #expect(journal.lives[attempt]?.last == outcome ?? "settled", place)
    }
    let rounds = await session.takeNotices().compactMap { notice -> String? in
      guard case .roundFinished(_, let attempt) = notice.kind else { return nil }
      return attempt.description
    }
    #expect(rounds == left.uncommitted, place)
    try await FaultJob.finish(session, bench, like: reference, place)
    return Set(left.states.values)
  }
}

/// What a crash has left in the logs.
private struct Remains {
  /// Each attempt's last entry; `committed` where an operation names the reply and *closed* is missing.
  var states: [String: String] = [:]
  /// Attempts with a reply that no operation names.
  var uncommitted: [String] = []

  init(_ bench: Workbench) throws {
    let logs = try bench.logs()
    // Attempts are committed in their order, so as many have been as operations name a reply.
    var commits = try OperationsOracle(logs[0]).committed.count
    for (attempt, life) in try JournalOracle(logs[1]).lives.sorted(by: { $0.key < $1.key }) {
      let hasReply = life.contains("replied")
      if hasReply, commits == 0 { uncommitted.append(attempt) }
      states[attempt] = life.last == "replied" && commits > 0 ? "committed" : life.last
      if hasReply { commits -= commits > 0 ? 1 : 0 }
    }
  }
}
