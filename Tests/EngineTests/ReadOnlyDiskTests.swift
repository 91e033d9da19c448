import EditModel
import Engine
import Glibc
import Planner
import Raster
import Store
import TestSupport
import Testing

/// A session on a medium that cannot be written can be read, and says so to everything else.
struct ReadOnlyDiskTests {
  private typealias Command = (name: String, run: @Sendable (Session) async throws -> Void)

  private static let commands: [Command] = [
    ("edit", { try await $0.edit("sepia") }),
    ("fence", { try await $0.fence() }),
    ("remove", { try await $0.removeFromQueue([e(4)]) }),
    ("move", { try await $0.moveInQueue(e(4), to: 1) }),
    ("hold", { try await $0.setHeld(true, [e(4)]) }),
    ("clear", { try await $0.clearQueue() }),
    ("mask", { try await $0.makeMask("new", .all) }),
    ("change", { try await $0.changeMask("left", .invert) }),
    ("use", { try await $0.useMask("left") }),
    ("forget", { try await $0.removeMask("left") }),
    ("tag", { _ = try await $0.tag("new") }),
    ("untag", { try await $0.removeTag("best") }),
    ("go", { try await $0.go(.source) }),
    ("judge", { _ = try await $0.judge(.accepted) }),
    ("set", { try await $0.set("merge", to: "loose") }),
    ("undo", { try await $0.undo() }),
    ("redo", { try await $0.redo() }),
    ("restore", { try await $0.restore(operation: 1) }),
    ("run", { _ = try await $0.run() }),
  ]

  @Test(arguments: [EROFS, EACCES])
  func readsAndRefusesToWrite(_ number: Int32) async throws {
    let bench = try Workbench()
    let made = try await bench.session()
    try await WholeJobTests.queue(on: made)
    _ = try await made.run()
    _ = try await made.tag("best")
    try await made.edit("invert")
    let (shown, log) = (try await Shown(made), try await made.log())
    let picture = try await made.bitmap()
    await made.close()
    let before = try bench.folder.contents()

    let disk = StagedDisk(.refusesWriting(number))
    let session = try bench.open("hero.session", Workbench.configuration(disk: disk))
    #expect(try await Shown(session) == shown)
    #expect(try await session.log() == log)
    #expect(try await session.bitmap() == picture)
    #expect(try await session.plan().calls.count == 1)
    #expect(try await session.cost().lines.count == 2)
    for command in Self.commands {
      let found = try await problem("\(command.name)") { try await command.run(session) }
      #expect(found.code == .notWritable && found.subject == session.path, "\(command.name)")
    }
    #expect(try await Shown(session) == shown)
    let path = bench.path("out.png")
    let saving = try await problem { try await session.save(to: path) }
    #expect(saving.code == .notWritable && saving.subject == path)
    await session.close()
    #expect(try bench.folder.contents() == before)
  }

  @Test func aSessionCannotBeMadeThere() async throws {
    let bench = try Workbench()
    let picture = try bench.write(Scene.noise(), to: "picture.png")
    let before = try bench.folder.contents()
    let disk = StagedDisk(.refusesWriting(EROFS))
    let found = try await problem {
      _ = try await Session.create(
        from: picture, at: bench.path("new.session"), configuration: Workbench.configuration(disk: disk))
    }
    #expect(found.code == .notWritable && found.subject == bench.path("new.session"))
    #expect(try bench.folder.contents() == before)
  }
}
