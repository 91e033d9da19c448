package import EditModel

extension LimitLedger {
  /// Why a text is no ledger that this program can go on with.
  package enum Illegible: Error, Hashable, Sendable {
    case laterFormat
    case damaged
  }

  private static let heading = "pentimento-limits"
  private static let version = 1

  /// Reads what `text` wrote; no bytes are an unused ledger.
  ///
  /// - Throws: `Illegible.laterFormat` for a later version's text, which must be left as it is, and
  ///   `Illegible.damaged` for anything else.
  package init(reading text: [UInt8], timing: Timing = Timing()) throws(Illegible) {
    self.init(timing: timing)
    guard !text.isEmpty else { return }
    guard text.count <= 4 << 20, text.last == UInt8(ascii: "\n") else { throw .damaged }
    for (number, line) in text.dropLast().split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
    )
    .enumerated() {
      var fields = LedgerFields(line)
      if number == 0 { try Self.readHeading(&fields) } else { try readLine(&fields) }
    }
    guard calls.map(\.id).isAscending, waiters.map(\.id).isAscending else { throw .damaged }
    let last = max(calls.last?.id ?? 0, waiters.last?.id ?? 0)
    guard nextID > last else { throw .damaged }
  }

  /// A ledger in place of one that was lost: as everything may be used, nothing is let go for one window.
  package init(afterLossAt now: Timestamp, timing: Timing = Timing()) {
    self.init(timing: timing)
    allClosed = now.moved(by: timing.window + timing.allowance)
  }

  /// The ledger as lines of text: a heading with the version, then one line for each call, waiter and
  /// correction. Moments are milliseconds since 1970; a pool's name is written with `%XX` for all but
  /// letters, digits and `._:-`.
  package var text: [UInt8] {
    var lines = ["\(Self.heading) \(Self.version)", "next \(nextID)"]
    for call in calls {
      lines.append(
        "call \(call.id) \(call.owner) \(call.demand.fields) \(call.admitted.field) "
          + "\(call.arrival?.field ?? "-") \(call.lease?.field ?? "-")")
    }
    for waiter in waiters {
      lines.append("wait \(waiter.id) \(waiter.owner) \(waiter.demand.fields) \(waiter.lease.field)")
    }
    for (pool, end) in closed.sorted(by: { $0.key < $1.key }) {
      lines.append("closed \(poolField(pool)) \(end.field)")
    }
    if let end = allClosed { lines.append("all-closed \(end.field)") }
    lines += foreign.map { "foreign \($0.fields)" } + stated.map { "stated \($0.fields)" }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  private static func readHeading(_ fields: inout LedgerFields) throws(Illegible) {
    guard try fields.text() == heading else { throw .damaged }
    let found = try fields.number(1...Int64.max)
    guard found <= version else { throw .laterFormat }
    try fields.end()
  }

  private mutating func readLine(_ fields: inout LedgerFields) throws(Illegible) {
    switch try fields.text() {
    case "next": nextID = try fields.number(1...LedgerFields.greatestID)
    case "call":
      calls.append(
        Call(
          id: try fields.number(1...LedgerFields.greatestID), owner: try fields.owner(),
          demand: try fields.demand(), admitted: try fields.moment(),
          arrival: try fields.optionalMoment(), lease: try fields.optionalMoment()))
    case "wait":
      waiters.append(
        Waiter(
          id: try fields.number(1...LedgerFields.greatestID), owner: try fields.owner(),
          demand: try fields.demand(), lease: try fields.moment()))
    case "closed": closed[try fields.pool()] = try fields.moment()
    case "all-closed": allClosed = try fields.moment()
    case "foreign": foreign.append(try fields.correction())
    case "stated": stated.append(try fields.correction())
    default: throw .damaged
    }
    try fields.end()
  }
}

extension [Int64] {
  fileprivate var isAscending: Bool { zip(self, dropFirst()).allSatisfy { $0 < $1 } }
}

extension CallDemand {
  fileprivate var fields: String { "\(poolField(pool)) \(images) \(tokens)" }
}

extension LimitLedger.Correction {
  fileprivate var fields: String { "\(poolField(pool)) \(kind.rawValue) \(amount) \(until.field)" }
}

extension Timestamp {
  fileprivate var field: String { String(milliseconds) }
}
