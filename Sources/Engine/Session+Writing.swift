internal import EditModel
internal import Store

extension Session {
  /// The changes of one command and the rounds that it makes.
  struct Draft {
    var changes: [(ViewKey, ViewValue?)] = []
    var rounds: [Round] = []
  }

  /// Takes the lock if it is not held, and finishes what a run that was cut off has left.
  func beginWriting() throws(Problem) {
    guard !isRunning else { throw Problem(.busy, "run") }
    lastWrite = configuration.surroundings.elapsed()
    let isFirst = !folder.isWriting
    try problem(about: path) { () throws(StoreError) in
      notices += try folder.beginWriting().map(Notice.init(store:))
    }
    // Also with the lock in hand: a full disk may have cut off a run of this process.
    try finishInterruptedAttempts()
    if isFirst { settleLeftHolds() }
  }

  /// Writes one command that changes the view; a command that changes nothing leaves no trace.
  ///
  /// - Parameter text: The command as it could be typed.
  @discardableResult
  func write(
    _ text: String, _ draft: () throws(Problem) -> Draft
  ) throws(Problem) -> Operation? {
    try beginWriting()
    let draft = try draft()
    let changes = view.changes(setting: draft.changes)
    guard !changes.isEmpty || !draft.rounds.isEmpty else { return nil }
    let operation = Operation(
      number: folder.nextOperation, command: folder.nextCommand, text: text,
      time: configuration.surroundings.now(), changes: changes, rounds: draft.rounds)
    try commit([operation])
    return operation
  }

  /// Appends operations and has them on disk when it returns.
  @discardableResult
  func commit(_ operations: [Operation]) throws(Problem) -> [Digest] {
    try problem(about: path) { () throws(StoreError) in try folder.commit(operations) }
  }
}
