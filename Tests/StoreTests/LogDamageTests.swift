import EditModel
import Store
import Testing

/// What is made of logs that are not as they were written; `derived/` is away, so that all is read.
struct LogDamageTests {
  private static let operations = "work/hero.session/operations.log"
  private static let calls = "work/hero.session/calls.log"

  private func disk(with log: String? = nil, _ bytes: [UInt8] = []) throws -> SimulatedDisk {
    let disk = try Workload.finished()
    disk.set("work/hero.session/derived/checkpoint", nil)
    if let log { disk.set(log, bytes) }
    return disk
  }

  private func bytes(_ log: String) throws -> [UInt8] { try #require(try disk().tree[log]) }

  /// The bytes where a log's lines start, and its end.
  private func lineStarts(_ bytes: [UInt8]) -> [Int] {
    [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
  }

  @Test(arguments: [operations, calls])
  func setsATailTornAnywhereAside(_ log: String) throws {
    let whole = try bytes(log)
    let last = lineStarts(whole)[lineStarts(whole).count - 2]
    let shorter = try Snapshot(Workload.open(disk(with: log, Array(whole[..<last]))))
    for cut in stride(from: last + 1, to: whole.count, by: sweepsAll ? 1 : 3) {
      let disk = try disk(with: log, Array(whole[..<cut]))
      let session = try Workload.open(disk)
      #expect(session.damage == nil)
      let name = String(log.split(separator: "/").last ?? "")
      let notice = SessionNotice.tornTailSetAside(
        log: name, copy: "\(name).torn-1", offset: last, byteCount: cut - last)
      #expect(try session.beginWriting() == [notice])
      #expect(disk.tree[log] == Array(whole[..<last]))
      #expect(disk.tree["\(log).torn-1"] == Array(whole[last..<cut]))
      #expect(try Snapshot(session) == shorter)
    }
  }

  @Test func cutsAnUnfinishedCommitOfSeveralLinesWhole() throws {
    let whole = try bytes(Self.operations)
    let starts = lineStarts(whole)
    // The second commit has three lines, the second to the fourth.
    for cut in stride(from: starts[1] + 1, to: starts[4], by: 7) {
      let disk = try disk(with: Self.operations, Array(whole[..<cut]))
      let session = try Workload.open(disk)
      #expect(session.nextOperation == 2)
      let first = try #require(try session.beginWriting().first)
      guard case .tornTailSetAside(_, _, let offset, _) = first else { return }
      #expect(offset == starts[1])
    }
  }

  @Test(arguments: [[0], [10], [UInt8](repeating: 0, count: 5000), Array("garbage\n{}\n".utf8)])
  func setsBytesAsideThatNobodyWrote(_ junk: [UInt8]) throws {
    let whole = try bytes(Self.operations)
    let disk = try disk(with: Self.operations, whole + junk)
    disk.set(Self.operations + ".torn-7", [1])
    let session = try Workload.open(disk)
    #expect(
      try session.beginWriting() == [
        .tornTailSetAside(
          log: "operations.log", copy: "operations.log.torn-8", offset: whole.count,
          byteCount: junk.count)
      ])
    #expect(disk.tree[Self.operations + ".torn-8"] == junk)
  }

  @Test(arguments: [operations, calls], [UInt8(1), 0x80])
  func neverShowsSomethingElseAfterAFlippedBit(_ log: String, _ bit: UInt8) throws {
    let whole = try bytes(log)
    let starts = lineStarts(whole)
    let expected = try Snapshot(Workload.open(disk()))
    let ends = starts.dropFirst().map { $0 - 1 }
    for place in Array(stride(from: 0, to: whole.count, by: sweepsAll ? 1 : 9)) + ends {
      var changed = whole
      changed[place] ^= bit
      let disk = try disk(with: log, changed)
      let session = try Workload.open(disk)
      let found = try Snapshot(session)
      #expect(expected.operations.starts(with: found.operations))
      #expect(expected.rounds.starts(with: found.rounds))
      #expect(found.operations.count + found.attempts.count < 10 || log == Self.calls)
      let line = try #require(starts.lastIndex { $0 <= place }) + 1
      try expectRefusal(session, disk, log, changed, line: line, of: starts.count - 1)
    }
  }

  /// A change in the last line looks like a torn tail; one before it is damage, and nothing is cut.
  private func expectRefusal(
    _ session: SessionFolder, _ disk: SimulatedDisk, _ log: String, _ bytes: [UInt8], line: Int, of lines: Int
  ) throws {
    if line == lines {
      #expect(session.damage == nil)
      #expect(try session.beginWriting().count == 1)
      return
    }
    let damage = try #require(session.damage)
    #expect(damage.code == .damaged && log.hasSuffix(damage.path))
    #expect(damage.line == line)
    let error = #expect(throws: StoreError.self) { try session.beginWriting() }
    #expect(error == damage)
    #expect(!session.isWriting)
    #expect(disk.tree[log] == bytes)
  }

  @Test func findsLinesThatWereRemovedOrMoved() throws {
    let whole = try bytes(Self.operations)
    let starts = lineStarts(whole)
    let lines = zip(starts, starts.dropFirst()).map { Array(whole[$0..<$1]) }
    for index in lines.indices.dropLast() {
      var removed = lines
      removed.remove(at: index)
      var swapped = lines
      swapped.swapAt(index, index + 1)
      for changed in [removed, swapped, Array(lines[...index]) + lines[index...]] {
        let session = try Workload.open(disk(with: Self.operations, Array(changed.joined())))
        #expect(session.damage != nil)
        expect(.damaged) { _ = try session.beginWriting() }
      }
    }
  }

  @Test(arguments: [operations, calls])
  func saysThatAMissingLogIsDamage(_ log: String) throws {
    let disk = try disk()
    disk.set(log, nil)
    expect(.damaged) { _ = try Workload.open(disk) }
  }

  @Test(arguments: [
    "{\"kind\":\"other\",\"attempt\":\"a1\"}", "{\"kind\":\"accepted\",\"attempt\":\"a1\"}",
    "{\"attempt\":\"a1\",\"id\":\"x\",\"kind\":\"accepted\",\"time\":\"2026-11-21T01:02:03.456Z\"}",
    "{\"kind\":\"sent\",\"attempt\":\"a1\"}", "{}",
    "{\"attempt\":\"a2\",\"kind\":\"sent\",\"time\":\"2026-11-21T01:02:03.456Z\"}",
  ])
  func takesAProvedEntryThatMayNotFollowForDamage(_ json: String) throws {
    let whole = try bytes(Self.calls)
    let lines = lineStarts(whole).count - 1
    let previous = String(decoding: whole[lineStarts(whole)[lines - 1]...].prefix(64), as: UTF8.self)
    let line = proved("{\"prev\":\"\(previous)\",\(json.dropFirst())")
    let session = try Workload.open(disk(with: Self.calls, whole + line))
    #expect(session.damage?.offset == whole.count)
    #expect(session.damage?.line == lines + 1)
    #expect(try session.attempts().count == 2)
    expect(.damaged) { _ = try session.beginWriting() }
  }

  @Test func takesALineOfAnotherChainForDamage() throws {
    let whole = try bytes(Self.operations)
    let starts = lineStarts(whole)
    let last = String(decoding: whole[starts[starts.count - 2]...].dropLast(), as: UTF8.self)
    let number = try Workload.open(disk()).nextOperation
    let second = replaced(
      String(last.dropFirst(65)), "\"number\":\(number - 1)", "\"number\":\(number)")
    let key = "\"prev\":\""
    let previous = try #require(second.split(separator: key).last).prefix(64)
    let chained = replaced(second, "\(key)\(previous)", "\(key)\(last.prefix(64))")
    for (json, next) in [(second, number), (chained, number + 1)] {
      let session = try Workload.open(disk(with: Self.operations, whole + proved(json)))
      #expect(session.nextOperation == next)
      #expect(session.damage?.offset == (json == chained ? nil : whole.count))
    }
  }

  @Test func costsLittleWhereHostileBytesLookLikeLines() throws {
    let start = String(repeating: "a", count: 64) + " {"
    let junk = Array(String(repeating: start, count: 20_000).utf8) + [UInt8(ascii: "\n")]
    let session = try Workload.open(disk(with: Self.operations, junk))
    #expect(session.nextOperation == 1)
    #expect(session.damage == nil)
  }
}

/// Numbers that nobody would give out must not make the next one overflow.
struct HostileNumberTests {
  @Test(arguments: [
    ("\"command\":1,", "\"command\":9223372036854775807,"), ("\"command\":1,", "\"command\":-1,"),
    ("\"command\":1,", "\"command\":0,"), ("queue/e1", "queue/e9223372036854775807"),
    ("queue/f2", "queue/f9223372036854775807"), ("\"id\":\"1\"", "\"id\":\"9223372036854775807\""),
  ])
  func areDamage(_ old: String, _ new: String) throws {
    let log = "work/hero.session/operations.log"
    let disk = try Workload.preparedDisk()
    let session = try SessionFolder.create(
      at: Workload.path, disk: disk, surroundings: fixedSurroundings())
    _ = try session.beginWriting()
    let keys = [ViewKey.queue(QueueID(.instruction, 1)), .queue(QueueID(.fence, 2))]
    let entry = ViewValue.entry(QueueEntry(item: .fence(QueueID(.fence, 2)), rank: 1))
    _ = try session.commit([
      session.operation(setting: keys.map { ($0, entry) }, rounds: [round(RoundID(1))])
    ])
    let json = String(decoding: try #require(disk.tree[log]).dropLast().dropFirst(65), as: UTF8.self)
    for changed in [json, replaced(json, old, new)] {
      disk.set(log, proved(changed))
      let found = try Workload.open(disk)
      #expect((found.damage == nil) == (changed == json))
      #expect(found.nextCommand == (changed == json ? 2 : 1))
    }
    #expect(replaced(json, old, new) != json)
  }
}

/// A line that proves itself, whatever it says.
private func proved(_ json: String) -> [UInt8] {
  Array("\(SHA256.digest(of: Array(json.utf8)).hex) \(json)\n".utf8)
}

private func replaced(_ text: String, _ old: String, _ new: String) -> String {
  text.split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
}
