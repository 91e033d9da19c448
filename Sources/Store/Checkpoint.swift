internal import Billing
internal import EditModel
internal import FoundationEssentials

/// What both logs amount to up to a byte of each, so that opening a session reads only what follows.
///
/// The file `derived/checkpoint` is one proved line like those of the logs, then tables of fixed-width rows: a row
/// per operation, per round, per entry of the call journal, per attempt, and what an account knows of each
/// attempt; then what they share, the plain values of the view, and what can be undone and redone. The line names
/// the digest of all that. It is never believed without the logs: their lines that end at the checkpoint's
/// positions must have its hashes, and a hash stands for the whole chain before it.
struct Checkpoint {
  static let fileName = "checkpoint"

  var operationsPosition: LogPosition
  var callsPosition: LogPosition
  var operations: OperationIndex
  var calls: CallIndex
}

extension Checkpoint {
  /// The meaning of the file; one that says another number is not read.
  ///
  /// It rises with any change of a table, also where an enumeration in one of them gets a case that is not its
  /// last.
  private static let version = 2

  /// The most bytes that a file may have.
  static let limit = 1 << 30

  private struct Header: Codable {
    let checkpoint: Int
    let operations: LogPosition
    let calls: LogPosition
    /// Without its plain values.
    let view: View
    let counters: OperationIndex.Counters
    let lastCallingCommand: Int
    let budgets: [String: Money]
    let rounds: Int
    let attempts: Int
    /// How many bytes the lists take.
    let lists: Int
    /// Of everything behind the line.
    let tables: Digest
  }

  /// - Throws: `StoreError` with code `tooLarge`.
  func encoded() throws -> [UInt8] {
    let plain = PlainView(operations.view)
    let (tables, lists) = tables(plain)
    let header = Header(
      checkpoint: Self.version, operations: operationsPosition, calls: callsPosition,
      view: View(values: plain.rest), counters: operations.counters,
      lastCallingCommand: calls.lastCommand, budgets: calls.budgets, rounds: operations.rounds.count,
      attempts: calls.attempts.count, lists: lists, tables: SHA256.digest(of: tables))
    let bytes = provedLine(try deterministicJSON(header)).bytes + tables
    guard bytes.count <= Self.limit else { throw StoreError(.tooLarge, Self.fileName) }
    return bytes
  }

  /// Everything behind the first line, and how many bytes of it are lists.
  private func tables(_ plain: PlainView) -> (bytes: [UInt8], lists: Int) {
    var writer = TableWriter()
    writer.add(operations.rows)
    writer.add(operations.rounds)
    writer.add(calls.rows)
    writer.add(calls.attempts)
    writer.add(calls.records)
    let rows = writer.rows.bytes
    writer.rows = RowWriter()
    writer.add(plain)
    writer.add(operations.history)
    var texts = RowWriter()
    texts.add(writer.texts)
    return (rows + writer.lists.bytes + texts.bytes + writer.rows.bytes, writer.lists.bytes.count)
  }

  /// The checkpoint in these bytes, or `nil` where they are not one that was written whole by this version.
  init?(_ bytes: [UInt8]) {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")), let proof = proof(of: bytes[..<end]),
      // A checkpoint is rebuilt from the logs whatever is wrong with it.
      let header = try? JSONDecoder().decode(Header.self, from: Data(proof.json)),
      header.checkpoint == Self.version, header.counters.isLegal,
      header.tables == SHA256.digest(of: bytes[(end + 1)...]),
      let starts = Starts(header, in: (end + 1)..<bytes.count)
    else { return nil }
    operationsPosition = header.operations
    callsPosition = header.calls
    let indexes = bytes.withUnsafeBytes { all in
      var rest = RowReader(UnsafeRawBufferPointer(rebasing: all[starts.rest...]))
      let tables = Tables(
        bytes, texts: rest.texts(), lists: starts.lists..<starts.rest,
        logBytes: max(header.operations.offset, header.calls.offset))
      let (view, history) = (tables.view(with: header.view, &rest), rest.history())
      return rest.isWhole ? Self.indexes(tables, starts, header, view, history) : nil
    }
    guard let indexes else { return nil }
    (operations, calls) = indexes
  }

  private static func indexes(
    _ tables: Tables, _ starts: Starts, _ header: Header, _ view: View, _ history: CommandHistory
  ) -> (OperationIndex, CallIndex) {
    let operations = OperationIndex(
      view: view, history: history, counters: header.counters,
      rows: RowList(tables, at: starts.operations, count: header.operations.lines),
      rounds: RowList(tables, at: starts.rounds, count: header.rounds))
    let calls = CallIndex(
      rows: RowList(tables, at: starts.entries, count: header.calls.lines),
      attempts: RowList(tables, at: starts.attempts, count: header.attempts),
      records: RowList(tables, at: starts.records, count: header.attempts),
      lastCommand: header.lastCallingCommand, budgets: header.budgets)
    return (operations, calls)
  }

  /// At which byte of the file each table begins; the rest is texts, plain values of the view and history.
  private struct Starts {
    let operations, rounds, entries, attempts, records, lists, rest: Int

    /// `nil` where the tables do not fit into these bytes, or hold numbers that a session cannot give.
    init?(_ header: Header, in bytes: Range<Int>) {
      let counts = [
        header.operations.lines, header.rounds, header.calls.lines, header.attempts, header.lists,
      ]
      guard counts.allSatisfy({ (0...bytes.count).contains($0) }),
        (0...OperationIndex.Counters.legal.upperBound).contains(header.lastCallingCommand)
      else { return nil }
      operations = bytes.lowerBound
      rounds = operations + header.operations.lines * OperationIndex.Row.width
      entries = rounds + header.rounds * OperationIndex.RoundRow.width
      attempts = entries + header.calls.lines * CallIndex.Row.width
      records = attempts + header.attempts * CallIndex.AttemptRow.width
      lists = records + header.attempts * CallRecord.width
      rest = lists + header.lists
      guard rest <= bytes.upperBound else { return nil }
    }
  }
}

extension RowWriter {
  /// Each text is its length and its UTF-8.
  fileprivate mutating func add(_ texts: [String]) {
    add(texts.count)
    for text in texts {
      add(text.utf8.count)
      add(text.utf8)
    }
  }
}

extension RowReader {
  fileprivate mutating func texts() -> [String] { list(width: 8) { $0.text($0.number()) } }

  fileprivate mutating func history() -> CommandHistory {
    let undoable = list(width: 8) { $0.number() }
    return CommandHistory(undoable: undoable, redoable: list(width: 8) { $0.number() })
  }
}

extension TableWriter {
  fileprivate mutating func add(_ history: CommandHistory) {
    for commands in [history.undoable, history.redoable] {
      rows.add(commands.count)
      for command in commands { rows.add(command) }
    }
  }
}
