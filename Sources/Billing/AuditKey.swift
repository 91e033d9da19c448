internal import EditModel

/// What an account's row is of, before it is words.
struct AuditKey: Hashable {
  enum Value: Hashable {
    case session
    case round(RoundID)
    case attempt(AttemptID)
    case instruction(QueueID)
    case name(String)
    /// Days since 1970-01-01 in UTC.
    case day(Int64)
    case state(AuditState)
    case none
  }

  /// The place of the session among the sources; -1 where the key is the same in all of them.
  let source: Int
  let value: Value

  static func day(of moment: Timestamp) -> Value {
    let (day, rest) = moment.milliseconds.quotientAndRemainder(dividingBy: millisecondsPerDay)
    return .day(rest < 0 ? day - 1 : day)
  }

  private static let millisecondsPerDay: Int64 = 86_400_000

  /// `nil` for what has no key.
  func text(_ sources: [AuditSource]) -> String? {
    switch value {
    case .session: sources[source].session
    case .round(let id): id.description
    case .attempt(let id): id.description
    case .instruction(let id): id.description
    case .name(let name): name
    case .day(let day):
      String(
        Timestamp(milliseconds: max(day, Int64.min / Self.millisecondsPerDay) * Self.millisecondsPerDay)
          .description.prefix { $0 != "T" })
    case .state(let state): state.rawValue
    case .none: nil
    }
  }
}

extension AuditKey: Comparable {
  /// By session, then by number, day or name; what has no key comes last.
  static func < (left: AuditKey, right: AuditKey) -> Bool {
    if left.source != right.source { return left.source < right.source }
    switch (left.value, right.value) {
    case (.round(let left), .round(let right)): return left < right
    case (.attempt(let left), .attempt(let right)): return left < right
    case (.instruction(let left), .instruction(let right)): return left < right
    case (.name(let left), .name(let right)): return left < right
    case (.day(let left), .day(let right)): return left < right
    case (.state(let left), .state(let right)): return left.place < right.place
    case (.none, _): return false
    case (_, .none): return true
    default: return false
    }
  }
}

extension AuditGrouping {
  /// What the parts of an attempt's cost belong to, in their order; one or more.
  func keys(
    of record: CallRecord, state: AuditState, rounds: [RoundRecord], call: AttemptID
  ) -> [AuditKey.Value] {
    switch self {
    case .round: rounds.isEmpty ? [.none] : rounds.map { .round($0.id) }
    case .call: [.attempt(call)]
    case .instruction:
      record.instructions.isEmpty ? [.none] : record.instructions.map(AuditKey.Value.instruction)
    case .mask: Self.masks(of: record)
    case .model: [.name(record.model)]
    case .provider: [.name(record.provider)]
    case .key: [Self.key(of: record)]
    case .label: [.init(name: record.label)]
    case .day: [AuditKey.day(of: record.intended)]
    case .state: [.state(state)]
    case .session: [.session]
    }
  }

  /// What a round belongs to that the reply of an earlier attempt answered; nothing was asked for it, so it
  /// is of no call and in no state.
  func keys(ofAnswered round: RoundRecord, from original: CallRecord?) -> [AuditKey.Value] {
    switch self {
    case .round: [.round(round.id)]
    case .day: [AuditKey.day(of: round.time)]
    case .session: [.session]
    case .call, .state: [.none]
    case .instruction where !round.instructions.isEmpty:
      round.instructions.map(AuditKey.Value.instruction)
    case .instruction: [.none]
    case .mask, .model, .provider, .key, .label:
      original.map { keys(of: $0, state: .done, rounds: [], call: $0.attempt) } ?? [.none]
    }
  }

  /// About as many rows as a session may need, where they are many.
  func mostRows(of source: AuditSource) -> Int {
    switch self {
    case .round: source.rounds.count + 1
    case .call: source.records.count
    case .instruction: source.records.reduce(1) { $0 + $1.instructions.count }
    case .mask, .model, .provider, .key, .label, .day, .state, .session: 0
    }
  }

  /// One for each instruction, also where the record names fewer masks.
  private static func masks(of record: CallRecord) -> [AuditKey.Value] {
    if record.instructions.isEmpty { return [.none] }
    return record.instructions.indices.map { index in
      AuditKey.Value(name: record.masks.indices.contains(index) ? record.masks[index] : nil)
    }
  }

  private static func key(of record: CallRecord) -> AuditKey.Value {
    let parts = [record.keyLabel, record.keyDigest].compactMap(\.self)
    return .init(name: parts.isEmpty ? nil : parts.joined(separator: " "))
  }
}

extension AuditKey.Value {
  init(name: String?) {
    self = name.map(AuditKey.Value.name) ?? .none
  }
}
