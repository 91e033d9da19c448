internal import EditModel

extension OpenFolder {
  /// Opens a folder at a path of the user's, and makes it and those above it where they are missing.
  static func madeIfMissing(_ path: String, on disk: any Disk) throws(StoreError) -> OpenFolder {
    do throws(StoreError) {
      return try OpenFolder(path: path, on: disk)
    } catch  where error.code == .fileMissing {
      let (parentPath, name) = try splitPath(path)
      let parent = try madeIfMissing(parentPath, on: disk)
      let folder = try parent.folderMadeIfMissing(name)
      try parent.sync()
      return folder
    }
  }

  /// Longest that others may hold a lock of a shared file; they do so for a few milliseconds.
  static let patience = Duration.seconds(2)

  /// Takes the lock of something that several processes change; closing the file gives it back.
  ///
  /// - Parameter path: This folder's, for the error.
  /// - Parameter wait: Holds up the thread for so long.
  /// - Throws: `StoreError` with code `locked` when others hold it for longer than the patience, or what the
  ///   disk said.
  func takenLock(
    _ name: String, path: String, surroundings: Surroundings, patience: Duration = patience,
    wait: (Duration) -> Void
  ) throws(StoreError) -> OpenFile {
    let file = try file(name, for: .locking)
    var waited = Duration.zero
    while try !file.tryLock() {
      guard waited < patience else { throw StoreError(.locked, "\(path)/\(name)") }
      // Of different lengths, so that several that wait do not come back together.
      let pause = Duration.milliseconds(1 + surroundings.uniqueNumber() % 16)
      wait(pause)
      waited += pause
    }
    return file
  }
}
