import EditModel
import Raster
import Store
import Testing

struct CheckpointTests {
  private static let file = "work/hero.session/derived/checkpoint"

  @Test func readsOnlyWhatFollowsIt() throws {
    let disk = try Workload.preparedDisk()
    let session = try SessionFolder.create(
      at: Workload.path, disk: disk, surroundings: fixedSurroundings())
    _ = try session.beginWriting()
    for index in 1...150 {
      _ = try session.commit([
        session.operation(
          setting: [(.set("merge"), .text("\(index)"))], rounds: [round(RoundID(index))])
      ])
    }
    let total = try #require(disk.tree["work/hero.session/operations.log"]).count
    let read = disk.bytesRead("operations.log")
    let reopened = try Workload.open(disk)
    // One was written after 64 operations and one after 128; the 22 lines after it and the one at it are read.
    #expect(disk.bytesRead("operations.log") - read <= total * 23 / 150 + 200)
    let before = disk.bytesRead("operations.log")
    #expect(try reopened.round(RoundID(70))?.id == RoundID(70))
    #expect(disk.bytesRead("operations.log") - before <= total / 150 + 10)
    #expect(try Snapshot(reopened) == Snapshot(session))
  }

  @Test func doesNotHideDamageFromAWriter() throws {
    let disk = try Workload.finished()
    let log = "work/hero.session/operations.log"
    var bytes = try #require(disk.tree[log])
    bytes[100] ^= 1
    disk.set(log, bytes)
    let session = try Workload.open(disk)
    let expected = session.view
    #expect(throws: StoreError(.damaged, "operations.log", offset: 0, line: 1)) {
      try session.beginWriting()
    }
    #expect(session.view == expected)
    #expect(disk.tree[log] == bytes)
  }

  @Test func longLinesAreNoDamage() throws {
    let disk = try Workload.finished()
    let long = ViewValue.text(String(repeating: "x", count: 5 << 20))
    let first = try Workload.open(disk)
    _ = try first.beginWriting()
    _ = try first.commit([first.operation(setting: [(.set("merge"), long)])])
    _ = try first.commit([first.operation(setting: [(.set("merge"), .text("strict"))])])
    first.endWriting()
    let second = try Workload.open(disk)
    #expect(try second.beginWriting().isEmpty)
    #expect(second.damage == nil)
    _ = try second.commit([second.operation(setting: [(.set("merge"), .text("loose"))])])
    second.endWriting()
    #expect(try Workload.open(disk).view[.set("merge")] == .text("loose"))
  }

  @Test func mayBeDeletedWithItsFolder() throws {
    let disk = try Workload.finished()
    let expected = try Snapshot(Workload.open(disk))
    disk.set("work/hero.session/derived", nil)
    let session = try Workload.open(disk)
    #expect(try Snapshot(session) == expected)
    _ = try session.beginWriting()
    _ = try session.commit([session.operation(setting: [(.set("merge"), .text("strict"))])])
    session.endWriting()
    #expect(disk.tree[Self.file] != nil)
    #expect(try Snapshot(Workload.open(disk)) == Snapshot(session))
  }

  @Test func isNotBelievedWhereAnyByteIsWrong() throws {
    let disk = try Workload.finished()
    let expected = try Snapshot(Workload.open(disk))
    let bytes = try #require(disk.tree[Self.file])
    for place in stride(from: bytes.startIndex, to: bytes.endIndex, by: sweepsAll ? 1 : 11) {
      var changed = bytes
      changed[place] ^= 0x10
      disk.set(Self.file, changed)
      #expect(try Snapshot(Workload.open(disk)) == expected, "byte \(place)")
    }
    for count in stride(from: 0, to: bytes.count, by: 13) {
      disk.set(Self.file, Array(bytes.prefix(count)))
      #expect(try Snapshot(Workload.open(disk)) == expected, "\(count) bytes")
    }
  }

  @Test func isNotBelievedInAnotherSession() throws {
    let alien = try #require(try Workload.finished().tree[Self.file])
    let disk = try Workload.preparedDisk()
    let session = try SessionFolder.create(
      at: Workload.path, disk: disk, surroundings: fixedSurroundings())
    disk.set(Self.file, alien)
    #expect(try Workload.open(disk).view == View())
    _ = try session.beginWriting()
    for _ in 1...20 { _ = try session.commit([session.operation(setting: [])]) }
    #expect(try Workload.open(disk).nextOperation == 21)
    #expect(try Workload.open(disk).view == View())
  }

  @Test(arguments: ["operations.log", "calls.log"])
  func isNotBelievedWhereALogIsShorterOrChanged(_ name: String) throws {
    let log = "work/hero.session/\(name)"
    let whole = try #require(try Workload.finished().tree[log])
    let last = try #require(whole.dropLast().lastIndex(of: UInt8(ascii: "\n")))
    var flipped = whole
    flipped[whole.count - 9] ^= 1
    for changed in [Array(whole[...last]), [], flipped] {
      let disk = try Workload.finished()
      disk.set(log, changed)
      let found = try Snapshot(Workload.open(disk))
      disk.set(Self.file, nil)
      #expect(try found == Snapshot(Workload.open(disk)))
    }
  }

  @Test func isBelievedWhereItIsOld() throws {
    let disk = try Workload.finished()
    let old = disk.tree[Self.file]
    let session = try Workload.open(disk)
    _ = try session.beginWriting()
    _ = try session.commit([session.operation(setting: [(.set("merge"), .text("strict"))])])
    session.endWriting()
    disk.set(Self.file, old)
    #expect(try Snapshot(Workload.open(disk)) == Snapshot(session))
  }

  @Test func doesNotHideADamagedLineFromItsReader() throws {
    let disk = try Workload.finished()
    var bytes = try #require(disk.tree["work/hero.session/operations.log"])
    bytes[100] ^= 1
    disk.set("work/hero.session/operations.log", bytes)
    let session = try Workload.open(disk)
    expect(.damaged) { _ = try session.operation(1) }
    expect(.damaged) { _ = try session.round(.source) }
  }

  @Test func failingToWriteItFailsNothing() throws {
    let disk = try Workload.finished()
    disk.set("work/hero.session/derived", [1])
    let session = try Workload.open(disk)
    _ = try session.beginWriting()
    _ = try session.commit([session.operation(setting: [(.set("merge"), .text("strict"))])])
    session.endWriting()
    #expect(try Workload.open(disk).view == session.view)
  }

  /// Random sessions against a plain dictionary, opened with and without checkpoint.
  @Test(arguments: [UInt64(1), 2, 3, 4])
  func showsTheSameAsAllOperationsReplayed(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let disk = try Workload.preparedDisk()
    var session = try SessionFolder.create(
      at: Workload.path, disk: disk, surroundings: fixedSurroundings())
    var oracle: [ViewKey: ViewValue] = [:]
    for _ in 0..<60 {
      _ = try session.beginWriting()
      for _ in 0..<random.next() % 6 { try commitSomething(session, &oracle, &random) }
      if random.next() % 2 == 0 { session.endWriting() }
      let withCheckpoint = try Workload.open(disk)
      let bare = disk.afterKill()
      bare.set("work/hero.session/derived", nil)
      #expect(withCheckpoint.view == View(values: oracle))
      #expect(try Snapshot(withCheckpoint) == Snapshot(Workload.open(bare)))
      session.endWriting()
      if random.next() % 3 == 0 { session = withCheckpoint }
    }
  }

  private func commitSomething(
    _ session: SessionFolder, _ oracle: inout [ViewKey: ViewValue], _ random: inout SplitMix64
  ) throws {
    if random.next() % 4 == 0 {
      try stepAnAttempt(session, &random)
      return
    }
    var wanted: [(ViewKey, ViewValue?)] = []
    for _ in 0..<random.next() % 4 {
      let key = ViewKey.tag("t\(random.next() % 5)")
      if wanted.contains(where: { $0.0 == key }) { continue }
      let value: ViewValue? =
        random.next() % 3 == 0 ? nil : .round(RoundID(1 + Int(random.next() % 90), variant: "b"))
      wanted.append((key, value))
      oracle[key] = value
    }
    let isNew = random.next() % 2 == 0
    let id = RoundID(max(1, session.nextRound))
    let operation = session.operation(setting: wanted, rounds: isNew ? [round(id)] : [])
    _ = try session.commit([operation])
  }

  private func stepAnAttempt(_ session: SessionFolder, _ random: inout SplitMix64) throws {
    guard let open = try session.openAttempts().last, random.next() % 4 != 0 else {
      _ = try session.append(session.intended(SHA256.digest(of: [UInt8(random.next() % 3)])))
      return
    }
    switch open.state {
    case .intended: _ = try session.append(sent(open.id))
    case .sent: _ = try session.append(replied(open.id))
    default: _ = try session.append(closed(open.id, .settled))
    }
  }
}
