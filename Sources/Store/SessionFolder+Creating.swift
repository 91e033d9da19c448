package import EditModel

extension SessionFolder {
  /// Makes a complete empty session and opens it for reading.
  ///
  /// It is built in a hidden folder beside its place and renamed there when it is whole on the medium, so
  /// a process that dies meanwhile leaves no session at all, only that hidden folder.
  ///
  /// - Parameter path: Its place; nothing may be there, or an empty folder.
  /// - Throws: `StoreError` with code `sessionExists`, `fileMissing` when the parent is missing,
  ///   `notWritable`, `diskFull` or `ioFailed`.
  package static func create(at path: String, disk: any Disk, surroundings: Surroundings)
    throws(StoreError) -> SessionFolder
  {
    let (parentPath, name) = try splitPath(path)
    let parent = try OpenFolder(path: parentPath, on: disk)
    let temporary = temporaryName(surroundings)
    try parent.makeFolder(temporary)
    do throws(StoreError) {
      try fill(parent.folder(temporary))
      try moveIntoPlace(temporary, name, in: parent, path: path)
    } catch {
      discardUnfinished(temporary, in: parent)
      throw error
    }
    try parent.sync()
    return try SessionFolder(opening: path, disk: disk, surroundings: surroundings)
  }

  private static let emptyFiles = [
    SessionFormat.operations, SessionFormat.calls, SessionFormat.lock,
  ]

  private static func fill(_ folder: OpenFolder) throws(StoreError) {
    for name in emptyFiles { try folder.write([], toNew: name) }
    for name in [SessionFormat.objects, SessionFormat.derived] { try folder.makeFolder(name) }
    try folder.write(SessionFormat.contents, toNew: SessionFormat.file)
    try folder.sync()
  }

  private static func moveIntoPlace(
    _ temporary: String, _ name: String, in parent: OpenFolder, path: String
  ) throws(StoreError) {
    do throws(StoreError) {
      try parent.rename(temporary, to: name)
    } catch  where error.code == .fileExists || error.code == .notAFile {
      throw StoreError(.sessionExists, path)
    }
  }

  private static func discardUnfinished(_ name: String, in parent: OpenFolder) {
    // Clutter that nothing reads stays behind where this fails; the failure that led here is reported.
    guard let folder = try? parent.folder(name) else { return }
    for file in emptyFiles + [SessionFormat.file] { folder.discard(file) }
    for inner in [SessionFormat.objects, SessionFormat.derived] { try? folder.removeFolder(inner) }
    try? parent.removeFolder(name)
  }

  /// The names of the `*.session` entries of a folder, sorted by their bytes; what is in them is not looked at.
  package static func lookup(in directory: String, disk: any Disk) throws(StoreError) -> [String] {
    let suffix = ".session"
    return try OpenFolder(path: directory, on: disk).names()
      .filter { $0.hasSuffix(suffix) && $0.utf8.count > suffix.utf8.count }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
