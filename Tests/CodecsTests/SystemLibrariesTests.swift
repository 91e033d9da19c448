import Codecs
import Raster
import TestSupport
import Testing

@Suite struct SystemLibrariesTests {
  private static let needs: [(String, ExternalLibrary, String)] = [
    ("jpeg/baseline.jpg", .turboJPEG, "libturbojpeg0"), ("webp/lossy.webp", .webP, "libwebp7"),
  ]

  @Test(arguments: needs)
  func decodingWithoutALibraryNamesThePackage(
    path: String, library: ExternalLibrary, package: String
  ) throws {
    let folder = try TemporaryFolder()
    let absent = SystemLibraries(folder: folder.path)
    let error = #expect(throws: CodecError.self) {
      try PictureFile.decode(FixtureFolder.bytes(path), libraries: absent)
    }
    #expect(error?.code == .libraryMissing(library))
    #expect(error?.blame == .environment)
    #expect(library.debianPackage == package)
    #expect(!absent.has(library))
  }

  @Test(arguments: [PictureEncoding.Form.jpeg, .webP, .losslessWebP])
  func encodingWithoutALibraryIsRefused(form: PictureEncoding.Form) throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: CodecError.self) {
      try PictureFile.encode(
        Bitmap(width: 2, height: 2, filledWith: Colour(red: 1, green: 2, blue: 3)),
        as: PictureEncoding(form), libraries: SystemLibraries(folder: folder.path))
    }
    #expect(error?.code == .libraryMissing(form.format == .jpeg ? .turboJPEG : .webP))
  }

  @Test func pngNeedsNoLibrary() throws {
    let folder = try TemporaryFolder()
    let absent = SystemLibraries(folder: folder.path)
    let bitmap = Bitmap(width: 2, height: 2, filledWith: Colour(red: 1, green: 2, blue: 3))
    let file = try PictureFile.encode(bitmap, as: PictureEncoding(.png(.wire)), libraries: absent)
    #expect(try PictureFile.decode(file.bytes, libraries: absent).bitmap == bitmap)
  }

  @Test func damageIsNamedBeforeTheMissingLibrary() throws {
    let folder = try TemporaryFolder()
    let bytes = try FixtureFolder.bytes("jpeg/baseline.jpg").dropLast(100)
    let error = #expect(throws: CodecError.self) {
      try PictureFile.decode(Array(bytes), libraries: SystemLibraries(folder: folder.path))
    }
    #expect(error?.code == .truncated)
  }
}
