package import Billing
package import EditModel

/// The account of all sessions of one user: day and month budgets, and what attempts hold of them.
///
/// It is the file `spend.log` of the shared folder, chained lines like those of a session's logs. Every change
/// is made under a lock of its own: budgets are read and tested and the entry is on the medium before the lock
/// is given back, so that processes cannot overspend together. Reading takes no lock.
///
/// A torn tail is set aside in a file beside it. Damage in the middle refuses every hold.
package final class SpendLog: Sendable {
  private let state: StateFolder

  package init(_ state: StateFolder) {
    self.state = state
  }

  /// Where it is.
  package var path: String { "\(state.path)/\(SpendReading.fileName)" }

  /// Whether an amount is held.
  package enum Decision: Hashable, Sendable {
    /// By the hash of the hold's line.
    case held(Digest)
    /// Nothing is held: with it this budget would be crossed.
    case over(BudgetState)
  }

  /// Holds the amount if the budgets of its day and its month allow it, and returns when that is on the medium.
  ///
  /// - Throws: `StoreError` with code `locked` when others hold the lock for long, `damaged`, `notWritable`,
  ///   `diskFull` or `ioFailed`; nothing may be sent then.
  package func hold(_ hold: SpendHold) throws(StoreError) -> Decision {
    var over: BudgetState?
    let lines = try append { book in
      over = book.budgets(at: hold.time).first { !$0.allows(hold.amount) }
      return over == nil ? [.hold(hold)] : []
    }
    return over.map { .over($0) } ?? .held(lines[0])
  }

  /// Puts what attempts cost in the place of what was held for them.
  ///
  /// A hold that is not open any more, as after a crash in between, stays as it is.
  ///
  /// - Throws: What `hold` throws.
  package func settle(_ amounts: [Digest: Money]) throws(StoreError) {
    let now = state.surroundings.now()
    try append { book in
      amounts.filter { book.open[$0.key] != nil }.sorted { $0.key.hex < $1.key.hex }
        .map { .settle(SpendEntry.Settled(hold: $0.key, amount: $0.value, time: now)) }
    }
  }

  /// Gives back what was held for attempts that were never begun.
  ///
  /// - Throws: What `hold` throws.
  package func release(_ holds: Set<Digest>) throws(StoreError) {
    let now = state.surroundings.now()
    try append { book in
      holds.filter { book.open[$0] != nil }.sorted { $0.hex < $1.hex }
        .map { .release(SpendEntry.Released(hold: $0, time: now)) }
    }
  }

  /// Sets the budget of each day or each month, or takes it away.
  ///
  /// - Precondition: The scope spans sessions, and the limit is not negative.
  /// - Throws: What `hold` throws.
  package func setBudget(_ scope: BudgetScope, _ limit: Money?) throws(StoreError) {
    precondition(scope.spansSessions, "other budgets are the session's own")
    let now = state.surroundings.now()
    try append { _ in [.budget(SpendEntry.Budget(scope: scope, limit: limit, time: now))] }
  }

  /// How the budgets that are set stand at a moment, the day's first.
  ///
  /// - Throws: `StoreError` with code `damaged`, `notReadable` or `ioFailed`.
  package func budgets(at time: Timestamp) throws(StoreError) -> [BudgetState] {
    try book().budgets(at: time)
  }

  /// What is held for attempts of this session, or of copies of it, by the hashes of the holds' lines.
  ///
  /// - Throws: What `budgets` throws.
  package func openHolds(of session: Digest) throws(StoreError) -> [Digest: SpendHold] {
    try book().open.filter { $0.value.session == session }
  }

  private func book() throws(StoreError) -> SpendBook {
    do throws(StoreError) {
      let folder = try OpenFolder(path: state.path, on: state.disk)
      // A log that was never written is no damage.
      _ = try folder.file(SpendReading.fileName, for: .reading)
      return try SpendReading(in: folder).book
    } catch  where error.code == .fileMissing {
      return SpendBook()
    }
  }

  /// Longest that others may hold the lock, each for one write that reaches the medium.
  private static let patience = Duration.seconds(30)

  /// Appends what `entries` makes of the book, while nobody else changes it.
  ///
  /// - Returns: The hashes of the lines.
  @discardableResult
  private func append(_ entries: (SpendBook) -> [SpendEntry]) throws(StoreError) -> [Digest] {
    let folder = try state.folderMadeIfMissing(state.path)
    let lock = try state.takenLock("\(SpendReading.fileName).lock", in: folder, patience: Self.patience)
    // Nothing was written to it, so its close has nothing to report.
    defer { try? lock.close() }
    _ = try folder.file(SpendReading.fileName, for: .locking)
    var reading = try SpendReading(in: folder)
    let entries = entries(reading.book)
    return entries.isEmpty ? [] : try reading.append(entries)
  }
}
