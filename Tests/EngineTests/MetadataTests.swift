import Codecs
import EditModel
import Engine
import Raster
import Testing

/// What a source's file says beside its pixels, from `new` to `save`.
struct MetadataTests {
  private static let metadata = PictureMetadata(
    density: PixelDensity(horizontal: 11811, vertical: 11811),
    texts: [PictureText(keyword: "Author", text: "Ada"), PictureText(keyword: "Title", text: "Größe")])

  private func session(_ bench: Workbench) async throws -> Session {
    let file = try PNG.encode(Scene.noise(), metadata: Self.metadata)
    let path = try bench.write(file, to: "source.png")
    let session = try await Session.create(
      from: path, at: bench.path("hero.session"), configuration: Workbench.configuration())
    try await session.edit("invert")
    _ = try await session.run()
    return session
  }

  private func saved(_ session: Session, _ bench: Workbench) async throws -> (SavedFile, PictureMetadata) {
    let file = try await session.save(to: bench.path("out.png"), options: SaveOptions(force: true))
    return (file, try PictureFile.metadata(of: try bench.read("out.png")))
  }

  @Test func keepsItByDefault() async throws {
    let bench = try Workbench()
    let (file, metadata) = try await saved(try await session(bench), bench)
    #expect(metadata == Self.metadata)
    #expect(file.dropped.isEmpty)
  }

  @Test func stripsItAndSaysSo() async throws {
    let bench = try Workbench()
    let session = try await session(bench)
    try await session.set("metadata", to: "strip")
    let (file, metadata) = try await saved(session, bench)
    #expect(metadata.isEmpty)
    #expect(file.dropped == ["density", "2 text entries"])
  }

  @Test func marksWhatWasEdited() async throws {
    let bench = try Workbench()
    let session = try await session(bench)
    try await session.set("metadata", to: "mark")
    let (_, metadata) = try await saved(session, bench)
    let packet = String(decoding: try #require(metadata.xmp), as: UTF8.self)
    #expect(packet.contains("http://cv.iptc.org/newscodes/digitalsourcetype/humanEdits"))
    #expect(metadata.texts == Self.metadata.texts)
    try await session.go(.source)
    #expect(try await saved(session, bench).1.xmp == nil)
  }
}
