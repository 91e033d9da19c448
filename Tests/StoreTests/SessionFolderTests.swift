import EditModel
import Glibc
import Store
import Testing

struct SessionFolderTests {
  private let surroundings = fixedSurroundings()

  private func newSession() throws -> (disk: SimulatedDisk, session: SessionFolder) {
    let disk = try Workload.preparedDisk()
    return (disk, try SessionFolder.create(at: Workload.path, disk: disk, surroundings: surroundings))
  }

  @Test func createsACompleteEmptySession() throws {
    let (disk, session) = try newSession()
    let files = disk.tree.filter { $0.key.hasPrefix("work/hero.session/") }.mapValues {
      String(decoding: $0, as: UTF8.self)
    }
    #expect(
      files == [
        "work/hero.session/": "", "work/hero.session/format": "{\"pentimento-session\":1}\n",
        "work/hero.session/operations.log": "", "work/hero.session/calls.log": "",
        "work/hero.session/lock": "", "work/hero.session/objects/": "",
        "work/hero.session/derived/": "",
      ])
    #expect(session.view == View())
    #expect(
      [session.nextOperation, session.nextCommand, session.nextRound, session.nextAttempt.number]
        == [1, 1, 0, 1])
  }

  @Test func createsInAnEmptyFolderOnly() throws {
    let disk = try Workload.preparedDisk()
    let work = try disk.openFolder("work", in: nil)
    for name in ["empty", "full"] { try disk.makeFolder(name, in: work) }
    disk.set("work/full/x", [])
    disk.set("work/file", [])
    let session = try SessionFolder.create(at: "work/empty/", disk: disk, surroundings: surroundings)
    #expect(session.path == "work/empty/")
    let before = disk.tree
    for name in ["work/full", "work/file", "work/empty"] {
      expect(.sessionExists) {
        _ = try SessionFolder.create(at: name, disk: disk, surroundings: surroundings)
      }
    }
    #expect(disk.tree == before)
  }

  @Test func tellsMissingFoldersFromAlienOnes() throws {
    let (disk, _) = try newSession()
    disk.set("work/file", [1])
    for (path, code) in [
      ("work/none", StoreError.Code.noSession), ("work", .notASession), ("work/file", .notASession),
    ] {
      expect(code) { _ = try SessionFolder(opening: path, disk: disk, surroundings: surroundings) }
    }
  }

  @Test(arguments: [
    "", "{", "[]", "{}", "{\"pentimento-session\":\"1\"}", "{\"pentimento-session\":0}",
    "{\"pentimento-session\":-1}", "{\"pentimento-session\":1.5}",
  ])
  func refusesAGarbledFormat(_ text: String) throws {
    let (disk, _) = try newSession()
    disk.set("work/hero.session/format", Array(text.utf8))
    expect(.notASession) { _ = try Workload.open(disk) }
  }

  @Test func refusesALaterFormatAndTouchesNothing() throws {
    let (disk, session) = try newSession()
    disk.set("work/hero.session/format", Array("{\"pentimento-session\":2,\"new\":true}\n".utf8))
    let before = disk.tree
    let error = #expect(throws: StoreError.self) { try Workload.open(disk) }
    #expect(error == StoreError(.laterFormat, Workload.path, found: "2", allowed: "1"))
    expect(.laterFormat) { _ = try session.beginWriting() }
    #expect(disk.tree == before)
  }

  @Test func readsWithoutWritingAnything() throws {
    let disk = try Workload.finished()
    let (before, calls) = (disk.tree, disk.writingCalls)
    let session = try Workload.open(disk)
    _ = try Snapshot(session)
    _ = try session.view(after: 1)
    #expect(disk.writingCalls == calls)
    #expect(disk.tree == before)
  }

  @Test(arguments: [EROFS, EACCES])
  func opensAFolderThatCannotBeWritten(_ number: Int32) throws {
    let disk = try Workload.finished()
    let expected = try Snapshot(Workload.open(disk))
    // The first two calls open the folder and its format; from the next writing one on nothing goes.
    let session = try SessionFolder(
      opening: Workload.path, disk: ReadOnlyDisk(disk, number), surroundings: surroundings)
    expect(.notWritable) { _ = try session.beginWriting() }
    #expect(try Snapshot(session) == expected)
    expect(.notWriting) { _ = try session.put([1]) }
  }

  @Test func givesTheLockToOneWriter() throws {
    let (disk, first) = try newSession()
    let second = try Workload.open(disk)
    _ = try first.beginWriting()
    #expect(try first.beginWriting() == [])
    let error = #expect(throws: StoreError.self) { try second.beginWriting() }
    #expect(error == StoreError(.locked, Workload.path, found: "\(getpid())"))
    _ = try first.commit([first.operation(setting: [(.set("merge"), .text("loose"))])])
    first.endWriting()
    _ = try second.beginWriting()
    #expect(second.view == first.view)
    _ = try second.commit([second.operation(setting: [(.set("merge"), .text("strict"))])])
    second.endWriting()
    try first.refresh()
    #expect(try Snapshot(first) == Snapshot(second))
  }

  @Test func readsAgainFromTheStartWhereALogWasReplaced() throws {
    let disk = try Workload.finished()
    let session = try Workload.open(disk)
    let other = try newSession()
    _ = try other.session.beginWriting()
    _ = try other.session.commit([other.session.operation(setting: [(.at, .round(RoundID(5)))])])
    for name in ["operations.log", "calls.log"] {
      disk.set("work/hero.session/\(name)", other.disk.tree["work/hero.session/\(name)"])
    }
    _ = try session.beginWriting()
    #expect(session.view == other.session.view)
    #expect(session.nextAttempt == AttemptID(1))
  }

  @Test func writesOnlyBetweenBeginAndEnd() throws {
    let (_, session) = try newSession()
    let operation = session.operation(setting: [(.at, .round(.source))])
    expect(.notWriting) { _ = try session.commit([operation]) }
    expect(.notWriting) { _ = try session.append(sent(AttemptID(1))) }
    _ = try session.beginWriting()
    session.endWriting()
    expect(.notWriting) { _ = try session.commit([operation]) }
  }

  @Test func closesWhatItOpened() throws {
    let disk = try Workload.finished()
    #expect(disk.openHandles == 0)
    do {
      let session = try Workload.open(disk)
      _ = try session.beginWriting()
      #expect(disk.openHandles == 4)
    }
    #expect(disk.openHandles == 0)
  }
}

