internal import EditModel

extension SessionFolder {
  /// Compares every line of both logs with its hash and its place in the chain, from the first byte on.
  ///
  /// Nothing that was derived is believed.
  ///
  /// - Returns: How many lines there are, and the logs behind whose last line something else stands: a write that
  ///   never finished, or a line that was changed.
  /// - Throws: `StoreError` with code `damaged` about the first line that is not what was written, or what the
  ///   disk said.
  package func proveLogs() throws(StoreError) -> (lines: Int, unproved: [String]) {
    let operations = try ChainedLog<Operation>(SessionFormat.operations, in: folder).proof()
    let calls = try ChainedLog<CallEntry>(SessionFormat.calls, in: folder).proof()
    return (operations.lines + calls.lines, [operations.unproved, calls.unproved].compactMap(\.self))
  }
}

extension ChainedLog {
  fileprivate func proof() throws(StoreError) -> (lines: Int, unproved: String?) {
    var scanner = try scanner()
    var count = 0
    while let lines = try scanner.nextCommit() { count += lines.count }
    if case .damaged(let offset, let line) = scanner.end {
      throw StoreError(.damaged, name, offset: offset, line: line)
    }
    return (count, scanner.end == .clean ? nil : name)
  }
}
