import Codecs
import EditModel
import Engine
import Glibc
import Raster
import TestSupport
import Testing

/// Files that are not what was asked for: told apart, and nothing is made or changed.
struct BadFileTests {
  /// A file, and the facts with which it is refused.
  struct Row: Sendable {
    let name: String
    let code: Problem.Code
    var found: String?
    var allowed: [String] = []
    var bytes: @Sendable () throws -> [UInt8]? = { nil }
  }

  private static let png: @Sendable () throws -> [UInt8] = { try PNG.encode(Scene.noise()) }

  static let rows = [
    Row(name: "text.png", code: .notAPicture, bytes: { Array("no picture at all".utf8) }),
    Row(name: "empty.png", code: .notAPicture, found: "it is empty", bytes: { [] }),
    Row(
      name: "photo.png", code: .unsupportedFormat, found: "gif", allowed: ["png", "jpeg", "webp"],
      bytes: { Array("GIF89a".utf8) + [1, 0, 1, 0, 0, 0, 0, 59] }),
    Row(
      name: "cut.png", code: .truncatedFile, found: "4 bytes, at least 8 are needed",
      bytes: { Array(try png().prefix(4)) }),
    Row(
      name: "bent.png", code: .damagedFile, found: "wrong check sum in chunk IHDR",
      bytes: {
        var bytes = try png()
        bytes[19] ^= 1
        return bytes
      }),
    Row(name: "missing.png", code: .fileMissing),
    Row(name: "folder.png", code: .notReadable),
  ]

  /// Puts the row's file there, a folder for `folder.png`, or nothing.
  private func prepare(_ row: Row, in bench: Workbench) throws -> String {
    if let bytes = try row.bytes() { return try bench.write(bytes, to: row.name) }
    if row.code == .notReadable { mkdir(bench.path(row.name), 0o700) }
    return bench.path(row.name)
  }

  private func expect(_ problem: Problem, is row: Row, about path: String) {
    #expect(problem.code == row.code && problem.subject == path, problem.facts)
    #expect(problem.found == row.found && problem.allowed == row.allowed, problem.facts)
  }

  @Test func refusesToMakeASessionOfThem() async throws {
    for row in Self.rows {
      let bench = try Workbench()
      let path = try prepare(row, in: bench)
      let before = try bench.folder.contents()
      let found = try await problem("\(row.name)") {
        _ = try await Session.create(
          from: path, at: bench.path("new.session"), configuration: Workbench.configuration())
      }
      expect(found, is: row, about: path)
      #expect(try bench.folder.contents() == before, "\(row.name)")
    }
  }

  @Test func refusesThemAsMasks() async throws {
    let bench = try Workbench()
    let session = try await bench.session()
    for row in Self.rows {
      let path = try prepare(row, in: bench)
      let before = try bench.folder.contents(of: "hero.session")
      let found = try await problem("\(row.name)") {
        try await session.makeMask("m", .file(path, MaskFileOptions(polarity: .white)))
      }
      var row = row
      // What is no picture was tried as annotations too.
      if row.name == "text.png" { row.found = "no annotation file either" }
      expect(found, is: row, about: path)
      #expect(try bench.folder.contents(of: "hero.session") == before, "\(row.name)")
    }
  }

  @Test func refusesAPictureThatStopsAnywhere() async throws {
    let bench = try Workbench()
    let whole = try Self.png()
    for count in stride(from: 1, to: whole.count, by: Workbench.sweeps ? 1 : 997) {
      let path = try bench.write(Array(whole.prefix(count)), to: "cut.png")
      let found = try await problem("\(count) bytes") {
        _ = try await Session.create(
          from: path, at: bench.path("new.session"), configuration: Workbench.configuration())
      }
      // Of fewer than four bytes nobody can say what they begin.
      let code: Problem.Code = count < 4 ? .notAPicture : .truncatedFile
      #expect(found.code == code && found.subject == path, "\(count) bytes")
    }
    #expect(try bench.folder.contents().keys.sorted() == ["cut.png"])
  }

  @Test func refusesMaskFilesThatDoNotFit() async throws {
    let bench = try Workbench()
    let session = try await bench.session()
    let small = try bench.write(Scene.noise(width: 9, height: 7), to: "small.png")
    let opaque = try bench.write(Scene.noise(), to: "opaque.png")
    let logs = try bench.logs()
    let size = try await problem {
      try await session.makeMask("m", .file(small, MaskFileOptions(polarity: .white)))
    }
    #expect(size == Problem(.sizeDiffers, small, found: "9x7", allowed: ["60x44"]))
    let alpha = try await problem {
      try await session.makeMask("m", .file(opaque, MaskFileOptions(polarity: .alpha)))
    }
    #expect(alpha == Problem(.noAlpha, opaque))
    #expect(try bench.logs() == logs)
    #expect(try await session.masks().isEmpty)
  }

  @Test func saysHowItDecidedTheMeaningOfAMaskFile() async throws {
    let bench = try Workbench()
    let session = try await bench.session()
    let path = try bench.write(Scene.translucent(), to: "mask.png")
    try await session.makeMask("m", .file(path, MaskFileOptions(polarity: .automatic)))
    let expected = Scene.translucent().samples.enumerated().filter { $0.offset % 4 == 3 }.map {
      255 - $0.element
    }
    #expect(try await session.maskWeights("m").weights == expected)
    let kinds = await session.takeNotices().map(\.kind)
    #expect(kinds.contains { if case .polarity(.alpha, _) = $0 { true } else { false } })
    #expect(await session.takeNotices().isEmpty)
  }

  @Test func refusesToSaveWhereItMayNot() async throws {
    let bench = try Workbench()
    let session = try await bench.session()
    try await session.makeMask("m", .all)
    let taken = try bench.write([1, 2, 3], to: "taken.png")
    mkdir(bench.path("folder.png"), 0o700)
    let rows: [(name: String, code: Problem.Code, subject: String, force: Bool)] = [
      ("taken.png", .fileExists, "taken.png", false), ("folder.png", .fileExists, "folder.png", false),
      ("none/out.png", .fileMissing, "none", false), ("none/out.png", .fileMissing, "none", true),
      ("taken.png/out.png", .notWritable, "taken.png/out.png", false),
      ("folder.png", .notWritable, "folder.png", true),
    ]
    let before = try bench.folder.contents()
    for row in rows {
      let path = bench.path(row.name)
      let saves: [() async throws -> Void] = [
        { try await session.save(to: path, options: SaveOptions(force: row.force)) },
        { try await session.saveMask("m", to: path, force: row.force) },
        { try await session.saveMaskPreview("m", to: path, force: row.force) },
      ]
      for save in saves {
        let found = try await problem("\(row)") { try await save() }
        #expect(found.code == row.code && found.subject == bench.path(row.subject), found.facts)
      }
    }
    let name = try await problem { try await session.save(to: bench.path("out.gif")) }
    #expect(
      name
        == Problem(
          .badValue, "file name", found: bench.path("out.gif"),
          allowed: ["png", "jpeg", "webp"].map { "a name that ends in .\($0)" }))
    let raw = try await problem { try await session.save(layer: .raw, to: bench.path("out.png")) }
    #expect(raw == Problem(.notAnEdit, "0"))
    #expect(try bench.folder.contents() == before)
    try await session.save(to: taken, options: SaveOptions(force: true))
    #expect(try PNG.decode(try bench.read("taken.png")).bitmap == Scene.noise())
  }
}
