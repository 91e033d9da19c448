internal import Codecs
public import EditModel
internal import Raster
internal import Store

extension Session {
  /// Makes a session folder around a copy of a picture; the picture's file is only read.
  ///
  /// - Parameters:
  ///   - picture: Path of a PNG, JPEG or WebP file.
  ///   - folder: Path of the folder to make; it must not exist, or be empty.
  /// - Throws: `Problem` about the file (`fileMissing`, `notReadable`, `notAPicture`, `unsupportedFormat`,
  ///   `libraryMissing`, `truncatedFile`, `damagedFile`, `tooLarge`) before anything is made, or about the folder
  ///   (`sessionExists`, `notWritable`, `diskFull`).
  nonisolated(nonsending) public static func create(
    from picture: String, at folder: String, configuration: EngineConfiguration = .system()
  ) async throws(Problem) -> Session {
    let bytes = try UserFiles(configuration).read(picture)
    let decoded = try problem(about: picture) { () throws(CodecError) in
      try PictureFile.decode(bytes, libraries: configuration.libraries, bands: configuration.bands)
    }
    let session = try made(at: folder, configuration)
    try await session.writeSource(bytes, decoded, from: picture)
    return session
  }

  /// A new folder, or one whose making was cut off before it had a picture.
  static func made(at folder: String, _ configuration: EngineConfiguration) throws(Problem) -> Session {
    let made = try problem(about: folder) { () throws(StoreError) in
      if let begun = try unfinished(at: folder, configuration) { return begun }
      return try SessionFolder.create(
        at: folder, disk: configuration.disk, surroundings: configuration.surroundings)
    }
    return Session(path: folder, folder: made, configuration: configuration)
  }

  /// A session whose making was cut off before its picture was in; it is gone on with.
  private static func unfinished(
    at path: String, _ configuration: EngineConfiguration
  ) throws(StoreError) -> SessionFolder? {
    do throws(StoreError) {
      let folder = try SessionFolder(
        opening: path, disk: configuration.disk, surroundings: configuration.surroundings)
      return folder.rounds.isEmpty ? folder : nil
    } catch  where error.code == .noSession || error.code == .notASession {
      return nil
    }
  }

  private func writeSource(
    _ bytes: [UInt8], _ decoded: DecodedPicture, from path: String
  ) throws(Problem) {
    try beginWriting()
    guard folder.nextOperation == 1 else { throw Problem(.sessionExists, self.path) }
    let file = SourceFile(
      object: try pictures.put(bytes), name: lastComponent(of: path), byteCount: bytes.count)
    let stored = try pictures.store(decoded.bitmap)
    notices += Notice.all(about: decoded)
    let now = configuration.surroundings.now()
    try write("new \(quoted(file.name))") { () throws(Problem) in
      Draft(
        changes: [(.at, .round(.source))],
        rounds: [Round(id: .source, parent: nil, kind: .source, picture: stored, source: file, time: now)])
    }
  }
}

/// What stands after the last slash.
func lastComponent(of path: String) -> String {
  path.split(separator: "/").last.map(String.init) ?? path
}
