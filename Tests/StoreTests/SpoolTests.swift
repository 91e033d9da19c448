import EditModel
import Glibc
import Store
import Testing

struct SpoolTests {
  private let disk: SimulatedDisk
  private let session: SessionFolder
  private let attempt = AttemptID(1)
  private let place = "work/hero.session/spool/a1"

  init() throws {
    disk = try Workload.preparedDisk()
    session = try SessionFolder.create(
      at: Workload.path, disk: disk, surroundings: fixedSurroundings())
    _ = try session.beginWriting()
  }

  @Test func givesBackWhatArrived() throws {
    let spool = try session.makeSpool(for: attempt, reserving: 100)
    #expect(spool.byteCount == 0)
    for part in ["HTTP/1.1 200 OK\r\n", "", "{}"] { try append(part, to: spool) }
    let all = Array("HTTP/1.1 200 OK\r\n{}".utf8)
    #expect(spool.byteCount == all.count)
    #expect(try spool.bytes(limit: 100) == all)
    #expect(try spool.bytes(in: 9..<12) == Array("200".utf8))
    #expect(try spool.bytes(in: all.count - 1..<all.count + 5) == Array("}".utf8))
    #expect(disk.tree[place] == all)
    try spool.remove()
    #expect(disk.tree[place] == nil)
    #expect(try session.spool(of: attempt) == nil)
  }

  @Test func refusesWhereThereIsNoRoomAndLeavesNothing() throws {
    disk.room = 99
    expect(.diskFull) { _ = try session.makeSpool(for: attempt, reserving: 100) }
    #expect(disk.tree[place] == nil)
    #expect(session.isWriting)
    expect(.tooLarge) { _ = try session.makeSpool(for: attempt, reserving: Spool.largest + 1) }
    #expect(disk.tree[place] == nil)
    _ = try session.makeSpool(for: attempt, reserving: 99)
    #expect(disk.tree[place] == [])
  }

  @Test func leavesNoSpoolWhereAnyCallOfItsMakingFails() throws {
    var failing = 1
    while true {
      let faulty = FaultyDisk(disk.afterKill(), .once(ENOSPC), at: failing)
      guard let session = try? Workload.open(faulty), (try? session.beginWriting()) != nil,
        !faulty.hasFailed
      else {
        failing += 1
        continue
      }
      let result = Result { try session.makeSpool(for: attempt, reserving: 10) }
      guard faulty.hasFailed else { break }
      #expect(try session.spools() == (result.isFailure ? [] : [attempt]), "call \(failing)")
      failing += 1
    }
    #expect(failing > 20)
  }

  @Test func takesNothingMoreAfterAFailedWrite() throws {
    var calls = 0
    for failing in 1... {
      let faulty = FaultyDisk(disk.afterKill(), .shortWrite, at: failing)
      guard let session = try? Workload.open(faulty), (try? session.beginWriting()) != nil,
        let spool = try? session.makeSpool(for: attempt, reserving: 10),
        (try? append("first", to: spool)) != nil, !faulty.hasFailed
      else { continue }
      let result = Result { try append("second", to: spool) }
      guard faulty.hasFailed else { break }
      calls += 1
      #expect(result.isFailure)
      #expect(throws: ByteStreamError.self) { try append("third", to: spool) }
      #expect(try spool.bytes(limit: 100) == Array("firstsec".utf8))
    }
    #expect(calls == 1)
  }

  @Test func isFoundAfterItsProcessDied() throws {
    let spool = try session.makeSpool(for: attempt, reserving: 10)
    _ = try session.append(hosted(attempt, command: 1, request: SHA256.digest(of: [1])))
    _ = try session.append(sent(attempt))
    try append("all of it", to: spool)
    try spool.sync()
    for after in [disk.afterKill(), disk.afterPowerLoss(.everything)] {
      let next = try Workload.open(after)
      let found = try #require(try next.spool(of: attempt))
      #expect(try found.bytes(limit: 100) == Array("all of it".utf8))
      #expect(throws: ByteStreamError.self) { try append("more", to: found) }
      #expect(found.byteCount == 9)
      try found.sync()
      try found.remove()
      #expect(try next.spools() == [])
    }
  }

  @Test func isMadeOnlyForWhatMayStillBeSent() throws {
    expect(.conflict) { _ = try session.makeSpool(for: AttemptID(2), reserving: 1) }
    expect(.conflict) { _ = try session.makeSpool(for: AttemptID(0), reserving: 1) }
    // What a process left there before it intended the attempt is no reply.
    try append("left behind", to: try session.makeSpool(for: attempt, reserving: 1))
    #expect(try session.makeSpool(for: attempt, reserving: 1).byteCount == 0)
    _ = try session.append(hosted(attempt, command: 1, request: SHA256.digest(of: [1])))
    try append("the reply", to: try session.makeSpool(for: attempt, reserving: 1))
    _ = try session.append(sent(attempt))
    expect(.conflict) { _ = try session.makeSpool(for: attempt, reserving: 1) }
    #expect(disk.tree[place] == Array("the reply".utf8))
    _ = try session.append(closed(attempt, .unknown))
    expect(.conflict) { _ = try session.makeSpool(for: attempt, reserving: 1) }
    session.endWriting()
    expect(.notWriting) { _ = try session.makeSpool(for: AttemptID(2), reserving: 1) }
  }

  @Test func listsSpoolsByTheirNumbers() throws {
    #expect(try session.spools() == [])
    for number in 1...11 {
      _ = try session.makeSpool(for: AttemptID(number), reserving: 1)
      _ = try session.append(
        hosted(AttemptID(number), command: 1, request: SHA256.digest(of: [1])))
    }
    disk.set("work/hero.session/spool/other", [1])
    #expect(try session.spools() == (1...11).map { AttemptID($0) })
  }
}

/// Room on the machine's own disk.
struct ReservedRoomTests {
  private static let memory = "/dev/shm"

  /// A file system in memory can always set room aside, whatever the temporary folder stands on.
  @Test(.enabled(if: access(memory, W_OK) == 0))
  func isTakenWhileTheLengthStays() throws {
    let name = "pentimento-\(getpid())"
    let disk = SystemDisk()
    let folder = try disk.openFolder(Self.memory, in: nil)
    let file = try disk.openFile(name, in: folder, for: .creating(permissions: 0o600))
    try disk.unlink(name, in: folder)
    try disk.reserve(file, byteCount: 1 << 20)
    var status = stat()
    #expect(fstat(file.number, &status) == 0)
    #expect(status.st_blocks * 512 >= 1 << 20)
    #expect(try disk.byteCount(of: file) == 0)
    let written = try [UInt8](repeating: 7, count: 10).withUnsafeBytes { try disk.append($0, to: file) }
    #expect(written == 10)
    #expect(try disk.byteCount(of: file) == 10)
    try disk.close(file)
    try disk.close(folder)
  }
}

private func append(_ text: String, to spool: Spool) throws {
  try Array(text.utf8).withUnsafeBytes { try spool.append($0) }
}
