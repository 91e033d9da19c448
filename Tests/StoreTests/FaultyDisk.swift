import Glibc
import Store
import Synchronization

/// Passes calls on to another disk until one of them is to fail.
final class FaultyDisk: Disk {
  enum Fault: Hashable {
    /// One call fails with this number.
    case once(Int32)
    /// That call and all writing ones after it fail.
    case stays(Int32)
    /// A write does half of what it should, and the next one fails; other calls just fail.
    case shortWrite
    /// The process is gone: neither this nor any later call reaches the disk.
    case stop
    /// As `stop`, with half of a write done.
    case stopHalfway
  }

  private struct State {
    var calls = 0
    var isHalfway = false
  }

  private let disk: any Disk
  private let fault: Fault
  private let failing: Int
  private let state = Mutex(State())

  /// - Parameter failing: The number of the call that fails, from 1; 0 for none.
  init(_ disk: any Disk, _ fault: Fault = .stop, at failing: Int = 0) {
    self.disk = disk
    self.fault = fault
    self.failing = failing
  }

  var calls: Int { state.withLock { $0.calls } }

  /// True when the last write that was tried did half of what it should.
  var isHalfway: Bool { state.withLock { $0.isHalfway } }

  /// True when the fault has happened.
  var hasFailed: Bool { failing > 0 && calls >= failing }

  private func step(_ call: SystemCall, _ name: String) throws(StoreError) {
    let count = state.withLock { state in
      state.calls += 1
      return state.calls
    }
    guard failing > 0, count >= failing else { return }
    switch fault {
    case .once(let number): if count == failing { throw .system(call, name, number) }
    case .stays(let number):
      if count == failing || Self.writes(call) { throw .system(call, name, number) }
    case .shortWrite: if count == failing, call != .write { throw .system(call, name, EIO) }
    case .stop: throw .system(call, name, ECANCELED)
    case .stopHalfway: if count > failing || call != .write { throw .system(call, name, ECANCELED) }
    }
  }

  private static func writes(_ call: SystemCall) -> Bool {
    ![.open, .close, .status, .read, .list, .lock].contains(call)
  }

  func append(_ bytes: UnsafeRawBufferPointer, to file: DiskHandle) throws(StoreError) -> Int {
    try step(.write, file.name)
    let (isFailing, wasHalfway) = state.withLock { state in
      let wasHalfway = state.isHalfway
      state.isHalfway = state.calls == failing && (fault == .shortWrite || fault == .stopHalfway)
      return (state.isHalfway, wasHalfway)
    }
    if wasHalfway { throw .system(.write, file.name, ENOSPC) }
    guard isFailing, bytes.count > 1 else { return try disk.append(bytes, to: file) }
    return try disk.append(UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)]), to: file)
  }

  func openFolder(_ name: String, in folder: DiskHandle?) throws(StoreError) -> DiskHandle {
    try step(.open, name)
    return try disk.openFolder(name, in: folder)
  }

  func openFile(_ name: String, in folder: DiskHandle?, for access: FileAccess) throws(StoreError)
    -> DiskHandle
  {
    try step(access == .reading ? .open : .openForWriting, name)
    return try disk.openFile(name, in: folder, for: access)
  }

  func close(_ handle: DiskHandle) throws(StoreError) {
    // A close that reports an error has closed the file all the same.
    do throws(StoreError) {
      try step(.close, handle.name)
    } catch {
      if error.errorNumber != ECANCELED { try disk.close(handle) }
      throw error
    }
    try disk.close(handle)
  }

  func byteCount(of file: DiskHandle) throws(StoreError) -> Int {
    try step(.status, file.name)
    return try disk.byteCount(of: file)
  }

  func read(_ file: DiskHandle, at offset: Int, into buffer: UnsafeMutableRawBufferPointer)
    throws(StoreError) -> Int
  {
    try step(.read, file.name)
    return try disk.read(file, at: offset, into: buffer)
  }

  func reserve(_ file: DiskHandle, byteCount: Int) throws(StoreError) {
    try step(.reserve, file.name)
    try disk.reserve(file, byteCount: byteCount)
  }

  func truncate(_ file: DiskHandle, to byteCount: Int) throws(StoreError) {
    try step(.truncate, file.name)
    try disk.truncate(file, to: byteCount)
  }

  func sync(_ handle: DiskHandle) throws(StoreError) {
    try step(.sync, handle.name)
    try disk.sync(handle)
  }

  func syncData(_ file: DiskHandle) throws(StoreError) {
    try step(.sync, file.name)
    try disk.syncData(file)
  }

  func makeFolder(_ name: String, in folder: DiskHandle) throws(StoreError) {
    try step(.makeFolder, name)
    try disk.makeFolder(name, in: folder)
  }

  func link(_ name: String, as newName: String, in folder: DiskHandle) throws(StoreError) {
    try step(.link, newName)
    try disk.link(name, as: newName, in: folder)
  }

  func rename(_ name: String, to newName: String, in folder: DiskHandle) throws(StoreError) {
    try step(.rename, newName)
    try disk.rename(name, to: newName, in: folder)
  }

  func unlink(_ name: String, in folder: DiskHandle) throws(StoreError) {
    try step(.unlink, name)
    try disk.unlink(name, in: folder)
  }

  func removeFolder(_ name: String, in folder: DiskHandle) throws(StoreError) {
    try step(.removeFolder, name)
    try disk.removeFolder(name, in: folder)
  }

  func names(in folder: DiskHandle) throws(StoreError) -> [String] {
    try step(.list, folder.name)
    return try disk.names(in: folder)
  }

  func tryLock(_ file: DiskHandle) throws(StoreError) -> Bool {
    try step(.lock, file.name)
    return try disk.tryLock(file)
  }
}
