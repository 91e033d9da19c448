import Store

/// Another disk on which nothing can be written.
final class ReadOnlyDisk: Disk {
  private let disk: any Disk
  private let number: Int32

  init(_ disk: any Disk, _ number: Int32) {
    self.disk = disk
    self.number = number
  }

  func openFolder(_ name: String, in folder: DiskHandle?) throws(StoreError) -> DiskHandle {
    try disk.openFolder(name, in: folder)
  }

  func openFile(_ name: String, in folder: DiskHandle?, for access: FileAccess) throws(StoreError)
    -> DiskHandle
  {
    guard access == .reading else { throw .system(.openForWriting, name, number) }
    return try disk.openFile(name, in: folder, for: access)
  }

  func close(_ handle: DiskHandle) throws(StoreError) { try disk.close(handle) }

  func byteCount(of file: DiskHandle) throws(StoreError) -> Int { try disk.byteCount(of: file) }

  func read(_ file: DiskHandle, at offset: Int, into buffer: UnsafeMutableRawBufferPointer)
    throws(StoreError) -> Int
  {
    try disk.read(file, at: offset, into: buffer)
  }

  func append(_ bytes: UnsafeRawBufferPointer, to file: DiskHandle) throws(StoreError) -> Int {
    throw .system(.write, file.name, number)
  }

  func reserve(_ file: DiskHandle, byteCount: Int) throws(StoreError) {
    throw .system(.reserve, file.name, number)
  }

  func truncate(_ file: DiskHandle, to byteCount: Int) throws(StoreError) {
    throw .system(.truncate, file.name, number)
  }

  func sync(_ handle: DiskHandle) throws(StoreError) {}

  func syncData(_ file: DiskHandle) throws(StoreError) {}

  func makeFolder(_ name: String, in folder: DiskHandle) throws(StoreError) {
    throw .system(.makeFolder, name, number)
  }

  func link(_ name: String, as newName: String, in folder: DiskHandle) throws(StoreError) {
    throw .system(.link, newName, number)
  }

  func rename(_ name: String, to newName: String, in folder: DiskHandle) throws(StoreError) {
    throw .system(.rename, newName, number)
  }

  func unlink(_ name: String, in folder: DiskHandle) throws(StoreError) {
    throw .system(.unlink, name, number)
  }

  func removeFolder(_ name: String, in folder: DiskHandle) throws(StoreError) {
    throw .system(.removeFolder, name, number)
  }

  func names(in folder: DiskHandle) throws(StoreError) -> [String] { try disk.names(in: folder) }

  func tryLock(_ file: DiskHandle) throws(StoreError) -> Bool { try disk.tryLock(file) }
}
