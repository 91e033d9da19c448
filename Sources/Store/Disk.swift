/// An open file or folder of a `Disk`.
package struct DiskHandle: Hashable, Sendable {
  package let number: Int32

  /// The name that it was opened by, for errors.
  package let name: String

  package init(number: Int32, name: String) {
    self.number = number
    self.name = name
  }
}

/// What a file is opened for; a file that this program writes is only ever written at its end.
package enum FileAccess: Hashable, Sendable {
  case reading
  case appending
  /// The file must not exist yet.
  case creating(permissions: UInt32)
  /// The file is made, for its owner alone, when it does not exist.
  case locking
}

/// The calls to the operating system that the store makes, so that tests can put faults and power loss behind them.
///
/// One requirement is one system call. None is ever cut short by a signal; reads and writes may do less
/// than they were asked for. A name inside a folder is never followed when it is a symbolic link; a path
/// without folder is the user's own and is followed.
package protocol Disk: Sendable {
  /// Opens a folder for looking names up in it.
  func openFolder(_ name: String, in folder: DiskHandle?) throws(StoreError) -> DiskHandle

  func openFile(_ name: String, in folder: DiskHandle?, for access: FileAccess) throws(StoreError)
    -> DiskHandle

  func close(_ handle: DiskHandle) throws(StoreError)

  /// The length of a regular file in bytes.
  ///
  /// - Throws: `StoreError` with code `notAFile` for anything else.
  func byteCount(of file: DiskHandle) throws(StoreError) -> Int

  /// Reads from `offset` on and returns how many bytes came, 0 at the end of the file.
  func read(_ file: DiskHandle, at offset: Int, into buffer: UnsafeMutableRawBufferPointer)
    throws(StoreError) -> Int

  /// Writes at the end of the file and returns how many bytes went, at least 1.
  func append(_ bytes: UnsafeRawBufferPointer, to file: DiskHandle) throws(StoreError) -> Int

  /// Sets room on the medium aside for a file of this many bytes, and leaves its length as it is.
  ///
  /// Where the file system cannot do that, it only makes sure that the room is there now.
  ///
  /// - Throws: `StoreError` with code `diskFull` when there is less.
  func reserve(_ file: DiskHandle, byteCount: Int) throws(StoreError)

  func truncate(_ file: DiskHandle, to byteCount: Int) throws(StoreError)

  /// Returns when the file's bytes and length, or the folder's names, are on the medium.
  func sync(_ handle: DiskHandle) throws(StoreError)

  /// Like `sync` for a file, without what is not needed to read it back (times).
  func syncData(_ file: DiskHandle) throws(StoreError)

  /// Makes a folder for its owner alone.
  func makeFolder(_ name: String, in folder: DiskHandle) throws(StoreError)

  /// Gives a file a second name, which must not exist.
  func link(_ name: String, as newName: String, in folder: DiskHandle) throws(StoreError)

  /// Renames a file over whatever file has the new name, or a folder over an empty one.
  func rename(_ name: String, to newName: String, in folder: DiskHandle) throws(StoreError)

  func unlink(_ name: String, in folder: DiskHandle) throws(StoreError)

  func removeFolder(_ name: String, in folder: DiskHandle) throws(StoreError)

  /// The names in a folder, without `.` and `..`, in no order.
  func names(in folder: DiskHandle) throws(StoreError) -> [String]

  /// Takes the exclusive lock of an open file, or returns false when another holder has it.
  ///
  /// Closing the handle, also by the end of the process, gives it back.
  func tryLock(_ file: DiskHandle) throws(StoreError) -> Bool

  /// The one path that leads to this folder or file from the root, without symbolic links; the path as it is
  /// where there is none.
  func fullPath(of path: String) -> String
}

extension Disk {
  package func fullPath(of path: String) -> String { path }
}
