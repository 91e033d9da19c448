import Codecs
import Raster
import Testing

@Suite struct PictureFileTests {
  private static let refused: [([UInt8], CodecError.Code)] = [
    ([], .emptyFile), (Array("a letter".utf8), .notAPicture),
    (Array("GIF89a".utf8), .unsupportedFormat(.gif)),
    ([0, 0, 0, 24] + Array("ftypheic".utf8), .unsupportedFormat(.heic)),
    ([0, 0, 0, 24] + Array("ftypavif".utf8), .unsupportedFormat(.avif)),
    ([0x49, 0x49, 0x2A, 0], .unsupportedFormat(.tiff)), (Array("%PDF-1.7".utf8), .unsupportedFormat(.pdf)),
    (Array("<svg/>".utf8), .unsupportedFormat(.svg)),
  ]

  @Test(arguments: refused)
  func everyEntranceNamesWhatItDoesNotRead(bytes: [UInt8], code: CodecError.Code) {
    let entrances: [([UInt8]) throws -> Void] = [
      { _ = try PictureFile.header(of: $0) }, { _ = try PictureFile.metadata(of: $0) },
      { _ = try PictureFile.decode($0) }, { _ = try PictureFile.decodeMask($0) },
    ]
    for entrance in entrances {
      let error = #expect(throws: CodecError.self) { try entrance(bytes) }
      #expect(error?.code == code)
    }
  }

  @Test func pngGoesThroughTheSameDoor() throws {
    let bytes = try FixtureFolder.bytes("photos/chelsea.png")
    let header = try PictureFile.header(of: bytes)
    let picture = try PictureFile.decode(bytes)
    #expect(header.format == .png)
    #expect(header.uprightSize == PixelSize(width: 451, height: 300))
    #expect(try picture.bitmap == PNG.decode(bytes).bitmap)
  }
}
