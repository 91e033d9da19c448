package import EditModel
internal import Synchronization

/// Values that can be made again, which all processes of one user share.
///
/// - `input/`, `mask/`, `result/`: a file for each value, by its key; the first line says what it is and proves
///   itself, the value follows. Each is written beside its place and renamed.
/// - `journal`: what was made, found, missed and removed, for the order of use and for the account. It is made
///   anew from the files where it is missing or not ours.
/// - `lock`: whoever changes one of these holds it.
///
/// The folder is made, for its owner alone, when something is first put into it, and may be deleted at any time.
/// Nothing is synced: a power loss may leave what is not as it was stored, which every reading finds out.
package final class CacheFolder: Sendable {
  /// A value as it stands on the disk, compared with what was stored.
  package struct Value: Sendable {
    package let source: any ByteSource
    /// Of its bytes.
    package let digest: Digest
  }

  /// Where it is, as `$XDG_CACHE_HOME/pentimento`.
  package let path: String
  /// The most bytes that all entries may take on the disk.
  package let limit: Int

  let disk: any Disk
  let surroundings: Surroundings
  let mostEntries: Int
  private let wait: @Sendable (Duration) -> Void
  private let state = Mutex(CacheState())

  /// - Parameters:
  ///   - limit: The most bytes that all entries may take on the disk.
  ///   - mostEntries: The most entries, however small.
  ///   - wait: Holds up the thread for so long.
  package init(
    _ path: String, disk: any Disk, surroundings: Surroundings, limit: Int = 1 << 30,
    mostEntries: Int = 20_000, wait: @escaping @Sendable (Duration) -> Void = holdUp
  ) {
    self.path = path
    self.limit = limit
    self.mostEntries = mostEntries
    self.disk = disk
    self.surroundings = surroundings
    self.wait = wait
  }

  /// The value of a key, compared with what was stored, or `nil`.
  ///
  /// What is not what was stored is removed.
  ///
  /// - Throws: `StoreError` with code `notReadable` or `ioFailed`.
  package func value(_ key: CacheKey) throws(StoreError) -> Value? {
    guard let file = try file(of: key.digest, key.kind) else {
      note(.miss(key.kind))
      return nil
    }
    guard let source = try CacheSource(file), source.record.key == key.digest, try source.isWhole() else {
      drop(key.digest, key.kind)
      return nil
    }
    let record = source.record
    note(.hit(key.digest, key.kind, byteCount: record.byteCount, milliseconds: record.milliseconds))
    return Value(source: source, digest: record.digest)
  }

  /// The open file of an entry, or `nil`.
  func file(of key: Digest, _ kind: CacheKey.Kind) throws(StoreError) -> OpenFile? {
    do throws(StoreError) {
      return try OpenFolder(path: path, on: disk).folder(kind.rawValue).file(key.hex, for: .reading)
    } catch  where error.code == .fileMissing {
      return nil
    }
  }

  /// Keeps a value, for which the least recently used ones make room.
  ///
  /// - Parameter duration: How long it took to make.
  /// - Returns: False for a value that is larger than the cache.
  /// - Throws: `StoreError` with code `locked` when others hold the lock for two seconds, `notWritable`,
  ///   `diskFull` or `ioFailed`; then nothing is kept under this key.
  @discardableResult
  package func put(
    _ key: CacheKey, _ bytes: [UInt8], madeIn duration: Duration
  ) throws(StoreError) -> Bool {
    let record = CacheRecord(key, bytes, madeIn: duration, at: surroundings.now())
    guard let line = record.line else { return false }
    let room = onDisk(line.count + bytes.count)
    guard room <= limit, mostEntries > 0 else { return false }
    try changing(making: true) { folder, state throws(StoreError) in
      try state.catchUp(in: folder)
      try makeRoom(of: room, for: key.digest, in: folder, &state)
      // First the entry, then its file: what a killed process leaves behind is counted in any case.
      let made = CacheEvent.made(
        key.digest, key.kind, subject: key.subject, version: key.version, byteCount: room, record.time)
      try state.record([made], in: folder, surroundings)
      do throws(StoreError) {
        try folder.folderMadeIfMissing(key.kind.rawValue).replace(key.digest.hex, with: [line, bytes])
      } catch {
        // The first failure is the one that is reported.
        try? folder.remove(key.digest.hex, from: key.kind)
        try? state.record([.lost(key.digest, key.kind, .gone, record.time)], in: folder, surroundings)
        throw error
      }
      try state.shorten(in: folder, surroundings)
    }
    return true
  }

  private func makeRoom(
    of room: Int, for key: Digest, in folder: OpenFolder, _ state: inout CacheState
  ) throws(StoreError) {
    let victims = state.journal.victims(
      making: room, limit: limit, mostEntries: mostEntries, sparing: key)
    var lost: [CacheEvent] = []
    for victim in victims {
      guard let kind = state.journal.entries[victim]?.kind else { continue }
      try folder.remove(victim.hex, from: kind)
      lost.append(.lost(victim, kind, .evicted, surroundings.now()))
    }
    if !lost.isEmpty { try state.record(lost, in: folder, surroundings) }
  }

  /// Removes what is not what was stored, if that can be done.
  private func drop(_ key: Digest, _ kind: CacheKey.Kind) {
    state.withLock { state in
      state.remember(.miss(kind))
      state.remember(.lost(key, kind, .damaged, surroundings.now()))
    }
    // What stays is found out again at the next reading.
    try? changing(making: false) { folder, state throws(StoreError) in
      try folder.remove(key.hex, from: kind)
      try state.record([], in: folder, surroundings)
    }
  }

  /// Longest that a mere count waits for others.
  private static let patienceForCounts = Duration.milliseconds(50)

  /// Counts something; what cannot be written now goes along with the next change.
  private func note(_ event: CacheEvent) {
    state.withLock { $0.remember(event) }
    try? changing(making: false, patience: Self.patienceForCounts) { folder, state throws(StoreError) in
      try state.record([], in: folder, surroundings)
    }
  }

  /// Changes the cache while no other process or thread does.
  ///
  /// - Parameter making: Whether a missing folder is made; else it is an error.
  func changing(
    making: Bool, patience: Duration = OpenFolder.patience,
    _ body: (OpenFolder, inout CacheState) throws(StoreError) -> Void
  ) throws(StoreError) {
    let folder = try making ? OpenFolder.madeIfMissing(path, on: disk) : OpenFolder(path: path, on: disk)
    let lock = try folder.takenLock(
      "lock", path: path, surroundings: surroundings, patience: patience, wait: wait)
    // Nothing was written to it, so its close has nothing to report.
    defer { try? lock.close() }
    try state.withLock { state throws(StoreError) in try body(folder, &state) }
  }

  /// What is known after reading what others wrote; a missing folder is an empty cache.
  func reading<Result: Sendable>(
    _ body: (CacheState) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    let folder: OpenFolder?
    do throws(StoreError) {
      folder = try OpenFolder(path: path, on: disk)
    } catch  where error.code == .fileMissing {
      folder = nil
    }
    return try state.withLock { state throws(StoreError) in
      if let folder {
        try state.catchUp(in: folder)
      } else {
        state.forget()
      }
      return try body(state)
    }
  }
}

/// What a file of so many bytes takes on a disk with blocks of 4,096.
func onDisk(_ byteCount: Int) -> Int { (byteCount + 4095) & ~4095 }

extension OpenFolder {
  /// Removes an entry's file, which may be gone already.
  func remove(_ name: String, from kind: CacheKey.Kind) throws(StoreError) {
    do throws(StoreError) {
      try folder(kind.rawValue).unlink(name)
    } catch  where error.code == .fileMissing {}
  }

  /// Puts the parts, one after the other, in the place of a file; readers see the old one or the new one.
  ///
  /// Whoever calls it is alone in the folder.
  func replace(_ name: String, with parts: [[UInt8]]) throws(StoreError) {
    // A process that died may have left it.
    discard(Self.unfinished)
    do throws(StoreError) {
      let file = try newFile(Self.unfinished)
      for part in parts { try file.append(part) }
      try file.close()
      try rename(Self.unfinished, to: name)
    } catch {
      discard(Self.unfinished)
      throw error
    }
  }

  static var unfinished: String { ".new" }
}
