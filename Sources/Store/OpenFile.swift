internal import Synchronization

/// One open file; it is closed with its last owner.
final class OpenFile: Sendable {
  let disk: any Disk
  let handle: DiskHandle
  private let isOpen = Atomic(true)

  init(_ handle: DiskHandle, on disk: any Disk) {
    self.handle = handle
    self.disk = disk
  }

  deinit {
    // Only files that were read, or whose writing failed already, get here open: nothing is left to report.
    if isOpen.load(ordering: .relaxed) { try? disk.close(handle) }
  }

  /// Closes the file and reports what the system kept back until now.
  func close() throws(StoreError) {
    isOpen.store(false, ordering: .relaxed)
    try disk.close(handle)
  }

  func byteCount() throws(StoreError) -> Int { try disk.byteCount(of: handle) }

  /// The bytes of a part of the file, fewer where the file ends before.
  func bytes(at offset: Int, count: Int) throws(StoreError) -> [UInt8] {
    var failure: StoreError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(StoreError) {
        while filled < count {
          let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
          let read = try disk.read(handle, at: offset + filled, into: rest)
          if read == 0 { break }
          filled += read
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Everything in the file.
  ///
  /// - Parameter limit: The most bytes that are read.
  /// - Throws: `StoreError` with code `tooLarge` before anything is read, or what the disk said.
  func bytes(limit: Int) throws(StoreError) -> [UInt8] {
    let count = try byteCount()
    guard count <= limit else {
      throw StoreError(.tooLarge, handle.name, found: "\(count)", allowed: "\(limit)")
    }
    return try bytes(at: 0, count: count)
  }

  /// Writes all the bytes at the end of the file.
  func append(_ bytes: [UInt8]) throws(StoreError) {
    let result = bytes.withUnsafeBytes { all in
      Result { () throws(StoreError) in try append(all) }
    }
    try result.get()
  }

  /// Writes all the bytes at the end of the file.
  func append(_ bytes: UnsafeRawBufferPointer) throws(StoreError) {
    var written = 0
    while written < bytes.count {
      written += try disk.append(UnsafeRawBufferPointer(rebasing: bytes[written...]), to: handle)
    }
  }

  /// Sets room aside for this many bytes.
  func reserve(_ byteCount: Int) throws(StoreError) { try disk.reserve(handle, byteCount: byteCount) }

  func truncate(to byteCount: Int) throws(StoreError) { try disk.truncate(handle, to: byteCount) }

  func sync() throws(StoreError) { try disk.sync(handle) }

  func syncData() throws(StoreError) { try disk.syncData(handle) }

  func tryLock() throws(StoreError) -> Bool { try disk.tryLock(handle) }
}
