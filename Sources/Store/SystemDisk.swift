internal import Glibc

/// The machine's own disk, by POSIX calls.
package struct SystemDisk: Disk {
  package init() {}

  package func openFolder(_ name: String, in folder: DiskHandle?) throws(StoreError) -> DiskHandle {
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | noFollow(folder)
    try refuseZeroByte(name)
    let number = try retrying(.open, name) { openat(base(folder), name, flags) }
    return DiskHandle(number: number, name: name)
  }

  package func openFile(_ name: String, in folder: DiskHandle?, for access: FileAccess)
    throws(StoreError) -> DiskHandle
  {
    try refuseZeroByte(name)
    let (flags, permissions) = openFlags(access)
    let all = flags | O_CLOEXEC | O_NOCTTY | noFollow(folder)
    let number = try retrying(access == .reading ? .open : .openForWriting, name) {
      openat(base(folder), name, all, permissions)
    }
    return DiskHandle(number: number, name: name)
  }

  /// Opening a named pipe for reading would wait for its writer; `byteCount` refuses it then.
  private func openFlags(_ access: FileAccess) -> (flags: Int32, permissions: mode_t) {
    switch access {
    case .reading: (O_RDONLY | O_NONBLOCK, 0)
    case .appending: (O_RDWR | O_APPEND, 0)
    case .creating(let permissions): (O_RDWR | O_APPEND | O_CREAT | O_EXCL, permissions)
    case .locking: (O_RDWR | O_APPEND | O_CREAT, 0o600)
    }
  }

  package func close(_ handle: DiskHandle) throws(StoreError) {
    // Linux has closed the file also when it reports a signal, so a second call could hit another file.
    guard Glibc.close(handle.number) != 0, errno != EINTR else { return }
    throw .system(.close, handle.name, errno)
  }

  package func byteCount(of file: DiskHandle) throws(StoreError) -> Int {
    var status = stat()
    try retrying(.status, file.name) { fstat(file.number, &status) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw StoreError(.notAFile, file.name) }
    return Int(status.st_size)
  }

  package func read(
    _ file: DiskHandle, at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(StoreError) -> Int {
    try retrying(.read, file.name) { pread(file.number, buffer.baseAddress, buffer.count, offset) }
  }

  package func append(_ bytes: UnsafeRawBufferPointer, to file: DiskHandle) throws(StoreError) -> Int {
    let count = try retrying(.write, file.name) {
      Glibc.write(file.number, bytes.baseAddress, bytes.count)
    }
    guard count > 0 || bytes.isEmpty else { throw .system(.write, file.name, EIO) }
    return count
  }

  package func truncate(_ file: DiskHandle, to byteCount: Int) throws(StoreError) {
    try retrying(.truncate, file.name) { ftruncate(file.number, byteCount) }
  }

  package func sync(_ handle: DiskHandle) throws(StoreError) {
    try retrying(.sync, handle.name) { fsync(handle.number) }
  }

  package func syncData(_ file: DiskHandle) throws(StoreError) {
    try retrying(.sync, file.name) { fdatasync(file.number) }
  }

  package func makeFolder(_ name: String, in folder: DiskHandle) throws(StoreError) {
    try retrying(.makeFolder, name) { mkdirat(folder.number, name, 0o700) }
  }

  package func link(_ name: String, as newName: String, in folder: DiskHandle) throws(StoreError) {
    try retrying(.link, newName) { linkat(folder.number, name, folder.number, newName, 0) }
  }

  package func rename(_ name: String, to newName: String, in folder: DiskHandle) throws(StoreError) {
    try retrying(.rename, newName) { renameat(folder.number, name, folder.number, newName) }
  }

  package func unlink(_ name: String, in folder: DiskHandle) throws(StoreError) {
    try retrying(.unlink, name) { unlinkat(folder.number, name, 0) }
  }

  package func removeFolder(_ name: String, in folder: DiskHandle) throws(StoreError) {
    try retrying(.removeFolder, name) { unlinkat(folder.number, name, AT_REMOVEDIR) }
  }

  package func tryLock(_ file: DiskHandle) throws(StoreError) -> Bool {
    do throws(StoreError) {
      try retrying(.lock, file.name) { flock(file.number, LOCK_EX | LOCK_NB) }
      return true
    } catch  where error.errorNumber == EWOULDBLOCK {
      return false
    }
  }

  /// A C string ends at its first zero byte, so such a path would name another file.
  private func refuseZeroByte(_ name: String) throws(StoreError) {
    if name.utf8.contains(0) { throw .system(.open, name, ENOENT) }
  }

  private func base(_ folder: DiskHandle?) -> Int32 { folder?.number ?? AT_FDCWD }

  private func noFollow(_ folder: DiskHandle?) -> Int32 { folder == nil ? 0 : O_NOFOLLOW }

  @discardableResult
  func retrying<Result: SignedInteger>(
    _ call: SystemCall, _ name: String, _ body: () -> Result
  ) throws(StoreError) -> Result {
    while true {
      let result = body()
      if result >= 0 { return result }
      guard errno == EINTR else { throw .system(call, name, errno) }
    }
  }
}

extension SystemDisk {
  package func names(in folder: DiskHandle) throws(StoreError) -> [String] {
    let own = try openFolder(".", in: folder)
    guard let stream = fdopendir(own.number) else {
      let number = errno
      try close(own)
      throw .system(.list, folder.name, number)
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let name = try nextName(stream, of: folder) {
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  private func nextName(_ stream: OpaquePointer, of folder: DiskHandle) throws(StoreError) -> String? {
    errno = 0
    guard let entry = readdir(stream) else {
      guard errno == 0 else { throw .system(.list, folder.name, errno) }
      return nil
    }
    return withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
