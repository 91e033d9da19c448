import EditModel
import Engine
import Glibc
import Raster
import TestSupport
import Testing

/// Folders that are no session, not ours to touch, or somebody else's at the moment.
struct BadSessionTests {
  @Test func refusesWhatIsNoSession() async throws {
    let bench = try Workbench()
    mkdir(bench.path("bare"), 0o700)
    try bench.write([1], to: "file")
    try bench.write([1], to: "bare/notes.txt")
    let rows: [(name: String, code: Problem.Code)] = [
      ("nothing", .noSession), ("bare", .notASession), ("file", .notASession), ("no/where", .noSession),
    ]
    let before = try bench.folder.contents()
    for row in rows {
      let found = try await problem("\(row)") { _ = try bench.open(row.name) }
      #expect(found.code == row.code && found.subject == bench.path(row.name), "\(row)")
      #expect(!Session.exists(at: bench.path(row.name)))
    }
    #expect(try bench.folder.contents() == before)
  }

  @Test(arguments: ["{\"pentimento-session\":2}\n", "{\"pentimento-session\":9,\"more\":[]}"])
  func leavesALaterFormatAsItIs(_ format: String) async throws {
    let bench = try Workbench()
    await (try await bench.session()).close()
    try bench.write(Array(format.utf8), to: "hero.session/format")
    let before = try bench.folder.contents()
    let found = try await problem { _ = try bench.open() }
    #expect(found.code == .laterFormat && found.allowed == ["1"])
    #expect(found.found == (format.contains("9") ? "9" : "2"))
    #expect(found.subject == bench.path("hero.session"))
    #expect(Session.exists(at: bench.path("hero.session")))
    let again = try await problem { _ = try await bench.session() }
    #expect(again.code == .laterFormat)
    #expect(try bench.folder.contents() == before)
  }

  @Test func doesNotMakeASessionOverAnything() async throws {
    let bench = try Workbench()
    let session = try await bench.session()
    try await session.edit("invert")
    await session.close()
    mkdir(bench.path("full"), 0o700)
    try bench.write([1], to: "full/notes.txt")
    try bench.write([1], to: "file")
    let rows: [(name: String, code: Problem.Code)] = [
      ("hero.session", .sessionExists), ("full", .sessionExists), ("file", .sessionExists),
      ("no/where", .fileMissing),
    ]
    let before = try bench.folder.contents()
    for row in rows {
      let found = try await problem("\(row)") { _ = try await bench.session(name: row.name) }
      #expect(found.code == row.code && found.subject == bench.path(row.name), "\(row)")
    }
    #expect(try bench.folder.contents() == before)
  }

  @Test func theSecondWriterIsTurnedAwayUntilTheFirstCloses() async throws {
    let bench = try Workbench()
    let first = try await bench.session()
    try await first.edit("invert")
    let second = try bench.open()
    let logs = try bench.logs()
    let found = try await problem { try await second.edit("sepia") }
    let path = bench.path("hero.session")
    #expect(found == Problem(.locked, path, found: "\(getpid())"))
    #expect(try await problem { _ = try await second.run() }.code == .locked)
    #expect(try bench.logs() == logs)
    #expect(try await second.queue().map(\.id) == [e(1)])
    await first.close()
    try await second.edit("sepia")
    #expect(try await second.queue().map(\.id) == [e(1), e(2)])
    #expect(try await problem { try await first.fence() }.code == .locked)
  }

  @Test func givesTheLockBackWhenIdle() async throws {
    let bench = try Workbench()
    let first = try await bench.session()
    let second = try bench.open()
    await first.releaseLockIfIdle(for: .seconds(1))
    #expect(try await problem { try await second.fence() }.code == .locked)
    await first.releaseLockIfIdle(for: .zero)
    try await second.fence()
  }

  @Test(arguments: ["operations.log", "calls.log"])
  func damageInALogMakesItReadOnly(_ log: String) async throws {
    let bench = try Workbench()
    let session = try await bench.session()
    for text in ["invert", "sepia"] {
      try await session.edit(text)
      _ = try await session.run()
    }
    await session.close()
    unlink(bench.path("hero.session/derived/checkpoint"))
    var bytes = try bench.read("hero.session/\(log)")
    let second = try #require(bytes.firstIndex(of: UInt8(ascii: "\n"))) + 1
    bytes[second + 80] ^= 1
    try bench.write(bytes, to: "hero.session/\(log)")
    let before = try bench.folder.contents()
    let damaged = try bench.open()
    #expect(try await damaged.status().isReadOnly)
    let found = try await problem { try await damaged.edit("invert") }
    #expect(found.code == .damagedSession && found.subject == bench.path("hero.session"))
    #expect(found.found == "\(log) line 2")
    #expect(
      try bench.folder.contents().filter { !$0.key.hasSuffix("lock") }
        == before.filter { !$0.key.hasSuffix("lock") })
  }

  @Test func saysWhichObjectIsNotAsItWasStored() async throws {
    let bench = try Workbench()
    let session = try await bench.session()
    let stored = try await session.show().round.picture.object.hex
    await session.close()
    let path = "hero.session/objects/\(stored.prefix(2))/\(stored.dropFirst(2))"
    var bytes = try bench.read(path)
    bytes[bytes.count / 2] ^= 1
    try bench.write(bytes, to: path)
    let found = try await problem { _ = try await bench.open().bitmap() }
    #expect(found.code == .damagedSession && found.subject == "objects/\(stored.prefix(12))")
    unlink(bench.path(path))
    #expect(try await problem { _ = try await bench.open().bitmap() }.code == .damagedSession)
  }
}
