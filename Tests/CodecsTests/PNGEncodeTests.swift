import Codecs
import Raster
import Testing

@Suite struct PNGEncodeTests {
  /// The last ones are as wide as the picture must be for the first band to end after 64 rows.
  private static let sizes = [(1, 1), (1, 70), (70, 1), (31, 17), (128, 65)]
  private static let joints = [(1, 63), (1, 64), (1, 65), (2, 63), (2, 64), (2, 65), (3, 129)].map {
    (1 + (1 << 18) / 64 / $0.0, $0.1)
  }

  @Test(arguments: Layout.allCases, PNG.Effort.allCases)
  func everyLayoutComesBackAtEverySize(layout: Layout, effort: PNG.Effort) throws {
    var generator = SplitMix64(seed: 11)
    for (width, height) in Self.sizes + Self.joints.filter({ $0.0 < 6000 }) {
      let bitmap = layout.bitmap(width, height, generator: &generator)
      let file = try PNG.encode(bitmap, effort: effort)
      let reader = try PNGReader(file)
      #expect(reader.colourType == layout.rawValue)
      #expect([reader.width, reader.height] == [width, height])
      #expect(try reader.samples() == layout.samples(of: bitmap))
      #expect(try PNG.decode(file).bitmap == bitmap)
      #expect(reader.names == ["IHDR", "IDAT", "IEND"])
    }
  }

  @Test(arguments: PNG.Effort.allCases)
  func bytesAreTheSameForAnyNumberOfThreads(effort: PNG.Effort) throws {
    var generator = SplitMix64(seed: 14)
    for layout in Layout.allCases {
      let bitmap = layout.bitmap(1400, 300, generator: &generator)
      let file = try PNG.encode(bitmap, effort: effort, bands: Bands(workers: 1))
      for workers in [2, 5] {
        #expect(try PNG.encode(bitmap, effort: effort, bands: Bands(workers: workers)) == file)
      }
    }
  }

  @Test func eachBandIsAChunk() throws {
    var generator = SplitMix64(seed: 15)
    let bitmap = Layout.rgb.bitmap(1400, 65, generator: &generator)
    #expect(try PNGReader(PNG.encode(bitmap)).contents("IDAT").count == 2)
    #expect(try PNGReader(PNG.encode(bitmap.cropped(rows: 64))).contents("IDAT").count == 1)
  }

  /// Photograph, noise and tiles one above the other: bands with different compressors in one stream.
  @Test(arguments: PNG.Effort.allCases)
  func mixedPicturesComeBack(effort: PNG.Effort) throws {
    var generator = SplitMix64(seed: 16)
    let photo = try PNG.decode(try FixtureFolder.bytes("photos/astronaut.png")).bitmap
    var samples = photo.samples
    samples += Layout.rgb.bitmap(512, 512, generator: &generator).samples
    let tile = Layout.rgba.bitmap(32, 32, generator: &generator)
    for y in 0..<512 {
      for x in 0..<512 { samples += tile.samples[(4 * (y % 32 * 32 + x % 32))...].prefix(4) }
    }
    let bitmap = Bitmap(width: 512, height: 1536, samples: samples)
    let file = try PNG.encode(bitmap, effort: effort)
    #expect(try PNG.decode(file).bitmap == bitmap)
    #expect(try PNGReader(file).samples() == bitmap.samples)
  }

  @Test func oneDifferentPixelDecidesTheLayout() throws {
    let grey = Bitmap(width: 9, height: 130, filledWith: Colour(red: 7, green: 7, blue: 7))
    let changes: [(Colour, UInt8)] = [
      (Colour(red: 8, green: 8, blue: 8), 0), (Colour(red: 8, green: 7, blue: 7), 2),
      (Colour(red: 7, green: 7, blue: 8), 2), (Colour(red: 7, green: 7, blue: 7, alpha: 254), 4),
      (Colour(red: 7, green: 6, blue: 7, alpha: 0), 6),
    ]
    for (colour, type) in changes {
      for place in [(0, 0), (8, 129), (4, 64)] {
        var bitmap = grey
        bitmap[place.0, place.1] = colour
        #expect(try PNGReader(PNG.encode(bitmap)).colourType == type)
      }
    }
  }

  @Test func refusesPicturesThatAreTooWide() throws {
    let widest = (1 << 22) - 1
    let error = #expect(throws: CodecError.self) {
      try PNG.encode(mask: Mask(width: widest + 1, height: 1, filledWith: 0), as: .alphaZeroIsEdit)
    }
    #expect(error?.code == .notEncodable)
    #expect(error?.found == widest + 1)
    #expect(error?.allowed == widest)
    let file = try PNG.encode(mask: Mask(width: widest, height: 1, filledWith: 0), as: .alphaZeroIsEdit)
    #expect(try PNGReader(file).width == widest)
  }

  @Test func keepsColourUnderTransparentPixels() throws {
    let bitmap = Bitmap(width: 2, height: 1, samples: [200, 100, 50, 0, 1, 2, 3, 0])
    #expect(try PNG.decode(try PNG.encode(bitmap)).bitmap == bitmap)
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
    let tile = Bitmap(
      width: 16, height: 16,
      samples: (0..<1024).map { $0 % 4 == 3 ? 255 : UInt8(generator.next(below: 256)) })
    var drawing = Bitmap(width: 160, height: 160, filledWith: .white)
    for y in 0..<160 { for x in 0..<160 { drawing[x, y] = tile[x % 16, y % 16] } }
    let file = try PNG.encode(drawing, effort: .wire)
    #expect(file.count < drawing.samples.count / 10)
    #expect(try PNG.decode(file).bitmap == drawing)
  }
}

/// A layout of the file, by its colour type, with pictures that need it.
enum Layout: UInt8, CaseIterable {
  case grey = 0
  case rgb = 2
  case greyAlpha = 4
  case rgba = 6

  /// Smooth slopes above, noise in the middle, flat below, and the corner pixel makes the layout needed.
  func bitmap(_ width: Int, _ height: Int, generator: inout SplitMix64) -> Bitmap {
    var samples: [UInt8] = []
    samples.reserveCapacity(4 * width * height)
    for y in 0..<height {
      for x in 0..<width {
        let noise = 3 * y > height && 3 * y < 2 * height ? generator.next(below: 256) : 0
        let slope = 3 * y < 2 * height ? (x / 3 + y * 5 + noise) & 255 : 90
        samples += pixel(slope, isCorner: x == 0 && y == 0)
      }
    }
    return Bitmap(width: width, height: height, samples: samples)
  }

  private func pixel(_ level: Int, isCorner: Bool) -> [UInt8] {
    let isGrey = self == .grey || self == .greyAlpha
    let red = UInt8(level)
    let blue = isGrey ? red : isCorner ? red ^ 1 : UInt8((level * 3 + 10) & 255)
    let alpha: UInt8 = self == .grey || self == .rgb ? 255 : isCorner ? 7 : UInt8(level / 2)
    return [red, isGrey ? red : 255 - red, blue, alpha]
  }

  /// What the file stores of a picture.
  func samples(of bitmap: Bitmap) -> [UInt8] {
    let channels = [.grey: [0], .rgb: [0, 1, 2], .greyAlpha: [0, 3], .rgba: [0, 1, 2, 3]][self] ?? []
    return stride(from: 0, to: bitmap.samples.count, by: 4).flatMap { start in
      channels.map { bitmap.samples[start + $0] }
    }
  }
}

extension Bitmap {
  fileprivate func cropped(rows: Int) -> Bitmap {
    Bitmap(width: width, height: rows, samples: Array(samples[..<(4 * width * rows)]))
  }
}
