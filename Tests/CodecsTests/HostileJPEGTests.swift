import Codecs
import Raster
import Testing

/// Whatever the bytes, there is a picture or a typed error, and a file that ends early is never a picture.
@Suite(.enabled(if: hasJPEG)) struct HostileJPEGTests {
  private static let files = ["baseline", "progressive", "restarts", "grey", "inks", "metadata"]

  @Test(arguments: files) func refusesEveryCut(file: String) throws {
    let bytes = try FixtureFolder.bytes("jpeg/\(file).jpg")
    for count in stride(from: 0, to: bytes.count, by: 5) {
      let error = #expect(throws: CodecError.self) { _ = try PictureFile.decode(Array(bytes.prefix(count))) }
      let codes: [CodecError.Code] = [.truncated, .emptyFile, .notAPicture]
      #expect(codes.contains(try #require(error).code), "\(count) bytes")
    }
  }

  @Test(arguments: ["baseline", "progressive", "grey", "restarts"])
  func refusesCutsThatHideTheirEnd(file: String) throws {
    let bytes = try FixtureFolder.bytes("jpeg/\(file).jpg")
    let scan = try #require(bytes.firstRange(of: [0xFF, 0xDA])).upperBound
    // Where a marker begins, what comes before it is a whole file, only a coarser one.
    for count in stride(from: scan, to: scan + (bytes.count - scan) / 3, by: 11) where bytes[count] != 0xFF {
      #expect(throws: CodecError.self) {
        _ = try PictureFile.decode(Array(bytes.prefix(count)) + [0xFF, 0xD9])
      }
    }
  }

  @Test(arguments: files) func flippedBitsGiveAPictureOrAnError(file: String) throws {
    let bytes = try FixtureFolder.bytes("jpeg/\(file).jpg")
    var generator = SplitMix64(seed: 11)
    for _ in 0..<150 {
      var damaged = bytes
      for _ in 0..<(1 + Int(generator.next() % 4)) {
        let bit = Int(generator.next() % UInt64(8 * bytes.count))
        damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      }
      expectPictureOrError(damaged)
    }
  }

  @Test(arguments: files) func lyingLengthsGiveAPictureOrAnError(file: String) throws {
    let bytes = try FixtureFolder.bytes("jpeg/\(file).jpg")
    for offset in bytes.indices.dropLast(3) where bytes[offset] == 0xFF && bytes[offset + 1] >= 0xC0 {
      for length: UInt16 in [0, 1, 2, 3, 8, 255, 4096, 65535] {
        var damaged = bytes
        damaged[offset + 2] = UInt8(length >> 8)
        damaged[offset + 3] = UInt8(length & 255)
        expectPictureOrError(damaged)
      }
    }
  }

  @Test func refusesAGiantThatAFewBytesAnnounce() throws {
    var bytes = try FixtureFolder.bytes("jpeg/progressive.jpg")
    let frame = try #require(bytes.firstRange(of: [0xFF, 0xC2])).lowerBound
    for offset in [5, 7] {
      bytes[frame + offset] = 0x27
      bytes[frame + offset + 1] = 0x10
    }
    let error = #expect(throws: CodecError.self) { _ = try PictureFile.decode(bytes) }
    #expect(error?.code == .truncated)
    // 625 x 625 units of six blocks, a bit each; found before any memory was taken.
    #expect(error?.allowed == 292_969)
  }

  @Test func refusesThousandsOfScans() throws {
    let bytes = try FixtureFolder.bytes("jpeg/progressive.jpg")
    let scan = [0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 5, 0, 0x7F] as [UInt8]
    let many = bytes.dropLast(2) + [[UInt8]](repeating: scan, count: 2000).joined() + [0xFF, 0xD9]
    let error = #expect(throws: CodecError.self) { _ = try PictureFile.decode(Array(many)) }
    #expect(error?.code == .tooLarge(.scans))
    #expect(error?.allowed == 500)
  }

  @Test func refusesMissingScansOfAColour() throws {
    // Each component in a scan of its own; the last of three is left out.
    let bytes = try FixtureFolder.bytes("jpeg/progressive.jpg")
    let header = Array(bytes[..<(try #require(bytes.firstRange(of: [0xFF, 0xDA])).lowerBound)])
    let scan = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0] as [UInt8]
    let file = header + scan + [UInt8](repeating: 0, count: 100) + [0xFF, 0xD9]
    let error = #expect(throws: CodecError.self) { _ = try PictureFile.decode(file) }
    #expect(error?.code == .damaged(.missingImageData))
  }

  @Test func refusesTwoFrames() throws {
    let bytes = try FixtureFolder.bytes("jpeg/baseline.jpg")
    let start = try #require(bytes.firstRange(of: [0xFF, 0xC0])).lowerBound
    let frame = Array(bytes[start..<(start + 19)])
    let doubled = Array(bytes[..<start]) + frame + Array(bytes[start...])
    let error = #expect(throws: CodecError.self) { _ = try PictureFile.decode(doubled) }
    #expect(error?.code == .damaged(.chunkOrder))
  }

  private func expectPictureOrError(_ bytes: [UInt8]) {
    let limits = DecodeLimits(maxPixels: 4_000_000)
    do {
      let picture = try PictureFile.decode(bytes, limits: limits)
      #expect(picture.bitmap.samples.count == 4 * picture.bitmap.width * picture.bitmap.height)
    } catch {
      #expect(error.blame != .environment)
    }
  }
}
