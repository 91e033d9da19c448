import EditModel
import Glibc
import Store
import Synchronization
import Testing

struct StateFolderTests {
  private static let path = "work/state/pentimento"
  private let disk: SimulatedDisk
  private let folder: StateFolder

  init() throws {
    disk = try Workload.preparedDisk()
    folder = StateFolder(Self.path, disk: disk, surroundings: fixedSurroundings(), wait: { _ in })
  }

  @Test func isMadeWhenSomethingIsFirstWritten() throws {
    #expect(try folder.contents(of: "limits") == [])
    #expect(try folder.fileID(for: SHA256.digest(of: [1]), account: "", address: "", now: someTime) == nil)
    #expect(disk.tree == ["work/": []])
    try folder.update("limits") { stored in
      #expect(stored == [])
      return [1, 2]
    }
    #expect(disk.tree["\(Self.path)/limits"] == [1, 2])
    #expect(try folder.contents(of: "limits") == [1, 2])
  }

  @Test func replacesWhatIsThereOrLeavesIt() throws {
    try folder.update("limits") { _ in [1] }
    try folder.update("limits") { $0 + [2] }
    let calls = disk.writingCalls
    try folder.update("limits") { _ in nil }
    #expect(disk.writingCalls == calls)
    try folder.update("limits") { $0 + [3] }
    #expect(try folder.contents(of: "limits") == [1, 2, 3])
    #expect(disk.openHandles == 0)
  }

  @Test func boundsWhatIsRead() throws {
    try folder.update("limits") { _ in [1] }
    expect(.tooLarge) { try folder.update("limits") { _ in [UInt8](repeating: 0, count: 5 << 20) } }
    #expect(try folder.contents(of: "limits") == [1])
    disk.set("\(Self.path)/limits", [UInt8](repeating: 0, count: 5 << 20))
    expect(.tooLarge) { _ = try folder.contents(of: "limits") }
    expect(.tooLarge) { try folder.update("limits") { _ in [1] } }
  }

  @Test func waitsForALockAndGivesUpAfterTwoSeconds() throws {
    try folder.update("limits") { _ in [1] }
    let lock = try disk.openFile("\(Self.path)/limits.lock", in: nil, for: .locking)
    #expect(try disk.tryLock(lock))
    let waited = Mutex(Duration.zero)
    let patient = StateFolder(
      Self.path, disk: disk, surroundings: fixedSurroundings(),
      wait: { pause in waited.withLock { $0 += pause } })
    let error = #expect(throws: StoreError.self) { try patient.update("limits") { _ in [2] } }
    #expect(error == StoreError(.locked, "\(Self.path)/limits.lock"))
    #expect((Duration.seconds(2)..<Duration.milliseconds(2016)).contains(waited.withLock { $0 }))
    #expect(try folder.contents(of: "limits") == [1])
  }

  @Test func goesOnWhenTheLockIsGivenBack() throws {
    try folder.update("limits") { _ in [1] }
    let disk = disk
    let lock = try disk.openFile("\(Self.path)/limits.lock", in: nil, for: .locking)
    #expect(try disk.tryLock(lock))
    let pauses = Atomic(0)
    let patient = StateFolder(
      Self.path, disk: disk, surroundings: fixedSurroundings(),
      wait: { _ in if pauses.add(1, ordering: .relaxed).newValue == 5 { try? disk.close(lock) } })
    try patient.update("limits") { $0 + [2] }
    #expect(pauses.load(ordering: .relaxed) == 5)
    #expect(try folder.contents(of: "limits") == [1, 2])
  }

  @Test func anotherFilesLockIsNoHindrance() throws {
    let folder = folder
    try folder.update("limits") { _ in
      #expect(throws: Never.self) { try folder.update("breaker") { _ in [1] } }
      return [2]
    }
    #expect(try folder.contents(of: "breaker") == [1])
  }

