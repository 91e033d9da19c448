import Codecs
import EditModel
import Engine
import FoundationEssentials
import Planner
import Raster
import Store
import TestSupport
import Testing

/// A repeated input does no encoding work: counted, not timed.
@Suite struct EncodedInputsTests {
  private static let size = PixelSize(width: 60, height: 44)
  private static let frames = [
    // The whole picture with padding, and a region of it at its own scale and scaled.
    SentFrame(
      crop: PixelRect(frameOf: size), placed: PixelRect(x: 2, y: 2, width: 60, height: 44),
      canvas: PixelSize(width: 64, height: 48)),
    SentFrame(
      crop: PixelRect(x: 10, y: 4, width: 32, height: 32),
      placed: PixelRect(x: 0, y: 0, width: 32, height: 32),
      canvas: PixelSize(width: 32, height: 48)),
    SentFrame(
      crop: PixelRect(x: 10, y: 4, width: 32, height: 32),
      placed: PixelRect(x: 0, y: 0, width: 48, height: 48),
      canvas: PixelSize(width: 48, height: 48)),
  ]

  private let folder: TemporaryFolder
  private let objects = Objects()
  private let base: StoredPicture
  private let references: [ReferencePicture]
  private let masks: EditMasks

  init() throws {
    folder = try TemporaryFolder()
    base = try objects.add(Scene.noise())
    let logo = Scene.translucent(seed: 3)
    references = [ReferencePicture(name: "logo", stored: try objects.add(logo), format: "png")]
    let user = try Mask.ellipse(in: Self.size, centreX: 25, centreY: 20, radiusX: 9, radiusY: 7)
    masks = try #require(try EditMasks([user], support: .hint))
  }

  /// What a new process has.
  private func encoded() -> EncodedInputs {
    EncodedInputs(cache: cache(folder.path("cache")), elapsed: { .zero })
  }

  private func cache(_ path: String) -> CacheFolder {
    CacheFolder(path, disk: SystemDisk(), surroundings: .system)
  }

  private func files(_ frame: SentFrame) throws -> [[UInt8]] {
    let inputs = try objects.inputs(base, frame, masks: masks, references: references)
    return try ([inputs.picture, try #require(inputs.mask)] + inputs.references).map { try $0.bytes() }
  }

  @Test(arguments: frames) func aRepeatedInputIsNotEncodedAgain(_ frame: SentFrame) throws {
    objects.encoded = encoded()
    let first = try files(frame)
    #expect(objects.encoded.counts.encoded == 3 && objects.encoded.counts.found == 0)
    for processes in 1...2 {
      #expect(try files(frame) == first)
      #expect(objects.encoded.counts.encoded == (processes == 1 ? 3 : 0))
      #expect(objects.encoded.counts.found == 3)
      objects.encoded = encoded()
    }
    // Neither was the picture decoded, nor were the masks made.
    #expect(objects.bitmaps == 1 && objects.masks == 1)
    let names = try folder.contents(of: "cache").keys
    #expect(names.count { $0.hasPrefix("input/") } == 2 && names.count { $0.hasPrefix("mask/") } == 1)
  }

  @Test func anotherFrameIsAnotherInput() throws {
    objects.encoded = encoded()
    var seen: Set<[UInt8]> = []
    for frame in Self.frames { seen.insert(try files(frame)[0]) }
    #expect(seen.count == 3)
    #expect(objects.encoded.counts.encoded == 7 && objects.encoded.counts.found == 2)
  }

  @Test func whatIsStoredAsItIsSentIsNotKeptTwice() throws {
    objects.encoded = encoded()
    let whole = SentFrame(
      crop: PixelRect(frameOf: Self.size), placed: PixelRect(frameOf: Self.size), canvas: Self.size)
    _ = try objects.inputs(base, whole)
    #expect(objects.encoded.counts.encoded == 0 && objects.encoded.counts.found == 0)
    #expect(try folder.contents().isEmpty)
  }

  @Test func aCacheThatCannotBeUsedCostsOnlyTime() throws {
    try Data([1]).write(to: URL(filePath: folder.path("file")))
    objects.encoded = EncodedInputs(cache: cache(folder.path("file")), elapsed: { .zero })
    let first = try files(Self.frames[0])
    #expect(try files(Self.frames[0]) == first)
    #expect(objects.encoded.counts.encoded == 6 && objects.encoded.counts.found == 0)
  }

  @Test func aDamagedEntryIsEncodedAgain() throws {
    objects.encoded = encoded()
    let first = try files(Self.frames[0])
    for name in try folder.contents(of: "cache").keys where name.contains("/") {
      let file = URL(filePath: folder.path("cache/\(name)"))
      var bytes = try Data(contentsOf: file)
      bytes[bytes.count - 9] ^= 1
      try bytes.write(to: file)
    }
    #expect(try files(Self.frames[0]) == first)
    #expect(objects.encoded.counts.encoded == 6 && objects.encoded.counts.found == 0)
    #expect(try files(Self.frames[0]) == first)
    #expect(objects.encoded.counts.found == 3)
  }

  /// Where this fails because pictures or masks are made in another way now, `HostedInputs` needs another
  /// version, or caches would give back what was made in the old way.
  @Test func theVersionStandsForThesePixels() throws {
    var hash = SHA256()
    for frame in Self.frames {
      for bytes in try files(frame) {
        hash.update(Array(try PNG.decode(bytes).bitmap.pixelDigest.hex.utf8))
      }
    }
    #expect(hash.finalize().short == "694ce540c6cf")
  }
}