struct CommitTests {
  private let disk: SimulatedDisk
  private let session: SessionFolder

  init() throws {
    disk = try Workload.preparedDisk()
    session = try SessionFolder.create(
      at: Workload.path, disk: disk, surroundings: fixedSurroundings())
    _ = try session.beginWriting()
    _ = try session.commit([
      session.operation(
        setting: [(.at, .round(RoundID(3))), (.set("merge"), .text("loose"))], rounds: [round(RoundID(3))])
    ])
  }

  private func operation(
    number: Int = 2, command: Int = 2, _ changes: [Change] = [], rounds: [Round] = []
  ) -> Operation {
    Operation(
      number: number, command: command, text: "", time: someTime, changes: changes, rounds: rounds)
  }

  @Test func refusesWhatContradictsTheSession() throws {
    let before = disk.tree
    let tag = Change(key: .tag("a"), old: nil, new: .round(.source))
    let cases: [(String, [Operation])] = [
      ("operation 1", [operation(number: 1)]),
      ("operation 3", [operation(number: 3)]),
      ("operation 2", [operation(), operation()]),
      ("command 0", [operation(command: 0)]),
      ("command 3", [operation(command: 3)]),
      ("command 4", [operation(), operation(number: 3, command: 4)]),
      ("round 3", [operation(rounds: [round(RoundID(3))])]),
      ("round 2", [operation(rounds: [round(RoundID(2))])]),
      ("round 4a", [operation(rounds: [round(RoundID(4, variant: "a")), round(RoundID(4, variant: "a"))])]),
      ("at", [operation([Change(key: .at, old: nil, new: nil)])]),
      ("set/merge", [operation([Change(key: .set("merge"), old: .text("x"), new: nil)])]),
      ("tag/a", [operation([tag, tag])]),
      ("tag/a", [operation([tag]), operation(number: 3, [tag])]),
    ]
    for (found, operations) in cases {
      let error = #expect(throws: StoreError.self) { try session.commit(operations) }
      #expect(error == StoreError(.conflict, "operations.log", found: found))
    }
    #expect(disk.tree == before)
    #expect(session.isWriting)
    #expect(try session.commit([operation(command: 1)]).count == 1)
  }