  @Test(arguments: [
    FaultyDisk.Fault.once(EIO), .once(ENOSPC), .stays(ENOSPC), .shortWrite, .stop, .stopHalfway,
  ])
  func showsOldOrNewAfterAnyFailingCall(_ fault: FaultyDisk.Fault) throws {
    for durable in [false, true] {
      var failing = 1
      while true {
        let disk = try Workload.preparedDisk()
        let first = StateFolder(Self.path, disk: disk, surroundings: fixedSurroundings())
        try first.update("limits", durable: true) { _ in [1, 2] }
        let faulty = FaultyDisk(disk, fault, at: failing)
        let second = StateFolder(Self.path, disk: faulty, surroundings: fixedSurroundings())
        let result = Result { try second.update("limits", durable: durable) { $0 + [3, 4] } }
        let next = disk.afterKill()
        let third = StateFolder(Self.path, disk: next, surroundings: fixedSurroundings())
        let found = try third.contents(of: "limits")
        #expect(found == [1, 2, 3, 4] || found == [1, 2] && result.isFailure, "call \(failing)")
        try third.update("limits") { $0 + [5] }
        #expect(try third.contents(of: "limits") == found + [5], "call \(failing)")
        guard faulty.hasFailed else { break }
        failing += 1
      }
      #expect(failing > 10)
    }
  }

  @Test func losesNothingDurableInAPowerLoss() throws {
    try folder.update("limits", durable: true) { _ in [1, 2, 3] }
    let losses: [SimulatedDisk.Loss] = [.everything, .nothing] + (0..<50).map { .some(seed: $0) }
    for loss in losses {
      #expect(disk.afterPowerLoss(loss).tree["\(Self.path)/limits"] == [1, 2, 3])
    }
    var failing = 1
    while true {
      let next = disk.afterPowerLoss(.everything)
      let faulty = FaultyDisk(next, .stop, at: failing)
      let second = StateFolder(Self.path, disk: faulty, surroundings: fixedSurroundings())
      _ = try? second.update("limits", durable: true) { _ in [4, 5, 6] }
      for loss in losses {
        let found = next.afterPowerLoss(loss).tree["\(Self.path)/limits"]
        #expect(found == [1, 2, 3] || found == [4, 5, 6], "call \(failing), \(loss)")
      }
      guard faulty.hasFailed else { break }
      failing += 1
    }
    #expect(failing > 10)
  }
}

/// On the machine's own disk, with others at the same time.
struct SharedStateTests {
  @Test func losesNoChangeOfManyThreads() async throws {
    let place = try Place()
    await withTaskGroup { group in
      for _ in 0..<4 {
        group.addTask {
          // A folder each, as processes have.
          let folder = place.folder
          for _ in 0..<50 {
            #expect(throws: Never.self) {
              try folder.update("count") {
                Array("\((Int(String(decoding: $0, as: UTF8.self)) ?? 0) + 1)".utf8)
              }
            }
          }
        }
      }
    }
    #expect(try String(decoding: place.folder.contents(of: "count"), as: UTF8.self) == "200")
  }

  @Test func isForItsOwnerAlone() throws {
    let place = try Place()
    let folder = place.folder
    _ = try folder.salt()
    try folder.update("limits") { _ in [1] }
    #expect(place.permissions("") == 0o700)
    for name in ["salt", "salt.lock", "limits", "limits.lock"] {
      #expect(place.permissions(name) == 0o600, "\(name)")
    }
  }

  private final class Place: Sendable {
    private let parent: String

    init() throws {
      var template = Array("/tmp/pentimento-XXXXXX".utf8CString)
      parent = try template.withUnsafeMutableBufferPointer { buffer in
        String(cString: try present(mkdtemp(try present(buffer.baseAddress))))
      }
    }

    deinit { removeAll(parent) }

    var folder: StateFolder {
      StateFolder(
        "\(parent)/state/pentimento", disk: SystemDisk(), surroundings: fixedSurroundings())
    }

    func permissions(_ name: String) -> mode_t? {
      var status = stat()
      return lstat("\(parent)/state/pentimento/\(name)", &status) == 0 ? status.st_mode & 0o777 : nil
    }
  }
}
