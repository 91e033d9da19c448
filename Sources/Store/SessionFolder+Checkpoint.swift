internal import EditModel

extension SessionFolder {
  /// Rewriting all rows at fixed steps would cost the square of the session's length.
  var checkpointInterval: Int { max(64, allLines / 16) }

  /// Where writing ends, a few lines more are read again sooner than all rows are written for them.
  var closingInterval: Int { max(1, allLines / 2000) }

  private var allLines: Int { operationsLog.position.lines + callsLog.position.lines }

  /// Takes over what the checkpoint says, where it fits the logs; else all is read from them.
  func readCheckpoint() throws(StoreError) {
    guard let bytes = checkpointBytes(), let checkpoint = Checkpoint(bytes),
      try operationsLog.stillHas(checkpoint.operationsPosition),
      try callsLog.stillHas(checkpoint.callsPosition)
    else { return }
    operationsLog.reached(checkpoint.operationsPosition, end: .clean)
    callsLog.reached(checkpoint.callsPosition, end: .clean)
    operationIndex = checkpoint.operations
    callIndex = checkpoint.calls
    checkpointedLines = allLines
  }

  private func checkpointBytes() -> [UInt8]? {
    // The logs alone say all of it: what cannot be read here is rebuilt from them.
    try? folder.folder(SessionFormat.derived).file(Checkpoint.fileName, for: .reading)
      .bytes(limit: Checkpoint.limit)
  }

  /// Writes the checkpoint when it covers at least this many lines less than there are.
  func writeCheckpoint(ifBehindBy lines: Int) {
    guard allLines - checkpointedLines >= lines else { return }
    // Derived data: what was committed is safe without it, and the next opening reads the logs instead.
    try? replaceCheckpoint()
  }

  private func replaceCheckpoint() throws {
    let bytes = try Checkpoint(
      operationsPosition: operationsLog.position, callsPosition: callsLog.position,
      operations: operationIndex, calls: callIndex
    ).encoded()
    let derived = try folder.folderMadeIfMissing(SessionFormat.derived)
    let temporary = Checkpoint.fileName + ".new"
    derived.discard(temporary)
    try derived.write(bytes, toNew: temporary)
    try derived.rename(temporary, to: Checkpoint.fileName)
    try derived.sync()
    checkpointedLines = allLines
  }
}
