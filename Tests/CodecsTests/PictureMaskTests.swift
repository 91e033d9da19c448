import Codecs
import Raster
import Testing

@Suite struct PictureMaskTests {
  /// White disc on black.
  private let disc = Mask(
    width: 64, height: 48,
    weights: (0..<(64 * 48)).map { index in
      let (x, y) = (index % 64 - 30, index / 64 - 20)
      return x * x + y * y < 225 ? 255 : 0
    })

  private func picture(of mask: Mask) -> Bitmap {
    Bitmap(
      width: mask.width, height: mask.height, samples: mask.weights.flatMap { [$0, $0, $0, 255] })
  }

  @Test(
    .enabled(if: hasJPEG && hasWebP), arguments: [PictureEncoding.Form.jpeg(quality: 95), .webP(quality: 95)])
  func compressionLeavesNoHaze(form: PictureEncoding.Form) throws {
    let file = try PictureFile.encode(picture(of: disc), as: PictureEncoding(form))
    let reading = try PictureFile.decodeMask(file.bytes)
    #expect(reading.polarity == .whiteIsEdit)
    #expect(reading.reason == .noAlpha)
    #expect(!reading.mask.weights.contains { (1...8).contains($0) || (247...254).contains($0) })
    #expect(reading.snappedPixelCount > 0)
    // By eye of the reader: levels of the decoded file that are near black or white, and not already there.
    let luma = try PictureFile.decode(file.bytes).bitmap.samples.enumerated().filter { $0.offset % 4 == 0 }
    #expect(
      luma.filter { (1...8).contains($0.element) || (247...254).contains($0.element) }.count
        == reading.snappedPixelCount)
  }

  @Test(.enabled(if: hasJPEG)) func blackIsEditIsSnappedToo() throws {
    let file = try PictureFile.encode(picture(of: disc), as: PictureEncoding(.jpeg(quality: 95)))
    let white = try PictureFile.decodeMask(file.bytes, interpretation: .stated(.whiteIsEdit)).mask
    let black = try PictureFile.decodeMask(file.bytes, interpretation: .stated(.blackIsEdit)).mask
    #expect(black.weights == white.weights.map { 255 - $0 })
  }

  @Test(.enabled(if: hasWebP)) func filesWithoutLossAreTakenAsTheyAre() throws {
    let ramp = Mask(width: 256, height: 1, weights: (0...255).map { UInt8($0) })
    for form in [PictureEncoding.Form.losslessWebP, .png(.wire)] {
      let file = try PictureFile.encode(picture(of: ramp), as: PictureEncoding(form))
      let reading = try PictureFile.decodeMask(file.bytes)
      #expect(reading.mask == ramp)
      #expect(reading.snappedPixelCount == 0)
    }
  }

  @Test(.enabled(if: hasWebP)) func alphaOfWebPIsTakenAsItIs() throws {
    let bytes = try FixtureFolder.bytes("webp/lossy-alpha.webp")
    let reading = try PictureFile.decodeMask(bytes)
    let expected = try Bitmap.fixture("webp/lossy-alpha.png")
    #expect(reading.polarity == .alphaZeroIsEdit)
    #expect(
      reading.mask.weights
        == stride(from: 3, to: expected.samples.count, by: 4).map { 255 - expected.samples[$0] })
    #expect(reading.snappedPixelCount == 0)
  }

  @Test(.enabled(if: hasJPEG)) func masksAreTurnedUpright() throws {
    let upright = try PictureFile.decodeMask(FixtureFolder.bytes("jpeg/orientation-1.jpg")).mask
    let turned = try PictureFile.decodeMask(FixtureFolder.bytes("jpeg/orientation-6.jpg")).mask
    #expect(upright.size == PixelSize(width: 24, height: 16))
    #expect(zip(turned.weights, upright.weights).allSatisfy { abs(Int($0) - Int($1)) <= 6 })
    #expect(turned.size == upright.size)
  }

  @Test(.enabled(if: hasJPEG)) func jpegHasNoAlphaToDecide() throws {
    let error = #expect(throws: CodecError.self) {
      _ = try PictureFile.decodeMask(
        FixtureFolder.bytes("jpeg/baseline.jpg"), interpretation: .stated(.alphaZeroIsEdit))
    }
    #expect(error?.code == .noAlpha)
  }
}
