package import EditModel

/// Which commands can be undone and redone, folded from the operations in their order.
package struct CommandHistory: Hashable, Sendable {
  /// Commands that stand, oldest first; `undo` takes the last.
  package private(set) var undoable: [Int]

  /// Commands that were undone, in the order of their undoing; `redo` takes the last.
  package private(set) var redoable: [Int]

  package init(undoable: [Int] = [], redoable: [Int] = []) {
    self.undoable = undoable
    self.redoable = redoable
  }

  /// Adds the next operation of the log.
  ///
  /// A command without any change leaves nothing to undo. Anything new empties what could be redone.
  package mutating func add(_ operation: Operation) {
    switch operation.step {
    case .did:
      redoable.removeAll()
      if operation.changes.isEmpty || undoable.last == operation.command { return }
      undoable.append(operation.command)
    case .undid(let command):
      guard let index = undoable.lastIndex(of: command) else { return }
      undoable.remove(at: index)
      redoable.append(command)
    case .redid(let command):
      guard let index = redoable.lastIndex(of: command) else { return }
      redoable.remove(at: index)
      undoable.append(command)
    }
  }
}
