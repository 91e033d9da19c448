package import EditModel
internal import Glibc

/// Small files that all processes of one user share, each changed under a lock of its own.
///
/// The folder is made, for its owner alone, when something is first written. Reading makes nothing.
package final class StateFolder: Sendable {
  /// Where it is, as `$XDG_STATE_HOME/pentimento`.
  package let path: String

  let surroundings: Surroundings
  let disk: any Disk
  private let wait: @Sendable (Duration) -> Void

  /// - Parameter wait: Holds up the thread for so long.
  package init(
    _ path: String, disk: any Disk, surroundings: Surroundings,
    wait: @escaping @Sendable (Duration) -> Void = holdUp
  ) {
    self.path = path
    self.disk = disk
    self.surroundings = surroundings
    self.wait = wait
  }

  /// Largest file in bytes.
  private static let largest = 4 << 20

  /// The contents of a file as the last change left them, empty where there is none.
  ///
  /// - Throws: `StoreError` with code `tooLarge`, `notAFile`, `notReadable` or `ioFailed`.
  package func contents(of name: String) throws(StoreError) -> [UInt8] {
    do throws(StoreError) {
      return try contents(of: name, in: OpenFolder(path: path, on: disk))
    } catch  where error.code == .fileMissing {
      return []
    }
  }

  /// Changes a file while no other process or thread does.
  ///
  /// Readers see it as before or as after. A power loss may leave the older contents or none unless the
  /// change is durable, so what is read is to be checked.
  ///
  /// - Parameter name: Follows the rule of `Name`; the lock is the file `NAME.lock`.
  /// - Parameter durable: Whether to return only when the change is on the medium.
  /// - Parameter change: Gets the contents, empty where there is no file, and returns what is to be there
  ///   instead, `nil` to leave all as it is. It holds up everybody else.
  /// - Throws: `StoreError` with code `locked` when others hold the lock for two seconds, `tooLarge`,
  ///   `notReadable`, `notWritable`, `diskFull` or `ioFailed`.
  package func update(
    _ name: String, durable: Bool = false, _ change: ([UInt8]) -> [UInt8]?
  ) throws(StoreError) {
    precondition(Name.isLegal(name), "the names of state files are ours")
    let folder = try folderMadeIfMissing(path)
    let lock = try takenLock("\(name).lock", in: folder)
    // Nothing was written to it, so its close has nothing to report.
    defer { try? lock.close() }
    guard let contents = change(try contents(of: name, in: folder)) else { return }
    guard contents.count <= Self.largest else { throw tooLarge(name, contents.count) }
    try replace(name, with: contents, in: folder, durable: durable)
  }

  private func contents(of name: String, in folder: OpenFolder) throws(StoreError) -> [UInt8] {
    do throws(StoreError) {
      return try folder.file(name, for: .reading).bytes(limit: Self.largest)
    } catch  where error.code == .fileMissing {
      return []
    }
  }

  private func replace(
    _ name: String, with contents: [UInt8], in folder: OpenFolder, durable: Bool
  ) throws(StoreError) {
    // Whoever holds the lock is alone with this name; a process that died may have left it.
    let temporary = "\(name).new"
    folder.discard(temporary)
    do throws(StoreError) {
      let file = try folder.newFile(temporary)
      try file.append(contents)
      if durable { try file.sync() }
      try file.close()
      try folder.rename(temporary, to: name)
    } catch {
      folder.discard(temporary)
      throw error
    }
    if durable { try folder.sync() }
  }

  private func tooLarge(_ name: String, _ byteCount: Int) -> StoreError {
    StoreError(.tooLarge, "\(path)/\(name)", found: "\(byteCount)", allowed: "\(Self.largest)")
  }
}

extension StateFolder {
  /// Opens a folder, and makes it and those above it where they are missing.
  func folderMadeIfMissing(_ path: String) throws(StoreError) -> OpenFolder {
    try OpenFolder.madeIfMissing(path, on: disk)
  }

  /// The lock, which the last owner of the file gives back.
  ///
  /// - Parameter patience: Longest that others may hold it; they do so for a few milliseconds.
  func takenLock(
    _ name: String, in folder: OpenFolder, patience: Duration = OpenFolder.patience
  ) throws(StoreError) -> OpenFile {
    try folder.takenLock(name, path: path, surroundings: surroundings, patience: patience, wait: wait)
  }
}

/// Holds up this thread.
@Sendable package func holdUp(for duration: Duration) {
  let (seconds, attoseconds) = duration.components
  var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
  // A signal ends it early, which does no harm to whoever looks again.
  nanosleep(&time, nil)
}
