import EditModel
import Glibc
import Store
import Testing

/// Every call of a session's life fails once in every way; what is found afterwards is old or new, never between.
struct FaultTests {
  private static let calls: Int = {
    guard let prepared = try? Workload.preparedDisk() else { return 0 }
    let disk = FaultyDisk(prepared)
    _ = Workload.run(on: disk)
    return disk.calls
  }()

  @Test(
    arguments: [
      FaultyDisk.Fault.once(EIO), .once(ENOSPC), .stays(ENOSPC), .shortWrite, .stop, .stopHalfway,
    ])
  func showsOldOrNewStateAfterAnyFailingCall(_ fault: FaultyDisk.Fault) throws {
    let snapshots = try Workload.snapshots()
    try #require(Self.calls > 100)
    for failing in 1...Self.calls {
      let disk = try Workload.preparedDisk()
      let faulty = FaultyDisk(disk, fault, at: failing)
      let (run, error) = Workload.run(on: faulty)
      if isCovered(fault, faulty) { continue }
      if error == nil { #expect(run.acknowledged == Workload.stepCount) }
      try expectWhole(disk.afterKill(), run, snapshots, "call \(failing)")
    }
  }

  @Test(arguments: [FaultyDisk.Fault.once(EIO), .once(ENOSPC), .shortWrite])
  func theSameProcessCanGoOnAfterAFailure(_ fault: FaultyDisk.Fault) throws {
    for failing in 1...Self.calls {
      let disk = try Workload.preparedDisk()
      let faulty = FaultyDisk(disk, fault, at: failing)
      let (run, error) = Workload.run(on: faulty)
      guard let session = run.session, error != nil else { continue }
      _ = try session.beginWriting()
      try run.commit([(.tag("after"), .round(.source))])
      session.endWriting()
      let found = try Snapshot(Workload.open(disk))
      #expect(try found == Snapshot(session), "call \(failing)")
      #expect(found.view.tag("after") == .source, "call \(failing)")
    }
  }

  @Test func losesNothingAcknowledgedInAPowerLoss() throws {
    let snapshots = try Workload.snapshots()
    let seeds: Range<UInt64> = sweepsAll ? 0..<200 : 0..<1
    let losses: [SimulatedDisk.Loss] = [.everything, .nothing] + seeds.map { .some(seed: $0) }
    for failing in 1...Self.calls + 1 {
      for fault in [FaultyDisk.Fault.stop, .stopHalfway] {
        let disk = try Workload.preparedDisk()
        let faulty = FaultyDisk(disk, fault, at: failing)
        let (run, _) = Workload.run(on: faulty)
        if isCovered(fault, faulty) { continue }
        for loss in losses {
          try expectWhole(disk.afterPowerLoss(loss), run, snapshots, "call \(failing), \(loss)")
        }
      }
    }
  }

  /// A commit that fails at any of its calls leaves the log as it was, without a torn tail to set aside.
  @Test(arguments: [FaultyDisk.Fault.once(EIO), .once(ENOSPC), .shortWrite])
  func leavesNoTraceOfAFailedCommit(_ fault: FaultyDisk.Fault) throws {
    let log = "work/hero.session/operations.log"
    var failures = 0
    for failing in 1...Self.calls {
      let disk = try Workload.finished()
      let faulty = FaultyDisk(disk, fault, at: failing)
      guard let session = try? Workload.open(faulty), (try? session.beginWriting()) != nil,
        !faulty.hasFailed
      else { continue }
      let before = disk.tree[log]
      let operation = session.operation(setting: [(.set("merge"), .text("strict"))])
      guard (try? session.commit([operation])) == nil else { break }
      failures += 1
      #expect(disk.tree[log] == before)
      #expect(!session.isWriting)
      #expect(try session.beginWriting() == [])
    }
    #expect(failures == 2)
  }

  /// A torn tail is in the log or in the file beside it, wherever the power fails.
  @Test func losesNoTornTailWhileItIsSetAside() throws {
    let log = "work/hero.session/operations.log"
    let tail = Array("a write that never finished".utf8)
    let finished = try Workload.finished()
    finished.set(log, try #require(finished.tree[log]) + tail)
    var failing = 1
    while true {
      let disk = finished.afterKill()
      let faulty = FaultyDisk(disk, .stop, at: failing)
      _ = try? Workload.open(faulty).beginWriting()
      for loss in [.everything, .nothing, .some(seed: UInt64(failing))] as [SimulatedDisk.Loss] {
        let tree = disk.afterPowerLoss(loss).tree
        let isInLog = tree[log].map { $0.count >= tail.count && $0.suffix(tail.count) == tail[...] } ?? false
        #expect(isInLog || tree["\(log).torn-1"] == tail, "call \(failing), \(loss)")
      }
      guard faulty.hasFailed else { break }
      failing += 1
    }
    #expect(failing > 20)
  }

  /// True for a stop halfway at what is no write, which is just a stop.
  private func isCovered(_ fault: FaultyDisk.Fault, _ disk: FaultyDisk) -> Bool {
    fault == .stopHalfway && !disk.isHalfway
  }

  /// The session is as after the last acknowledged step or the one after it, and can be written on.
  private func expectWhole(
    _ disk: SimulatedDisk, _ run: Workload.Run, _ snapshots: [Snapshot?], _ place: Comment
  ) throws {
    let allowed = snapshots[run.acknowledged...min(run.acknowledged + 1, snapshots.count - 1)]
    guard let session = try opened(disk) else {
      #expect(allowed.contains(nil), place)
      return
    }
    let found = try Snapshot(session)
    #expect(allowed.contains(found), place)
    if let spooled = run.spooled {
      #expect(try session.spool(of: Workload.paid)?.bytes(limit: 100) == spooled, place)
    }
    for reply in try session.attempts().compactMap({ $0.replied?.reply }) {
      for object in [reply.envelope] + reply.cuts.map(\.object) {
        #expect(throws: Never.self, place) { try session.object(object) }
      }
    }
    for object in run.stored { #expect(throws: Never.self, place) { try session.object(object) } }
    _ = try session.beginWriting()
    let operation = session.operation(setting: [(.set("quality"), .text("medium"))])
    _ = try session.commit([operation])
    #expect(try Snapshot(Workload.open(disk.afterPowerLoss(.everything))) == Snapshot(session), place)
  }

  private func opened(_ disk: SimulatedDisk) throws -> SessionFolder? {
    do {
      return try Workload.open(disk)
    } catch let error as StoreError where error.code == .noSession {
      return nil
    }
  }
}
