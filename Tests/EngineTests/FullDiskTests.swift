import EditModel
import Engine
import Glibc
import Raster
import Testing

/// The disk is full at any writing call; nothing acknowledged is lost and the job can be finished.
struct FullDiskTests {
  @Test(arguments: [false, true])
  func theSameProcessFinishesTheJobWhenThereIsRoomAgain(stays: Bool) async throws {
    let reference = try await FaultJob.Reference()
    for call in swept(reference.calls.writing, about: 20) {
      let place: Comment = "writing call \(call) of \(reference.calls.writing), stays: \(stays)"
      let (bench, session, disk) = try await fill(at: call, stays, reference, place)
      disk.heal()
      try await FaultJob.finish(session, bench, like: reference, place)
      try await expectWhole(bench, reference, place)
    }
  }

  @Test(arguments: [false, true])
  func anotherProcessFinishesTheJobWhenThereIsRoomAgain(stays: Bool) async throws {
    let reference = try await FaultJob.Reference()
    for call in swept(reference.calls.writing, about: 20) {
      let place: Comment = "writing call \(call) of \(reference.calls.writing), stays: \(stays)"
      let (bench, session, _) = try await fill(at: call, stays, reference, place)
      await session.close()
      try await FaultJob.finish(try bench.open(), bench, like: reference, place)
      try await expectWhole(bench, reference, place)
    }
  }

  /// A job that met a full disk; what it shows is the undisturbed one's beginning.
  private func fill(
    at call: Int, _ stays: Bool, _ reference: FaultJob.Reference, _ place: Comment
  ) async throws -> (Workbench, Session, StagedDisk) {
    let bench = try FaultJob.bench(copying: reference.preparedSession)
    let disk = StagedDisk(.fails(at: call, with: ENOSPC, stays: stays))
    let session = try bench.open("hero.session", Workbench.configuration(disk: disk))
    let (acknowledged, error) = await FaultJob.perform(on: session, bench)
    if let error {
      #expect((error as? Problem)?.code == .diskFull, place)
    }
    for shown in [session, try bench.open()] {
      let found = Array(try await shown.operations(last: .max).reversed())
      #expect(found == Array(reference.operations.prefix(found.count)), place)
      #expect(found.count >= reference.counts[acknowledged], place)
      #expect(try await shown.status().current?.round.picture == lastPicture(in: found), place)
    }
    return (bench, session, disk)
  }

  private func lastPicture(in operations: [Operation]) -> StoredPicture? {
    operations.last { !$0.rounds.isEmpty }?.rounds.last?.picture
  }

  private func expectWhole(
    _ bench: Workbench, _ reference: FaultJob.Reference, _ place: Comment
  ) async throws {
    let session = try bench.open()
    #expect(try await session.bitmap().pixelDigest == reference.pixels, place)
    for report in try await session.log() {
      let round = report.round.id.selector
      #expect(try await session.bitmap(round).pixelDigest == report.round.picture.pixels, place)
    }
    let attempts = try await session.cost().lines
    #expect(attempts.count { $0.outcome == "settled" } == 2, place)
  }
}
