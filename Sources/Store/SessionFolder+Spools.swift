package import EditModel

extension SessionFolder {
  /// Makes the file for an attempt's reply and sets room aside for it, before anything of it is sent.
  ///
  /// It may come before the attempt's *intended* entry, which names it; what a process left there that died
  /// in between is discarded. When it returns, the file's name is on the medium.
  ///
  /// - Parameter byteCount: Room for the largest reply in bytes, `0...Spool.largest`.
  /// - Throws: `StoreError` with code `diskFull` when there is less room, `tooLarge` for more than
  ///   `Spool.largest`, `conflict` for an attempt that was sent or closed, `notWriting`, or what the disk
  ///   said; no spool is left then, and writing may go on.
  package func makeSpool(for attempt: AttemptID, reserving byteCount: Int) throws(StoreError) -> Spool {
    precondition(byteCount >= 0, "room is counted from 0")
    let name = attempt.description
    guard isWriting else { throw StoreError(.notWriting, path) }
    guard callIndex.maySend(attempt) else {
      throw StoreError(.conflict, SessionFormat.spool, found: name)
    }
    guard byteCount <= Spool.largest else {
      throw StoreError(.tooLarge, spoolPath(name), found: "\(byteCount)", allowed: "\(Spool.largest)")
    }
    let spools = try folder.folderMadeIfMissing(SessionFormat.spool)
    spools.discard(name)
    do throws(StoreError) {
      let file = try spools.newFile(name)
      try file.reserve(byteCount)
      try spools.sync()
      try folder.sync()
      return try Spool(file, in: spools, of: attempt)
    } catch {
      spools.discard(name)
      throw error
    }
  }

  /// What arrived of an attempt's reply before its process died, or `nil` when there is no such file.
  ///
  /// It takes nothing more.
  package func spool(of attempt: AttemptID) throws(StoreError) -> Spool? {
    do throws(StoreError) {
      let spools = try folder.folder(SessionFormat.spool)
      return try Spool(spools.file(attempt.description, for: .reading), in: spools, of: attempt)
    } catch  where error.code == .fileMissing {
      return nil
    }
  }

  /// The attempts that have a spool, by their numbers; also those whose spool is of no use any more.
  package func spools() throws(StoreError) -> [AttemptID] {
    do throws(StoreError) {
      return try folder.folder(SessionFormat.spool).names().compactMap { AttemptID($0) }.sorted()
    } catch  where error.code == .fileMissing {
      return []
    }
  }

  private func spoolPath(_ name: String) -> String { "\(SessionFormat.spool)/\(name)" }
}
