internal import EditModel

extension OperationIndex.Row: TableRow {
  static let width = 20

  func write(to writer: inout TableWriter) {
    writer.add(span)
    writer.rows.add(command)
  }

  init(_ reader: inout RowReader, place: Int, _ tables: Tables) {
    span = tables.span(&reader)
    command = reader.number()
  }
}

extension CallIndex.Row: TableRow {
  static let width = 16

  func write(to writer: inout TableWriter) {
    writer.add(span)
    writer.rows.add(short: previous + 1)
  }

  init(_ reader: inout RowReader, place: Int, _ tables: Tables) {
    span = tables.span(&reader)
    // Nothing stands before itself, so that no chain runs in a circle.
    previous = min(reader.short(), place) - 1
  }
}

extension CallIndex.AttemptRow: TableRow {
  static let width = 53

  func write(to writer: inout TableWriter) {
    writer.rows.add(progress.request)
    for flag in [progress.wasSent, progress.wasAccepted, progress.hasReply] { writer.rows.add(flag) }
    writer.rows.add(progress.outcome)
    writer.rows.add(sent.map { Int($0.milliseconds) })
    writer.rows.add(last)
  }

  init(_ reader: inout RowReader, place: Int, _ tables: Tables) {
    let request = reader.digest()
    progress = AttemptProgress(
      request: request, wasSent: reader.flag(), wasAccepted: reader.flag(), hasReply: reader.flag(),
      outcome: reader.optionalElement(of: CallEntry.Outcome.allCases))
    sent = reader.optionalNumber().map { Timestamp(milliseconds: Int64($0)) }
    last = reader.number()
  }
}
