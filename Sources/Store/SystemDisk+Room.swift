internal import Glibc

extension SystemDisk {
  package func reserve(_ file: DiskHandle, byteCount: Int) throws(StoreError) {
    guard byteCount > 0 else { return }
    if let fallocate = Self.fallocate {
      do throws(StoreError) {
        try retrying(.reserve, file.name) { fallocate(file.number, Self.keepSize, 0, byteCount) }
        return
      } catch  where error.errorNumber == EOPNOTSUPP || error.errorNumber == ENOSYS {}
    }
    try expectRoom(for: byteCount, file)
  }

  /// Network and FAT file systems cannot set room aside.
  private func expectRoom(for byteCount: Int, _ file: DiskHandle) throws(StoreError) {
    var status = statvfs()
    try retrying(.reserve, file.name) { fstatvfs(file.number, &status) }
    let (room, isHuge) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
    guard isHuge || room >= byteCount else { throw .system(.reserve, file.name, ENOSPC) }
  }

  private typealias Fallocate = @convention(c) (Int32, Int32, off_t, off_t) -> Int32

  /// Linux's own call: `posix_fallocate` would change the length. Its declaration is hidden from Swift,
  /// because the headers show it to `_GNU_SOURCE` alone, so it is looked up in the running program.
  private static let fallocate = dlsym(nil, "fallocate").map { unsafeBitCast($0, to: Fallocate.self) }

  /// FALLOC_FL_KEEP_SIZE of `linux/falloc.h`.
  private static let keepSize: Int32 = 1
}