  @Test(arguments: [
    Change(key: .at, old: .round(RoundID(3)), new: .text("not a round")),
    Change(key: .set("new"), old: nil, new: .round(.source)),
  ])
  func refusesWhatWouldNotReadBack(_ change: Change) throws {
    // A round's id and a text have the same stored form, so only the first shows as damage on reading.
    let before = disk.tree
    expect(.conflict) { _ = try session.commit([operation([change])]) }
    #expect(disk.tree == before)
  }

  @Test func takesVariantsOfOneNumberTogether() throws {
    let ids = ["a", "b", "c"].map { RoundID(4, variant: $0) }
    _ = try session.commit([operation(rounds: ids.map { round($0, parent: RoundID(3)) })])
    #expect(session.nextRound == 5)
    let again = try Workload.open(disk)
    #expect(again.rounds == [RoundID(3)] + ids)
    for id in ids { #expect(try again.round(id)?.id == id) }
    #expect(try again.round(RoundID(4)) == nil)
  }

  @Test func neverGivesANumberOutTwice() throws {
    let entry = QueueEntry(item: .instruction(instruction(7)), rank: 1)
    let keys: [ViewKey] = [.queue(QueueID(.instruction, 7)), .queue(QueueID(.fence, 4))]
    _ = try session.commit([
      session.operation(setting: keys.map { ($0, .entry(entry)) }, rounds: [round(RoundID(9))])
    ])
    let undo = Operation(
      number: 3, command: 3, text: "undo", step: .undid(2), time: someTime,
      changes: try session.changesUndoing(command: 2))
    _ = try session.commit([undo])
    for folder in [session, try Workload.open(disk)] {
      #expect(folder.view.queue.isEmpty)
      #expect(folder.nextQueueNumber(.instruction) == 8)
      #expect(folder.nextQueueNumber(.fence) == 5)
      #expect(folder.nextRound == 10)
      #expect(folder.nextCommand == 4)
      #expect(folder.history == CommandHistory(undoable: [1], redoable: [2]))
    }
  }

  @Test func readsHistoryBack() throws {
    _ = try session.commit([operation([Change(key: .at, old: .round(RoundID(3)), new: nil)])])
    _ = try session.commit([
      operation(number: 3, [Change(key: .at, old: nil, new: .round(.source))]),
      operation(
        number: 4, command: 3,
        [
          Change(key: .set("merge"), old: .text("loose"), new: .text("strict")),
          Change(key: .set("merge"), old: .text("strict"), new: nil),
        ]),
    ])
    let values: [ViewKey: ViewValue] = [.at: .round(RoundID(3)), .set("merge"): .text("loose")]
    #expect(try session.view(after: 0) == View())
    #expect(try session.view(after: 1) == View(values: values))
    #expect(try session.view(after: 2) == View(values: [.set("merge"): .text("loose")]))
    #expect(
      try session.view(after: 3) == View(values: [.at: .round(.source), .set("merge"): .text("loose")]))
    #expect(try session.view(after: 4) == View(values: [.at: .round(.source)]))
    #expect(try session.view(after: 5) == nil)
    #expect(try session.view(after: -1) == nil)
    #expect(try session.operations(ofCommand: 2).map(\.number) == [2, 3])
    #expect(try session.operations(ofCommand: 9) == [])
    #expect(try session.changes(ofCommand: 2).map(\.new) == [nil, .round(.source)])
    #expect(try session.changesUndoing(command: 2).map(\.new) == [nil, .round(RoundID(3))])
    #expect(try session.operation(0) == nil)
    #expect(try session.operation(5) == nil)
  }

  @Test func chainsItsLinesByTheirHashes() throws {
    let hashes = try session.commit([operation(), operation(number: 3)])
    let text = String(decoding: try #require(disk.tree["work/hero.session/operations.log"]), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 4 && lines[3].isEmpty)
    var previous = String(repeating: "0", count: 64)
    for line in lines.dropLast() {
      let (hash, json) = (String(line.prefix(64)), line.dropFirst(65))
      #expect(SHA256.digest(of: Array(json.utf8)).hex == hash)
      #expect(json.contains("\"prev\":\"\(previous)\""))
      previous = hash
    }
    #expect(lines[1].contains("\"more\":1") && !lines[2].contains("more"))
    #expect(hashes.map(\.hex) == lines[1...2].map { String($0.prefix(64)) })
  }
}
