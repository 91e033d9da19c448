package import EditModel
internal import Glibc

extension SessionFolder {
  package var isWriting: Bool { lock != nil }

  /// Takes the lock, reads what other writers appended since, and sets aside what a dead one left unfinished.
  ///
  /// Does nothing while the lock is held already.
  ///
  /// - Returns: What the user should be told.
  /// - Throws: `StoreError` with code `locked` (found: the pid of the holder, as a hint), `damaged`,
  ///   `laterFormat`, `notWritable`, `diskFull` or `ioFailed`; the session can still be read.
  package func beginWriting() throws(StoreError) -> [SessionNotice] {
    if isWriting { return [] }
    let lock = try takenLock()
    try SessionFormat.check(folder, path: path)
    try operationsLog.openForAppending(in: folder)
    try callsLog.openForAppending(in: folder)
    try refresh()
    try operationsLog.proveAgain()
    try callsLog.proveAgain()
    if let damage { throw damage }
    let notices = try [
      operationsLog.setTornTailAside(in: folder), callsLog.setTornTailAside(in: folder),
    ].compactMap(\.self)
    try syncWhatOthersWrote()
    signHolder(lock)
    self.lock = lock
    return notices
  }

  /// What was read may not have reached the medium, if its writer died; nothing is built on it before.
  private func syncWhatOthersWrote() throws(StoreError) {
    try operationsLog.syncData()
    try callsLog.syncData()
    // Whoever made the session may have died before its own name was safe.
    if operationsLog.position.lines == 0 { try folder.folder("..").sync() }
  }

  /// Writes the checkpoint where there is something new that is worth it, and gives the lock back.
  package func endWriting() {
    guard isWriting else { return }
    writeCheckpoint(ifBehindBy: closingInterval)
    stopWriting()
  }

  private func stopWriting() {
    lock = nil
    durableObjects = []
    durableShelves = []
  }

  private func takenLock() throws(StoreError) -> OpenFile {
    let file = try folder.file(SessionFormat.lock, for: .locking)
    guard try file.tryLock() else {
      throw StoreError(.locked, path, found: try holder(file))
    }
    return file
  }

  private func signHolder(_ file: OpenFile) {
    // Only a hint for whoever finds the lock taken; without it the lock is as good.
    try? file.truncate(to: 0)
    try? file.append(Array("\(getpid())\n".utf8))
  }

  private func holder(_ file: OpenFile) throws(StoreError) -> String? {
    let text = String(decoding: try file.bytes(at: 0, count: 32), as: UTF8.self)
    return Int(text.prefix { $0 != "\n" }).map(String.init)
  }

  /// Appends operations and returns the hashes of their lines when they are on the medium.
  ///
  /// Several operations are one commit: after a crash all of them are there or none.
  ///
  /// - Throws: `StoreError` with code `conflict` (found: the key, round or number that contradicts the
  ///   session) before anything is written, `notWriting`, or what the disk said.
  package func commit(_ operations: [Operation]) throws(StoreError) -> [Digest] {
    guard isWriting else { throw StoreError(.notWriting, path) }
    if let found = operationIndex.contradiction(in: operations, lastCommand: lastCommand) {
      throw StoreError(.conflict, operationsLog.name, found: found)
    }
    let lines = try appended(operations, to: operationsLog)
    for (operation, line) in zip(operations, lines) {
      let isNext = operationIndex.add(operation, at: line.span)
      precondition(isNext, "numbers were compared before writing")
    }
    writeCheckpoint(ifBehindBy: checkpointInterval)
    return lines.map(\.hash)
  }

  /// Appends an entry to the call journal and returns its line's hash when it is on the medium.
  ///
  /// - Throws: `StoreError` with code `conflict` before anything is written when the entry may not follow,
  ///   or names an object of a reply that was not put since `beginWriting`; `notWriting`, or what the disk
  ///   said.
  package func append(_ entry: CallEntry) throws(StoreError) -> Digest {
    guard isWriting else { throw StoreError(.notWriting, path) }
    guard callIndex.allows(entry) else {
      throw StoreError(.conflict, callsLog.name, found: entry.summary)
    }
    if let missing = entry.replyObjects.first(where: { !durableObjects.contains($0) }) {
      throw StoreError(.conflict, callsLog.name, found: "object \(missing.short)")
    }
    let line = try appended([entry], to: callsLog)[0]
    let mayFollow = callIndex.add(entry, at: line.span)
    precondition(mayFollow, "the order was checked before writing")
    writeCheckpoint(ifBehindBy: checkpointInterval)
    return line.hash
  }

  private func appended<Body>(_ bodies: [Body], to log: ChainedLog<Body>) throws(StoreError)
    -> [(hash: Digest, span: LineSpan)]
  {
    do throws(StoreError) {
      return try log.append(bodies)
    } catch  where error.code != .conflict {
      abandonWriting()
      throw error
    }
  }

  /// After a failed write: nothing more is written, and what is on disk counts.
  func abandonWriting() {
    stopWriting()
    // Where reading fails too, what is in memory is what was acknowledged, and the next writer reads again.
    try? refresh()
  }
}
