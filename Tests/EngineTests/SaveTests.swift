import Codecs
import EditModel
import Engine
import Raster
import TestSupport
import Testing

/// Files of the user's: names, sizes, formats, what goes along.
struct SaveTests {
  @Test func fillsInNames() async throws {
    let bench = try Workbench()
    let session = try await bench.session()
    try await session.edit("invert")
    _ = try await session.run()
    _ = try await session.tag("best")
    let saved = try await session.save(to: bench.path("{session}-{round}-{tag}.png"))
    #expect(saved.path == bench.path("hero-1-best.png"))
    #expect(try PNG.decode(try bench.read("hero-1-best.png")).bitmap == (try await session.bitmap()))
    let found = try await problem { try await session.save(.source, to: bench.path("{tag}.png")) }
    #expect(found.code == .badValue && found.subject == "{tag}", found.facts)
    let odd = try await problem { try await session.save(to: bench.path("{rnd}.png")) }
    #expect(
      odd == Problem(.badValue, "file name", found: "{rnd}", allowed: ["{session}", "{round}", "{tag}"]))
  }

  @Test(arguments: [
    (SaveOptions.Size.longerSide(30), PixelSize(width: 30, height: 22)),
    (.longerSide(120), PixelSize(width: 120, height: 88)),
    (.exact(PixelSize(width: 30, height: 22)), PixelSize(width: 30, height: 22)),
    (.longerSide(1), PixelSize(width: 1, height: 1)),
  ])
  func scalesToTheSizeAskedFor(_ size: SaveOptions.Size, _ expected: PixelSize) async throws {
    let bench = try Workbench()
    let session = try await bench.session()
    let saved = try await session.save(to: bench.path("out.png"), options: SaveOptions(size: size))
    #expect(saved.size == expected)
    let picture = try PNG.decode(try bench.read("out.png"))
    #expect(picture.bitmap.size == expected && picture.bitmap.pixelDigest == saved.pixels)
  }

  @Test func refusesToDistort() async throws {
    let bench = try Workbench()
    let session = try await bench.session()
    let wanted = SaveOptions(size: .exact(PixelSize(width: 60, height: 60)))
    let found = try await problem { try await session.save(to: bench.path("out.png"), options: wanted) }
    #expect(
      found
        == Problem(
          .badValue, "--size", found: "60x60",
          allowed: ["of the picture's ratio, as 60x44", "60 for the longer side"]), found.facts)
    #expect(try bench.folder.contents()["out.png"] == nil)
  }

  @Test(arguments: [0, -1, 65_536, Int.max])
  func refusesSidesThatNoFileMayHave(_ side: Int) async throws {
    let bench = try Workbench()
    let session = try await bench.session()
    let wanted = SaveOptions(size: .longerSide(side))
    let found = try await problem { try await session.save(to: bench.path("out.png"), options: wanted) }
    #expect(found.code == .badValue && found.subject == "--size", found.facts)
    #expect(try bench.folder.contents()["out.png"] == nil)
  }

  @Test func needsAFormat() async throws {
    let bench = try Workbench()
    let session = try await bench.session()
    for name in ["out.gif", "out", "png"] {
      let found = try await problem { try await session.save(to: bench.path(name)) }
      #expect(found.code == .badValue && found.found == bench.path(name), found.facts)
    }
    let saved = try await session.save(to: bench.path("out"), options: SaveOptions(format: .png))
    #expect(saved.format == .png && saved.quality == nil)
  }

  @Test(.enabled(if: SystemLibraries.standard.has(.turboJPEG)))
  func aJPEGSaysItsQualityAndItsOwnPixels() async throws {
    let bench = try Workbench()
    let session = try await bench.session(Scene.translucent())
    let saved = try await session.save(to: bench.path("out.jpg"), options: SaveOptions(quality: 80))
    #expect(saved.format == .jpeg && saved.quality == 80 && saved.wasFlattened)
    let decoded = try PictureFile.decode(try bench.read("out.jpg"))
    #expect(decoded.bitmap.pixelDigest == saved.pixels)
    let tight = SaveOptions(maximumBytes: saved.byteCount / 2)
    let smaller = try await session.save(to: bench.path("small.jpg"), options: tight)
    #expect(smaller.byteCount <= saved.byteCount / 2)
    let found = try await problem {
      try await session.save(to: bench.path("tiny.jpg"), options: SaveOptions(maximumBytes: 10))
    }
    #expect(found.code == .tooLarge, found.facts)
  }

  @Test func namesThePackageThatIsMissing() async throws {
    let bench = try Workbench()
    var configuration = Workbench.configuration()
    configuration.libraries = SystemLibraries(folder: bench.path("nothing"))
    let session = try await bench.session(Scene.noise(), name: "hero.session", configuration)
    for (name, package) in [("out.jpg", "libturbojpeg0"), ("out.webp", "libwebp7")] {
      let found = try await problem { try await session.save(to: bench.path(name)) }
      #expect(found.code == .libraryMissing && found.allowed == [package], found.facts)
    }
    #expect(try await session.save(to: bench.path("out.png")).format == .png)
  }
}
