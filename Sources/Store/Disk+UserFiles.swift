package import EditModel
internal import Glibc

extension Disk {
  /// The bytes of a file of the user's.
  ///
  /// - Parameter limit: The most bytes that are read.
  /// - Throws: `StoreError` with code `tooLarge` before anything is read, `notAFile` for folders and
  ///   pipes, `fileMissing`, `notReadable` or `ioFailed`.
  package func contents(ofFile path: String, limit: Int) throws(StoreError) -> [UInt8] {
    let file = OpenFile(try openFile(path, in: nil, for: .reading), on: self)
    let count = try file.byteCount()
    guard count <= limit else {
      throw StoreError(.tooLarge, path, found: "\(count)", allowed: "\(limit)")
    }
    return try file.bytes(at: 0, count: count)
  }

  /// Writes a file of the user's whole or not at all, and returns when it is on the medium.
  ///
  /// - Parameter replacing: Whether a file of that name may be there already; a symbolic link is itself
  ///   replaced.
  /// - Throws: `StoreError` with code `fileExists`, `fileMissing` for a missing folder, `notWritable`,
  ///   `diskFull` or `ioFailed`.
  package func write(
    _ bytes: [UInt8], toFile path: String, replacing: Bool, surroundings: Surroundings
  ) throws(StoreError) {
    let (parent, name) = try splitPath(path)
    let folder = try OpenFolder(path: parent, on: self)
    let temporary = temporaryName(surroundings)
    do throws(StoreError) {
      try folder.write(bytes, toNew: temporary, permissions: 0o666)
      try replacing ? folder.rename(temporary, to: name) : folder.publish(temporary, as: name)
    } catch {
      folder.discard(temporary)
      throw error
    }
    try folder.sync()
  }
}

extension OpenFolder {
  /// Gives a finished temporary file its name, which must not exist.
  func publish(_ temporary: String, as name: String) throws(StoreError) {
    do throws(StoreError) {
      try link(temporary, as: name)
    } catch  where error.saysNoLinks {
      // FAT and its like have no second names: there the name may be taken between this look and the rename.
      guard try !names().contains(name) else { throw .system(.link, name, EEXIST) }
      return try rename(temporary, to: name)
    }
    try unlink(temporary)
  }
}

/// The folder of a path, and the name in it.
///
/// - Throws: `StoreError` with code `notAFile` where the path names no place for a new entry.
func splitPath(_ path: String) throws(StoreError) -> (parent: String, name: String) {
  var trimmed = path[...]
  while trimmed.count > 1, trimmed.last == "/" { trimmed.removeLast() }
  let name = trimmed.split(separator: "/").last.map(String.init) ?? ""
  guard !["", ".", ".."].contains(name), !path.utf8.contains(0) else {
    throw StoreError(.notAFile, path)
  }
  let parent = trimmed.dropLast(name.count)
  return (parent.isEmpty ? "." : String(parent), name)
}

/// A hidden name for a file or folder that is being written.
func temporaryName(_ surroundings: Surroundings) -> String {
  ".new-\(String(surroundings.uniqueNumber(), radix: 16))"
}
