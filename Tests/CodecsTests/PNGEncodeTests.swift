import Codecs
import Raster
import Testing

@Suite struct PNGEncodeTests {
  private static let sizes = [(1, 1), (1, 40), (40, 1), (31, 17), (128, 65)]

  @Test(arguments: PNG.Effort.allCases, [false, true])
  func pictureComesBackUnchanged(effort: PNG.Effort, isOpaque: Bool) throws {
    var generator = SplitMix64(seed: 11)
    for (width, height) in Self.sizes {
      let bitmap = randomBitmap(width, height, isOpaque: isOpaque, generator: &generator)
      let picture = try PNG.decode(try PNG.encode(bitmap, effort: effort))
      #expect(picture.bitmap == bitmap)
      #expect(picture.header.colourType == (isOpaque ? .rgb : .rgba))
      #expect(picture.header.bitDepth == 8)
      #expect(!picture.header.isInterlaced)
      #expect(picture.trailingByteCount == 0)
    }
  }

  @Test func keepsColourUnderTransparentPixels() throws {
    let bitmap = Bitmap(width: 2, height: 1, samples: [200, 100, 50, 0, 1, 2, 3, 0])
    #expect(try PNG.decode(try PNG.encode(bitmap)).bitmap == bitmap)
  }

  @Test(arguments: PNG.Effort.allCases)
  func writesOnlyTheCriticalChunks(effort: PNG.Effort) throws {
    var generator = SplitMix64(seed: 12)
    let file = try PNG.encode(
      randomBitmap(200, 200, isOpaque: false, generator: &generator), effort: effort)
    let names = chunkNames(of: file)
    #expect(names.first == "IHDR")
    #expect(names.last == "IEND")
    #expect(Set(names) == ["IHDR", "IDAT", "IEND"])
  }

  @Test func samePictureGivesTheSameBytes() throws {
    let photo = try PNG.decode(try FixtureFolder.bytes("photos/chelsea.png")).bitmap
    for effort in PNG.Effort.allCases {
      #expect(try PNG.encode(photo, effort: effort) == PNG.encode(photo, effort: effort))
    }
  }

  @Test func moreEffortMakesAPhotographSmaller() throws {
    let photo = try PNG.decode(try FixtureFolder.bytes("photos/chelsea.png")).bitmap
    let wire = try PNG.encode(photo, effort: .wire)
    let small = try PNG.encode(photo, effort: .small)
    #expect(small.count < wire.count)
    #expect(wire.count < photo.samples.count / 2)
    #expect(try PNG.decode(wire).bitmap == photo)
    #expect(try PNG.decode(small).bitmap == photo)
  }

  @Test func findsRepeatsInDrawings() throws {
    var generator = SplitMix64(seed: 13)
    let tile = randomBitmap(16, 16, isOpaque: true, generator: &generator)
    var drawing = Bitmap(width: 160, height: 160, filledWith: .white)
    for y in 0..<160 { for x in 0..<160 { drawing[x, y] = tile[x % 16, y % 16] } }
    let file = try PNG.encode(drawing, effort: .wire)
    #expect(file.count < drawing.samples.count / 10)
    #expect(try PNG.decode(file).bitmap == drawing)
  }

  private func randomBitmap(
    _ width: Int, _ height: Int, isOpaque: Bool, generator: inout SplitMix64
  ) -> Bitmap {
    var samples = (0..<(4 * width * height)).map { _ in UInt8(generator.next(below: 256)) }
    for index in stride(from: 3, to: samples.count, by: 4) {
      samples[index] = isOpaque ? 255 : samples[index] & 0xFE
    }
    return Bitmap(width: width, height: height, samples: samples)
  }

  private func chunkNames(of file: [UInt8]) -> [String] {
    var names: [String] = []
    var offset = 8
    while offset + 12 <= file.count {
      let length = file[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
      names.append(String(decoding: file[offset + 4..<offset + 8], as: UTF8.self))
      offset += 12 + length
    }
    return names
  }
}
