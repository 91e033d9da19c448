import Codecs
import Testing

@Suite struct PictureFormatTests {
  private static let samples: [(PictureFormat, [UInt8])] = [
    (.png, PNGWriter.signature),
    (.png, [0x89, 0x50, 0x4E, 0x47, 0x0A, 0x1A, 0x0A]),
    (.jpeg, [0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10]),
    (.webp, Array("RIFF".utf8) + [1, 2, 3, 4] + Array("WEBPVP8 ".utf8)),
    (.gif, Array("GIF89a".utf8)),
    (.gif, Array("GIF87a".utf8)),
    (.heic, [0, 0, 0, 24] + Array("ftypheic".utf8)),
    (.heic, [0, 0, 0, 24] + Array("ftypmif1".utf8) + [0, 0, 0, 0] + Array("mif1heic".utf8)),
    (.heic, [0, 0, 0, 24] + Array("ftyphevm".utf8)),
    (.avif, [0, 0, 0, 24] + Array("ftypavif".utf8)),
    (.avif, [0, 0, 0, 28] + Array("ftypmiaf".utf8) + [0, 0, 0, 0] + Array("mif2avif".utf8)),
    (.avif, [0, 0, 0, 24] + Array("ftypmif1".utf8) + [0, 0, 0, 0] + Array("mif1avif".utf8)),
    (.tiff, [0x49, 0x49, 0x2A, 0]),
    (.tiff, [0x4D, 0x4D, 0, 0x2A]),
    (.bmp, Array("BM".utf8) + [UInt8](repeating: 0, count: 12) + [40, 0, 0, 0]),
    (.pdf, Array("%PDF-1.7".utf8)),
    (.pdf, [0x0A, 0x0A] + Array("%PDF-1.4".utf8)),
    (.svg, Array("<svg xmlns=".utf8)),
    (.svg, [0xEF, 0xBB, 0xBF] + Array("  \n<?xml version=\"1.0\"?>\n<svg>".utf8)),
    (.svg, Array("<!-- drawn --><svg/>".utf8)),
    (.unknown, []),
    (.unknown, [0x89]),
    (.unknown, Array("BMW is a maker of cars and motorcycles".utf8)),
    (.unknown, Array("RIFF".utf8) + [1, 2, 3, 4] + Array("WAVE".utf8)),
    (.unknown, [0, 0, 0, 24] + Array("ftypisom".utf8)),
    (.unknown, Array("<!DOCTYPE html><svg/>".utf8)),
    (.unknown, Array("plain text".utf8)),
  ]

  @Test func tellsEachFormatFromItsFirstBytes() {
    for (format, bytes) in Self.samples { #expect(PictureFormat.sniff(bytes) == format) }
  }

  @Test func readsNoByteOutsideShortFiles() {
    for (_, bytes) in Self.samples {
      // Out-of-bounds reads of a span trap.
      for count in bytes.indices { _ = PictureFormat.sniff(Array(bytes.prefix(count))) }
    }
  }

  @Test(arguments: PictureFormat.allCases)
  func refusalNamesTheFormat(format: PictureFormat) throws {
    guard format != .png, format != .unknown else { return }
    let bytes = try #require(Self.samples.first { $0.0 == format }).1
    let error = #expect(throws: CodecError.self) { try PNG.decode(bytes) }
    #expect(error?.code == .unsupportedFormat(format))
    #expect(error?.blame == .unsupported)
  }

  @Test func recognisesTheJPEGPhotograph() throws {
    let bytes = try FixtureFolder.bytes("photos/hubble_deep_field.jpg")
    #expect(PictureFormat.sniff(bytes) == .jpeg)
  }
}
