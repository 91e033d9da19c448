internal import EditModel
internal import Store

/// The user's own files, read and written through the disk seam.
struct UserFiles {
  let disk: any Disk
  let surroundings: Surroundings

  /// Largest file that is read, in bytes.
  static let byteLimit = 512 << 20

  init(_ configuration: EngineConfiguration) {
    disk = configuration.disk
    surroundings = configuration.surroundings
  }

  /// The whole file.
  ///
  /// - Throws: `Problem` with code `fileMissing`, `notReadable` or `tooLarge`.
  func read(_ path: String) throws(Problem) -> [UInt8] {
    try problem(about: path) { () throws(StoreError) in
      try disk.contents(ofFile: path, limit: Self.byteLimit)
    }
  }

  /// The folder that a file is in.
  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Writes a new file, or with `force` puts it in the place of one that exists; never half a file.
  ///
  /// - Throws: `Problem` with code `fileExists`, `fileMissing` about the folder, `notWritable` or `diskFull`.
  func write(_ bytes: [UInt8], to path: String, force: Bool) throws(Problem) {
    do throws(StoreError) {
      try disk.write(bytes, toFile: path, replacing: force, surroundings: surroundings)
    } catch {
      switch error.code {
      case .fileMissing: throw Problem(.fileMissing, Self.folder(of: path))
      case .notAFile: throw Problem(.notWritable, path, underlying: "it is no file")
      default: throw Problem(store: error, about: path)
      }
    }
  }
}
