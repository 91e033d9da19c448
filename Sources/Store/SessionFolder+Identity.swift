package import EditModel

extension SessionFolder {
  /// What tells this session from all others, also where its folder was moved: the hash of the first
  /// operation's line. A copy of the folder has the same one. `nil` as long as there is no operation.
  ///
  /// - Throws: `StoreError` with code `damaged` when the line is no longer what was written.
  package var identity: Digest? {
    get throws(StoreError) { try hash(ofOperation: 1) }
  }

  /// Where the folder stands on this machine, which tells it from its copies.
  package var place: String { folder.disk.fullPath(of: path) }
}
