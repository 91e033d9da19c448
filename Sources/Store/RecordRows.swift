internal import Billing
internal import EditModel

extension CallRecord: TableRow {
  static let width = 194

  func write(to writer: inout TableWriter) {
    writeAsked(to: &writer)
    writeMoney(to: &writer)
    writeEnd(to: &writer)
  }

  private func writeAsked(to writer: inout TableWriter) {
    writer.rows.add(command)
    writer.rows.add(intended.milliseconds)
    writer.rows.add(base)
    writer.rows.add(kind)
    writer.rows.add(variants)
    writer.add(instructions)
    writer.add(masks)
    for text in [provider, model, quality, size, address, keyLabel, keyDigest, label] { writer.add(text) }
  }

  private func writeMoney(to writer: inout TableWriter) {
    writer.add(estimate?.low)
    writer.add(estimate?.high)
    writer.add(savings) { saving, lists in
      lists.add(saving.lever)
      lists.add(saving.saving.low.nanodollars)
      lists.add(saving.saving.high.nanodollars)
    }
    switch reservation {
    case .free: writer.add(0, nil, row: nil)
    case .held(let amount, let row): writer.add(1, amount, row: row)
    case .share(let amount): writer.add(2, amount, row: nil)
    }
    writer.add(priceRows)
    switch actual {
    case nil: writer.add(0, nil, row: nil)
    case .free: writer.add(1, nil, row: nil)
    case .billed(let amount, let row): writer.add(2, amount, row: row)
    case .unpriced: writer.add(3, nil, row: nil)
    }
    writer.add(possible)
  }

  private func writeEnd(to writer: inout TableWriter) {
    writer.rows.add(state)
    writer.rows.add(usage != nil)
    for count in [usage?.textIn, usage?.imageIn, usage?.imageOut, usage?.textOut] {
      writer.rows.add(count ?? 0)
    }
    writer.rows.add(usage?.cachedIn)
    writer.rows.add(milliseconds)
    writer.add(problem)
    writer.rows.add(isRefusal)
  }
}

extension TableWriter {
  fileprivate mutating func add(_ amount: Money?) { rows.add(amount.map { Int($0.nanodollars) }) }

  fileprivate mutating func add(_ kind: UInt8, _ amount: Money?, row: String?) {
    rows.add(kind)
    add(amount)
    add(row)
  }
}

extension OperationIndex.RoundRow: TableRow {
  static let width = 60

  func write(to writer: inout TableWriter) {
    writer.rows.add(record.id)
    writer.rows.add(record.parent)
    writer.rows.add(record.kind)
    writer.rows.add(record.time.milliseconds)
    writer.add(record.instructions)
    writer.rows.add(record.attempt?.number)
    writer.rows.add(record.answeredFrom)
    writer.rows.add(record.verdict)
    writer.rows.add(operation)
  }

  init(_ reader: inout RowReader, place: Int, _ tables: Tables) {
    let id = reader.round()
    // A round stands below an earlier one, so that no path runs in a circle.
    let parent = reader.optionalRound().flatMap { $0.number < id.number ? $0 : nil }
    let (kind, time) = (reader.element(of: Round.Kind.allCases), Timestamp(milliseconds: reader.long()))
    let instructions = tables.instructions(&reader)
    record = RoundRecord(
      id: id, parent: parent, kind: kind, time: time, instructions: instructions,
      attempt: reader.optionalNumber().map { AttemptID($0) }, answeredFrom: reader.optionalRound(),
      verdict: reader.optionalElement(of: Verification.Verdict.allCases))
    operation = reader.number()
  }
}
