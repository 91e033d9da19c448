package import EditModel

/// One session's folder on disk.
///
/// Opening it for reading writes nothing and takes no lock. `beginWriting` takes the lock; from then on
/// `commit`, `append` and `put` return only when what they were given is on the medium. A call that fails
/// ends writing and shows the session as it is on disk: as before the call or as after it, never between.
package final class SessionFolder {
  /// The path that the session was opened by.
  package let path: String

  let folder: OpenFolder
  let surroundings: Surroundings
  let operationsLog: ChainedLog<Operation>
  let callsLog: ChainedLog<CallEntry>
  var operationIndex = OperationIndex()
  var callIndex = CallIndex()
  /// Present while this process holds the lock.
  var lock: OpenFile?
  /// Objects whose bytes were compared with their digest in this process.
  var verifiedObjects: Set<Digest> = []
  /// Objects that this writer has seen reach the medium.
  var durableObjects: Set<Digest> = []
  /// Folders of objects that this writer has seen reach the medium.
  var durableShelves: Set<String> = []
  /// How many lines of both logs the checkpoint on disk covers.
  var checkpointedLines = 0

  /// Opens a session for reading.
  ///
  /// - Throws: `StoreError` with code `noSession`, `notASession`, `laterFormat` (found, newest known),
  ///   `damaged` when a log is missing, `notReadable` or `ioFailed`.
  package init(opening path: String, disk: any Disk, surroundings: Surroundings) throws(StoreError) {
    self.path = path
    self.surroundings = surroundings
    do throws(StoreError) {
      folder = try OpenFolder(path: path, on: disk)
    } catch  where error.code == .fileMissing || error.code == .notAFile {
      throw StoreError(error.code == .fileMissing ? .noSession : .notASession, path)
    }
    try SessionFormat.check(folder, path: path)
    operationsLog = try ChainedLog(SessionFormat.operations, in: folder)
    callsLog = try ChainedLog(SessionFormat.calls, in: folder)
    try readCheckpoint()
    try readOn()
  }

  /// What the session amounts to now.
  package var view: View { operationIndex.view }

  /// What can be undone and redone.
  package var history: CommandHistory { operationIndex.history }

  package var nextOperation: Int { operationIndex.nextOperation }

  /// The number for the next command; one that a call was intended for counts as used.
  package var nextCommand: Int { lastCommand + 1 }

  /// The number for the next round, 0 in a new session; never used before, also not by what was undone.
  package var nextRound: Int { operationIndex.counters.round + 1 }

  /// The number for the next thing in the queue; never used before, also not by what was undone.
  package func nextQueueNumber(_ kind: QueueID.Kind) -> Int {
    switch kind {
    case .instruction: operationIndex.counters.instruction + 1
    case .fence: operationIndex.counters.fence + 1
    }
  }

  var lastCommand: Int { max(operationIndex.counters.command, callIndex.lastCommand) }

  /// The damage that makes the session read-only: everything before it can be read.
  package var damage: StoreError? {
    for (end, name) in [(operationsLog.end, operationsLog.name), (callsLog.end, callsLog.name)] {
      if case .damaged(let offset, let line) = end {
        return StoreError(.damaged, name, offset: offset, line: line)
      }
    }
    return nil
  }
}

extension SessionFolder {
  /// Reads what other processes appended since; they may also have replaced the logs.
  package func refresh() throws(StoreError) {
    let isContinued =
      try operationsLog.stillHas(operationsLog.position) ? callsLog.stillHas(callsLog.position) : false
    if !isContinued { forget() }
    try readOn()
  }

  /// Forgets what was read, so that all is read from disk again.
  func forget() {
    operationsLog.reached(LogPosition(), end: .clean)
    callsLog.reached(LogPosition(), end: .clean)
    operationIndex = OperationIndex()
    callIndex = CallIndex()
    verifiedObjects = []
    checkpointedLines = 0
  }

  /// Reads both logs on from where they are proved.
  ///
  /// Operations come first: whatever call they name was on the medium before them.
  func readOn() throws(StoreError) {
    try readOn(operationsLog) { line, span in operationIndex.add(line, at: span) }
    try readOn(callsLog) { line, span in callIndex.add(line, at: span) }
  }

  private func readOn<Body>(
    _ log: ChainedLog<Body>, _ add: (Body, LineSpan) -> Bool
  ) throws(StoreError) {
    var scanner = try log.scanner()
    var position = scanner.position
    while let lines = try scanner.nextCommit() {
      for (line, span) in lines where !add(line.body, span) {
        let number = position.lines + 1 + lines.count { $0.span.offset < span.offset }
        return log.reached(position, end: .damaged(offset: span.offset, line: number))
      }
      position = scanner.position
    }
    log.reached(position, end: scanner.end)
  }
}
