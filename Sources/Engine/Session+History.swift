public import EditModel
internal import Store

extension Session {
  /// Takes back the last command, and earlier ones, one after the other.
  ///
  /// Rounds stay stored and keep their numbers; what comes back is the view: the current round, queue,
  /// masks, tags, settings, judgements. Money is never undone.
  ///
  /// - Parameter count: Commands to take back, 1 or more; fewer when there are fewer.
  /// - Returns: The commands that were taken back, newest first.
  /// - Throws: `Problem` with code `nothingToUndo`, or `badValue` for a count below 1.
  ///   Making the session cannot be undone.
  @discardableResult
  public func undo(_ count: Int = 1) throws(Problem) -> [Operation] {
    try requirePositive(count, "undo")
    try beginWriting()
    let first = try recorded(1)?.command
    let commands = folder.history.undoable.filter { $0 != first }.suffix(count).reversed()
    guard !commands.isEmpty else { throw Problem(.nothingToUndo, "undo") }
    return try step(over: Array(commands), "undo", count) { .undid($0) }
  }

  /// Does again what `undo` took back, until something new was done.
  ///
  /// - Throws: `Problem` with code `nothingToRedo`, or `badValue` for a count below 1.
  @discardableResult
  public func redo(_ count: Int = 1) throws(Problem) -> [Operation] {
    try requirePositive(count, "redo")
    try beginWriting()
    let commands = folder.history.redoable.suffix(count).reversed()
    guard !commands.isEmpty else { throw Problem(.nothingToRedo, "redo") }
    return try step(over: Array(commands), "redo", count) { .redid($0) }
  }

  /// Writes the changes that lead back to the view after an operation; itself a command that `undo` takes back.
  ///
  /// - Throws: `Problem` with code `unknownOperation`.
  @discardableResult
  public func restore(operation number: Int) throws(Problem) -> Operation? {
    try write("op restore \(number)") { () throws(Problem) in
      let then = try problem(about: path) { () throws(StoreError) in
        // Before the first operation there is no picture, so nothing that could be worked on.
        number == 0 ? nil : try folder.view(after: number)
      }
      guard let then else { throw unknownOperation(number) }
      return Draft(changes: view.changes(to: then).map { ($0.key, $0.new) })
    }
  }

  /// The newest operations, newest first.
  public func operations(last count: Int = 20) throws(Problem) -> [Operation] {
    try catchUp()
    let newest = folder.nextOperation - 1
    var operations: [Operation] = []
    for number in stride(from: newest, through: max(newest - count + 1, 1), by: -1) {
      if let operation = try recorded(number) { operations.append(operation) }
    }
    return operations
  }

  /// One operation by its number.
  ///
  /// - Throws: `Problem` with code `unknownOperation`.
  public func operation(_ number: Int) throws(Problem) -> Operation {
    try catchUp()
    guard let operation = try recorded(number) else { throw unknownOperation(number) }
    return operation
  }

  private func recorded(_ number: Int) throws(Problem) -> Operation? {
    try problem(about: path) { () throws(StoreError) in try folder.operation(number) }
  }

  private func unknownOperation(_ number: Int) -> Problem {
    Problem(.unknownOperation, "\(number)", allowed: ["1 to \(folder.nextOperation - 1)"])
  }

  func requirePositive(_ count: Int, _ subject: String) throws(Problem) {
    guard count >= 1 else {
      throw Problem(.badValue, subject, found: "\(count)", allowed: ["1 or more"])
    }
  }

  private func step(
    over commands: [Int], _ verb: String, _ count: Int, _ step: (Int) -> Operation.Step
  ) throws(Problem) -> [Operation] {
    let number = folder.nextCommand
    var view = self.view
    var written: [Operation] = []
    var original: [Operation] = []
    for command in commands {
      let (operations, wanted) = try problem(about: path) { () throws(StoreError) in
        (
          try folder.operations(ofCommand: command),
          try verb == "undo"
            ? folder.changesUndoing(command: command) : folder.changes(ofCommand: command)
        )
      }
      let changes = view.changes(setting: wanted.map { ($0.key, $0.new) })
      view.apply(changes)
      written.append(
        Operation(
          number: folder.nextOperation + written.count, command: number,
          text: count == 1 ? verb : "\(verb) \(count)", step: step(command),
          time: configuration.surroundings.now(), changes: changes))
      original += operations
    }
    try commit(written)
    return original
  }
}
