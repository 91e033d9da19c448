import Codecs
import EditModel
import Engine
import Planner
import Raster
import TestSupport
import Testing

/// The objects of a session that is not there; counts how often each was asked for.
final class Objects {
  private(set) var bitmaps = 0
  private(set) var masks = 0
  var encoded = EncodedInputs(cache: nil, elapsed: { .zero })
  private var stored: [Digest: [UInt8]] = [:]
  private var pictures: [Digest: Bitmap] = [:]

  func add(_ bytes: [UInt8], size: PixelSize) -> StoredPicture {
    let object = SHA256.digest(of: bytes)
    stored[object] = bytes
    return StoredPicture(object: object, pixels: object, size: size, byteCount: bytes.count)
  }

  func add(_ bitmap: Bitmap) throws -> StoredPicture {
    let picture = add(try PNG.encode(bitmap), size: bitmap.size)
    pictures[picture.object] = bitmap
    return picture
  }

  func inputs(
    _ base: StoredPicture, _ frame: SentFrame, masks: EditMasks? = nil,
    references: [ReferencePicture] = []
  ) throws -> HostedInputs {
    let made = masks.map { masks in
      HostedInputs.Masks(pixels: masks.users.map(\.pixelDigest)) { () throws(Problem) in
        self.masks += 1
        return masks
      }
    }
    return try HostedInputs(
      base: base, frame: frame, masks: made, references: references, encoded: encoded
    ) {
      digest throws(Problem) in
      guard let bytes = stored[digest] else { throw Problem(.damagedSession, "objects") }
      return MemorySource(bytes)
    } bitmap: { () throws(Problem) in
      bitmaps += 1
      guard let bitmap = pictures[base.object] else { throw Problem(.damagedSession, "objects") }
      return bitmap
    }
  }
}

extension HostedInputs.File {
  func bytes() throws -> [UInt8] { try source.bytes(limit: 1 << 30) }
  fileprivate func bitmap() throws -> Bitmap { try PNG.decode(bytes()).bitmap }
}

@Suite struct HostedInputsTests {
  private static let size = PixelSize(width: 60, height: 44)
  private static let whole = SentFrame(
    crop: PixelRect(frameOf: size), placed: PixelRect(frameOf: size), canvas: size)
  private static let padded = SentFrame(
    crop: PixelRect(frameOf: size), placed: PixelRect(x: 2, y: 2, width: 60, height: 44),
    canvas: PixelSize(width: 64, height: 48))

  @Test func anOpaquePictureThatIsItsCanvasGoesAsItIsStored() throws {
    let objects = Objects()
    let base = try objects.add(Scene.noise())
    let picture = try objects.inputs(base, Self.whole).picture
    #expect(SHA256.digest(of: try picture.bytes()) == base.object)
    #expect(objects.bitmaps == 0)
    #expect(picture.contentType == "image/png" && picture.fileName == "picture.png")
  }

  @Test func anotherGoesAsItsCanvas() throws {
    let objects = Objects()
    let bitmap = Scene.noise()
    let picture = try objects.inputs(try objects.add(bitmap), Self.padded).picture
    #expect(try picture.bitmap() == bitmap.onCanvas(Self.padded))
    #expect(objects.bitmaps == 1)
  }

  @Test func whatIsTransparentGoesOverTheMatte() throws {
    let objects = Objects()
    let bitmap = Scene.translucent()
    let picture = try objects.inputs(try objects.add(bitmap), Self.whole).picture
    #expect(try picture.bitmap() == bitmap.flattened(over: .white))
    #expect(try PNG.header(of: picture.bytes()).hasAlpha == false)
  }

  @Test func theMaskIsTransparentWhereTheServiceMayDrawAndNowhereHalf() throws {
    let objects = Objects()
    let base = try objects.add(Scene.noise())
    let soft = try Mask.ellipse(in: Self.size, centreX: 20, centreY: 20, radiusX: 9, radiusY: 7).feathered(
      sigma: 2)
    let masks = try #require(try EditMasks([soft], support: .hint))
    for frame in [Self.whole, Self.padded] {
      let file = try #require(try objects.inputs(base, frame, masks: masks).mask)
      let sent = try masks.sent(on: frame)
      let pixels = try file.bitmap()
      #expect(pixels.size == frame.canvas && file.contentType == "image/png" && file.fileName == "mask.png")
      let isRight = sent.weights.indices.allSatisfy {
        pixels.samples[4 * $0 + 3] == (sent.weights[$0] == 255 ? 0 : 255)
      }
      #expect(isRight)
    }
  }

  @Test func withoutMasksThereIsNoMaskFile() throws {
    let objects = Objects()
    #expect(try objects.inputs(try objects.add(Scene.noise()), Self.whole).mask == nil)
  }

  /// Dots all over the largest legal canvas, as bad for compression as a grown mask can be.
  @Test(.enabled(if: Workbench.sweeps)) func theMaskOfTheLargestCanvasStaysBelowTheLimit() throws {
    let objects = Objects()
    let size = PixelSize(width: 2880, height: 2880)
    var random = SplitMix64(seed: 8)
    var weights = [UInt8](repeating: 0, count: 2880 * 2880)
    for _ in 0..<60_000 { weights[random.next(below: weights.count)] = 255 }
    let mask = Mask(width: 2880, height: 2880, weights: weights)
    let masks = try #require(try EditMasks([mask], support: .hint))
    let frame = SentFrame(crop: PixelRect(frameOf: size), placed: PixelRect(frameOf: size), canvas: size)
    let base = try objects.add(Bitmap(width: 2880, height: 2880, filledWith: .white))
    let file = try #require(try objects.inputs(base, frame, masks: masks).mask)
    #expect(file.source.byteCount < 4_000_000)
  }

  @Test func referencesGoAsTheyCameUnlessAServiceWouldSeeWhatIsHidden() throws {
    let objects = Objects()
    let base = try objects.add(Scene.noise())
    let opaque = try PNG.encode(Scene.noise(seed: 2))
    let clear = Scene.translucent(seed: 3)
    let jpeg = try Fixtures.bytes("jpeg/baseline.jpg")
    func reference(_ name: String, _ bytes: [UInt8], _ format: String) -> ReferencePicture {
      ReferencePicture(name: name, stored: objects.add(bytes, size: Self.size), format: format)
    }
    let references = [
      reference("light", jpeg, "jpeg"), reference("logo", try PNG.encode(clear), "png"),
      reference("pattern", opaque, "png"),
    ]
    let files = try objects.inputs(base, Self.whole, references: references).references
    #expect(files.map(\.fileName) == ["light.jpeg", "logo.png", "pattern.png"])
    #expect(files.map(\.contentType) == ["image/jpeg", "image/png", "image/png"])
    #expect(try files[0].bytes() == jpeg)
    #expect(try files[1].bitmap() == clear.flattened(over: .white))
    #expect(try files[2].bytes() == opaque)
  }

  @Test func anObjectThatIsMissingIsAProblem() async throws {
    let missing = StoredPicture(
      object: SHA256.digest(of: [1]), pixels: SHA256.digest(of: [1]), size: Self.size, byteCount: 1)
    let found = try await problem { _ = try Objects().inputs(missing, Self.whole) }
    #expect(found.code == .damagedSession)
  }
}
