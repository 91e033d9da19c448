package import EditModel

extension SessionFolder {
  /// The record of a round, or `nil` when there is none.
  ///
  /// - Throws: `StoreError` with code `damaged` when its line is no longer what was written.
  package func round(_ id: RoundID) throws(StoreError) -> Round? {
    guard let row = operationIndex.round(id) else { return nil }
    guard let round = try operation(row.operation)?.rounds.first(where: { $0.id == id }) else {
      throw StoreError(.damaged, operationsLog.name)
    }
    return round
  }

  /// The rounds in the order of their making, also those that were undone.
  package var rounds: [RoundID] { operationIndex.rounds.map(\.id) }

  /// The operation of this number, or `nil` when there is none.
  ///
  /// - Throws: `StoreError` with code `damaged` when its line is no longer what was written.
  package func operation(_ number: Int) throws(StoreError) -> Operation? {
    guard let row = operationIndex.row(of: number) else { return nil }
    let operation = try operationsLog.line(at: row.span).body
    guard operation.number == number else {
      throw StoreError(.damaged, operationsLog.name, offset: row.span.offset)
    }
    return operation
  }

  /// The operations of one command, in order; none when there is no such command.
  package func operations(ofCommand command: Int) throws(StoreError) -> [Operation] {
    var operations: [Operation] = []
    for (index, row) in operationIndex.rows.enumerated() where row.command == command {
      if let operation = try operation(index + 1) { operations.append(operation) }
    }
    return operations
  }

  /// The operations from this number on, read one by one.
  package func operations(from first: Int = 1) -> OperationReader {
    OperationReader(folder: self, next: first)
  }

  /// The changes that take a command back, in the order in which they are to be applied.
  package func changesUndoing(command: Int) throws(StoreError) -> [Change] {
    try operations(ofCommand: command).reversed().flatMap(\.inverseChanges)
  }

  /// The changes that a command made, in order.
  package func changes(ofCommand command: Int) throws(StoreError) -> [Change] {
    try operations(ofCommand: command).flatMap(\.changes)
  }

  /// What the session amounted to after an operation; 0 is before the first. `nil` for a number not yet given.
  ///
  /// - Complexity: Reads every operation after that one.
  package func view(after number: Int) throws(StoreError) -> View? {
    guard (0..<nextOperation).contains(number) else { return nil }
    var view = view
    for later in stride(from: nextOperation - 1, to: number, by: -1) {
      if let operation = try operation(later) { view.apply(operation.inverseChanges) }
    }
    return view
  }
}

extension Operation {
  fileprivate var inverseChanges: [Change] { changes.reversed().map(\.inverse) }
}

/// Reads a session's operations one after the other.
package struct OperationReader {
  let folder: SessionFolder
  var next: Int

  /// The next operation, or `nil` after the last.
  package mutating func nextOperation() throws(StoreError) -> Operation? {
    defer { next += 1 }
    return try folder.operation(next)
  }
}
