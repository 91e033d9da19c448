internal import EditModel
internal import FoundationEssentials

/// What both logs amount to up to a byte of each, so that opening a session reads only what follows.
///
/// The file `derived/checkpoint` is one proved line like those of the logs, then rows of fixed width: a row
/// per operation, per round and per entry of the call journal. The line names the digest of the rows. It is
/// never believed without the logs: their lines that end at the checkpoint's positions must have its hashes,
/// and a hash stands for the whole chain before it.
struct Checkpoint: Hashable {
  static let fileName = "checkpoint"

  var operationsPosition: LogPosition
  var callsPosition: LogPosition
  var operations: OperationIndex
  var calls: CallIndex
}

extension Checkpoint {
  /// The meaning of the file; one that says another number is not read.
  private static let version = 1

  private struct Header: Codable {
    let checkpoint: Int
    let operations: LogPosition
    let calls: LogPosition
    let view: View
    let undoable: [Int]
    let redoable: [Int]
    let counters: OperationIndex.Counters
    let lastCallingCommand: Int
    let roundRows: Int
    let rows: Digest
  }

  func encoded() throws -> [UInt8] {
    var rows = RowWriter()
    for row in operations.rows { rows.add(row) }
    for row in operations.rounds { rows.add(row) }
    for row in calls.rows { rows.add(row) }
    let header = Header(
      checkpoint: Self.version, operations: operationsPosition, calls: callsPosition,
      view: operations.view, undoable: operations.history.undoable,
      redoable: operations.history.redoable, counters: operations.counters,
      lastCallingCommand: calls.lastCommand, roundRows: operations.rounds.count,
      rows: SHA256.digest(of: rows.bytes))
    return provedLine(try deterministicJSON(header)).bytes + rows.bytes
  }

  /// The checkpoint in these bytes, or `nil` where they are not one that was written whole by this version.
  init?(_ bytes: [UInt8]) {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")), let proof = proof(of: bytes[..<end]),
      // A checkpoint is rebuilt from the logs whatever is wrong with it.
      let header = try? JSONDecoder().decode(Header.self, from: Data(proof.json)),
      header.checkpoint == Self.version, header.counters.isLegal,
      header.rows == SHA256.digest(of: bytes[(end + 1)...])
    else { return nil }
    var reader = RowReader(bytes[(end + 1)...])
    guard let rows = reader.operations(header.operations.lines),
      let rounds = reader.rounds(header.roundRows),
      let entries = reader.entries(header.calls.lines), reader.isAtEnd,
      fill(rows.map(\.span), header.operations.offset), fill(entries.map(\.span), header.calls.offset),
      rounds.allSatisfy({ (1...max(1, rows.count)).contains($0.operation) }),
      let calls = CallIndex(rows: entries, lastCommand: header.lastCallingCommand)
    else { return nil }
    operationsPosition = header.operations
    callsPosition = header.calls
    operations = OperationIndex(
      view: header.view,
      history: CommandHistory(undoable: header.undoable, redoable: header.redoable),
      counters: header.counters, rows: rows, rounds: rounds)
    self.calls = calls
  }
}

/// True when the spans stand one after the other and end at this byte.
private func fill(_ spans: [LineSpan], _ end: Int) -> Bool {
  var offset = 0
  for span in spans {
    guard span.offset == offset, span.length >= 1, span.length <= end - offset else { return false }
    offset += span.length
  }
  return offset == end
}
