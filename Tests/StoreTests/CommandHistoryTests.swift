import EditModel
import Store
import Testing

struct CommandHistoryTests {
  /// One case: commands as letters, then what can be undone and redone.
  ///
  /// `d` does something, `n` does something without changes, `u` undoes the last that can be, `r` redoes,
  /// `U` is one command that undoes two.
  struct Case: Sendable, CustomStringConvertible {
    let commands: String
    let undoable: [Int]
    let redoable: [Int]

    var description: String { commands }
  }

  @Test(arguments: [
    Case(commands: "", undoable: [], redoable: []),
    Case(commands: "d", undoable: [1], redoable: []),
    Case(commands: "ddd", undoable: [1, 2, 3], redoable: []),
    Case(commands: "dddu", undoable: [1, 2], redoable: [3]),
    Case(commands: "ddduu", undoable: [1], redoable: [3, 2]),
    Case(commands: "dddU", undoable: [1], redoable: [3, 2]),
    Case(commands: "ddduur", undoable: [1, 2], redoable: [3]),
    Case(commands: "ddduurr", undoable: [1, 2, 3], redoable: []),
    Case(commands: "ddduuru", undoable: [1], redoable: [3, 2]),
    Case(commands: "dddud", undoable: [1, 2, 5], redoable: []),
    Case(commands: "dddudu", undoable: [1, 2], redoable: [5]),
    Case(commands: "dduduu", undoable: [], redoable: [4, 1]),
    Case(commands: "dn", undoable: [1], redoable: []),
    Case(commands: "dun", undoable: [], redoable: []),
  ])
  func walksBackAndForth(_ example: Case) {
    var history = CommandHistory()
    for (index, letter) in example.commands.enumerated() {
      for step in steps(letter, history) {
        history.add(operation(index + 1, step, changes: letter != "n"))
      }
    }
    #expect(history.undoable == example.undoable)
    #expect(history.redoable == example.redoable)
  }

  @Test func countsSeveralOperationsOfOneCommandOnce() {
    var history = CommandHistory()
    for _ in 1...3 { history.add(operation(1, .did, changes: true)) }
    history.add(operation(2, .did, changes: true))
    #expect(history == CommandHistory(undoable: [1, 2]))
  }

  @Test func ignoresAStepBackOverWhatDoesNotStand() {
    var history = CommandHistory(undoable: [1], redoable: [2])
    history.add(operation(3, .undid(2), changes: true))
    history.add(operation(4, .redid(1), changes: true))
    #expect(history == CommandHistory(undoable: [1], redoable: [2]))
  }

  private func steps(_ letter: Character, _ history: CommandHistory) -> [Operation.Step] {
    switch letter {
    case "u": history.undoable.suffix(1).map { .undid($0) }
    case "U": history.undoable.suffix(2).reversed().map { .undid($0) }
    case "r": history.redoable.suffix(1).map { .redid($0) }
    default: [.did]
    }
  }

  private func operation(_ command: Int, _ step: Operation.Step, changes: Bool) -> Operation {
    Operation(
      number: 1, command: command, text: "", step: step, time: someTime,
      changes: changes ? [Change(key: .at, old: nil, new: .round(.source))] : [])
  }
}
