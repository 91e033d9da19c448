/// One open folder; names in it are looked up relative to it, wherever it is moved meanwhile.
final class OpenFolder: Sendable {
  let disk: any Disk
  private let handle: DiskHandle

  /// Opens the folder at a path of the user's.
  init(path: String, on disk: any Disk) throws(StoreError) {
    self.disk = disk
    handle = try disk.openFolder(path, in: nil)
  }

  private init(_ handle: DiskHandle, on disk: any Disk) {
    self.handle = handle
    self.disk = disk
  }

  deinit {
    // A folder has nothing of its own to flush at its close.
    try? disk.close(handle)
  }

  func folder(_ name: String) throws(StoreError) -> OpenFolder {
    OpenFolder(try disk.openFolder(name, in: handle), on: disk)
  }

  func file(_ name: String, for access: FileAccess) throws(StoreError) -> OpenFile {
    OpenFile(try disk.openFile(name, in: handle, for: access), on: disk)
  }

  /// A new file that only the user may read.
  func newFile(_ name: String) throws(StoreError) -> OpenFile {
    try file(name, for: .creating(permissions: 0o600))
  }

  func makeFolder(_ name: String) throws(StoreError) { try disk.makeFolder(name, in: handle) }

  /// Opens a folder in this one, which is made first when it does not exist.
  func folderMadeIfMissing(_ name: String) throws(StoreError) -> OpenFolder {
    do throws(StoreError) {
      try makeFolder(name)
    } catch  where error.code == .fileExists {}
    return try folder(name)
  }

  func link(_ name: String, as newName: String) throws(StoreError) {
    try disk.link(name, as: newName, in: handle)
  }

  func rename(_ name: String, to newName: String) throws(StoreError) {
    try disk.rename(name, to: newName, in: handle)
  }

  func unlink(_ name: String) throws(StoreError) { try disk.unlink(name, in: handle) }

  func removeFolder(_ name: String) throws(StoreError) { try disk.removeFolder(name, in: handle) }

  func names() throws(StoreError) -> [String] { try disk.names(in: handle) }

  func sync() throws(StoreError) { try disk.sync(handle) }
}

extension OpenFolder {
  /// Writes a new file whole and returns when its bytes, though not yet its name, are on the medium.
  func write(_ bytes: [UInt8], toNew name: String, permissions: UInt32 = 0o600) throws(StoreError) {
    let file = try file(name, for: .creating(permissions: permissions))
    try file.append(bytes)
    try file.sync()
    try file.close()
  }

  /// Removes a file that is of no use any more, if that can be done.
  func discard(_ name: String) {
    // What stays behind is clutter under a name that nothing reads; the failure that led here is reported.
    try? unlink(name)
  }
}
