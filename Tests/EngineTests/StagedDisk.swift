import Glibc
import Store
import Synchronization

/// The machine's disk with a fault that is staged, and without waiting for the medium.
///
/// It closes files at the end of a staged process as the system does, so that locks are given back.
final class StagedDisk: Disk {
  enum Fault: Hashable {
    case none
    /// Every writing call is refused with this number.
    case refusesWriting(Int32)
    /// The writing call of this number, counted from 1, fails; and all after it until `heal()` if it stays.
    case fails(at: Int, with: Int32, stays: Bool)
    /// The process is gone from this call on, reading ones counted too; of a write half may have been done.
    case gone(at: Int, halfway: Bool)
  }

  private struct State {
    var fault: Fault
    var calls = 0
    var writingCalls = 0
    var open: Set<Int32> = []
  }

  private let disk = SystemDisk()
  private let state: Mutex<State>

  init(_ fault: Fault = .none) {
    state = Mutex(State(fault: fault))
  }

  /// How many calls were made, and how many of them would write.
  var counts: (all: Int, writing: Int) { state.withLock { ($0.calls, $0.writingCalls) } }

  /// Ends every fault.
  func heal() { state.withLock { $0.fault = .none } }

  /// Closes whatever is open, as the end of a process does; later calls fail.
  func endProcess() {
    let open = state.withLock { state in
      state.fault = .gone(at: 0, halfway: false)
      defer { state.open = [] }
      return state.open
    }
    for number in open { Glibc.close(number) }
  }

  /// Counts a call, and returns how many of `byteCount` bytes may still be written.
  @discardableResult
  private func step(
    _ call: SystemCall, _ name: String, writes: Bool = true, byteCount: Int = 0
  ) throws(StoreError) -> Int {
    let (fault, calls, writing) = state.withLock { state in
      state.calls += 1
      if writes { state.writingCalls += 1 }
      return (state.fault, state.calls, state.writingCalls)
    }
    switch fault {
    case .none: break
    case .refusesWriting(let number):
      if writes { throw .system(call, name, number) }
    case .fails(let failing, let number, let stays):
      if writes, writing == failing || stays && writing > failing { throw .system(call, name, number) }
    case .gone(let last, let halfway):
      if calls == last, halfway, byteCount > 1 { return byteCount / 2 }
      if calls >= last { throw .system(call, name, ECANCELED) }
    }
    return byteCount
  }

  private func opened(_ handle: DiskHandle) -> DiskHandle {
    state.withLock { _ = $0.open.insert(handle.number) }
    return handle
  }

  func openFolder(_ name: String, in folder: DiskHandle?) throws(StoreError) -> DiskHandle {
    try step(.open, name, writes: false)
    return opened(try disk.openFolder(name, in: folder))
  }

  func openFile(_ name: String, in folder: DiskHandle?, for access: FileAccess) throws(StoreError)
    -> DiskHandle
  {
    let writes = access != .reading
    try step(writes ? .openForWriting : .open, name, writes: writes)
    return opened(try disk.openFile(name, in: folder, for: access))
  }

  func close(_ handle: DiskHandle) throws(StoreError) {
    // What is closed already by the end of the process may be another's number by now.
    guard state.withLock({ $0.open.remove(handle.number) }) != nil else { return }
    try disk.close(handle)
  }

  func byteCount(of file: DiskHandle) throws(StoreError) -> Int {
    try step(.status, file.name, writes: false)
    return try disk.byteCount(of: file)
  }

  func read(_ file: DiskHandle, at offset: Int, into buffer: UnsafeMutableRawBufferPointer)
    throws(StoreError) -> Int
  {
    try step(.read, file.name, writes: false)
    return try disk.read(file, at: offset, into: buffer)
  }

  func append(_ bytes: UnsafeRawBufferPointer, to file: DiskHandle) throws(StoreError) -> Int {
    let count = try step(.write, file.name, byteCount: bytes.count)
    return try disk.append(UnsafeRawBufferPointer(rebasing: bytes[..<count]), to: file)
  }

  func reserve(_ file: DiskHandle, byteCount: Int) throws(StoreError) {
    try step(.reserve, file.name)
    try disk.reserve(file, byteCount: byteCount)
  }

  func truncate(_ file: DiskHandle, to byteCount: Int) throws(StoreError) {
    try step(.truncate, file.name)
    try disk.truncate(file, to: byteCount)
  }

  func sync(_ handle: DiskHandle) throws(StoreError) { try step(.sync, handle.name) }

  func syncData(_ file: DiskHandle) throws(StoreError) { try step(.sync, file.name) }

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
    try step(.list, folder.name, writes: false)
    return try disk.names(in: folder)
  }

  func tryLock(_ file: DiskHandle) throws(StoreError) -> Bool {
    try step(.lock, file.name, writes: false)
    return try disk.tryLock(file)
  }
}
