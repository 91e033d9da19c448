package import EditModel

extension SessionFolder {
  /// The hash of an operation's line, by which the call journal names it, or `nil` when there is none.
  ///
  /// - Throws: `StoreError` with code `damaged` when the line is no longer what was written.
  package func hash(ofOperation number: Int) throws(StoreError) -> Digest? {
    guard let row = operationIndex.row(of: number) else { return nil }
    return try operationsLog.line(at: row.span).hash
  }
}
