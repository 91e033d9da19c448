internal import EditModel

/// Builds the rows of an account, one attempt after the other.
struct AuditLedger {
  struct ServiceKey: Hashable {
    let provider: String
    let model: String
    let quality: String?
  }

  private let sources: [AuditSource]
  private let grouping: AuditGrouping?
  private let since: Timestamp?
  private let until: Timestamp?
  private var groups = AuditTallies<AuditKey>()
  private var perService = AuditTallies<ServiceKey>()
  private var whole = AuditTally()
  private var entries: [Audit.Entry] = []
  /// How many records the sources before the present one have, so that calls of all have different numbers.
  private var recordsBefore = 0
  /// Which calls of several attempts were counted in which rows.
  private var seen: Set<AuditTally.Seen> = []
  /// Of the present attempt; one vector for all, so that none is made anew for each.
  private var sums = AuditSums.zero

  init(_ sources: [AuditSource], by grouping: AuditGrouping?, since: Timestamp?, until: Timestamp?) {
    (self.sources, self.grouping, self.since, self.until) = (sources, grouping, since, until)
    entries.reserveCapacity(sources.reduce(0) { $0 + $1.records.count })
    groups.reserve(sources.reduce(0) { $0 + (grouping?.mostRows(of: $1) ?? 0) })
  }

  /// Adds one session, each once and in their order.
  mutating func add(source: Int) {
    let links = AuditLinks(sources[source])
    for place in sources[source].records.indices
    where isCounted(sources[source].records[place].intended) {
      add(record: place, of: source, links)
    }
    let answered = sources[source].rounds.filter { $0.isAnsweredFromStore && isCounted($0.time) }
    if !answered.isEmpty {
      let answers = StoredAnswers(sources[source], links)
      for round in answered { add(answered: round, of: source, answers) }
    }
    recordsBefore += sources[source].records.count
  }

  private func isCounted(_ moment: Timestamp) -> Bool {
    since.map { $0 <= moment } ?? true && until.map { moment < $0 } ?? true
  }

  private mutating func add(record place: Int, of source: Int, _ links: AuditLinks) {
    let record = sources[source].records[place]
    let rounds = links.rounds(of: record.attempt)
    let failed = rounds.count { sources[source].rounds[$0].verdict == .fail }
    let state = AuditState(of: record, isRejected: !rounds.isEmpty && failed == rounds.count)
    let facts = AuditTally.Facts(record, state: state, rounds: rounds.count, roundsFailed: failed)
    let call = links.isRepeated[place] ? recordsBefore + links.calls[place] : nil
    sums.fill(from: record, state: state)
    whole.count(facts.first(of: call, in: -1, &seen))
    whole.row.sums.add(sums)
    if record.kind != .upload { add(facts, call: call, toServiceOf: record) }
    var rows: [Int] = []
    if let grouping {
      let first = sources[source].records[links.calls[place]].attempt
      let made = grouping == .round ? rounds.map { sources[source].rounds[$0] } : []
      rows = grouping.keys(of: record, state: state, rounds: made, call: first)
        .map { row(of: $0, in: source) }
      add(facts, call: call, to: rows, rounds: made)
    }
    entries.append(Audit.Entry(source: source, record: place, state: state, rows: rows))
  }

  /// An attempt is one attempt of a row, however many of its parts are there.
  private mutating func add(_ facts: AuditTally.Facts, call: Int?, to rows: [Int], rounds: [RoundRecord]) {
    for (part, row) in rows.enumerated() {
      groups.tallies[row].row.sums.add(sums, part: part, of: rows.count)
      guard part == 0 || rows.firstIndex(of: row) == part else { continue }
      var facts = facts.first(of: call, in: row, &seen)
      if grouping == .round, !rounds.isEmpty {
        facts.rounds = 1
        facts.roundsFailed = rounds[part].verdict == .fail ? 1 : 0
      }
      groups.tallies[row].count(facts)
    }
  }

  /// A service's row is told from the groups' by its sign.
  private mutating func add(_ facts: AuditTally.Facts, call: Int?, toServiceOf record: CallRecord) {
    let place = perService.place(
      of: ServiceKey(provider: record.provider, model: record.model, quality: record.quality))
    perService.tallies[place].count(facts.first(of: call, in: -2 - place, &seen))
    perService.tallies[place].row.sums.add(sums)
  }

  private mutating func row(of value: AuditKey.Value, in source: Int) -> Int {
    groups.place(of: AuditKey(source: grouping?.isWithinSession == true ? source : -1, value: value))
  }
}

extension AuditLedger {
  /// A round that was answered from the store saved what the answer had cost.
  private mutating func add(answered round: RoundRecord, of source: Int, _ answers: StoredAnswers) {
    let original = answers.original(of: round)
    let saved = original?.saved ?? 0
    sums.reset()
    sums[.stored] = (saved, 0)
    whole.row.answeredFromStore += 1
    whole.row.sums.add(sums)
    guard let grouping else { return }
    let values = grouping.keys(ofAnswered: round, from: original?.record)
    let rows = values.map { row(of: $0, in: source) }
    for (part, row) in rows.enumerated() {
      groups.tallies[row].row.sums.add(sums, part: part, of: rows.count)
      guard part == 0 || rows.firstIndex(of: row) == part else { continue }
      groups.tallies[row].row.answeredFromStore += 1
    }
  }

  /// The rows in their order, and the attempts with the places of the rows that share them.
  func finish() -> (rows: [AuditRow], entries: [Audit.Entry]) {
    let order = groups.keys.indices.sorted { groups.keys[$0] < groups.keys[$1] }
    var places = [Int](repeating: 0, count: order.count)
    for (place, old) in order.enumerated() { places[old] = place }
    let rows = order.map { old in
      let key = groups.keys[old]
      let source = key.source < 0 ? nil : sources[key.source]
      return groups.tallies[old].finished(
        session: source?.session, path: source?.path, key: key.text(sources))
    }
    return (rows, entries.map { $0.placed(by: places) })
  }

  var total: AuditRow { whole.finished() }

  var services: [Audit.Service] {
    perService.keys.indices.map { place in
      let key = perService.keys[place]
      return Audit.Service(
        provider: key.provider, model: key.model, quality: key.quality,
        row: perService.tallies[place].finished(key: key.model))
    }.sorted { left, right in
      (left.provider, left.model, left.quality ?? "") < (right.provider, right.model, right.quality ?? "")
    }
  }
}

extension Audit.Entry {
  fileprivate func placed(by places: [Int]) -> Audit.Entry {
    Audit.Entry(source: source, record: record, state: state, rows: rows.map { places[$0] })
  }
}
