import Billing
import EditModel

/// An account made the long way: each amount of each attempt dealt out unit by unit to the names that share
/// it.
struct NaiveAudit {
  struct Row {
    var sums: [String: Int64] = [:]
    var attempts: Set<String> = []
    var calls: Set<String> = []
    var answered: Set<String> = []
  }

  private struct Item {
    let source: AuditSource
    let record: CallRecord?
    let round: RoundRecord?
    let amounts: [String: Int64]
  }

  private let items: [Item]

  init(_ sources: [AuditSource]) {
    items = sources.flatMap { source in
      source.records.map {
        Item(source: source, record: $0, round: nil, amounts: Self.amounts($0, source))
      }
        + source.rounds.filter(Self.isAnswered).map {
          Item(source: source, record: nil, round: $0, amounts: Self.saved($0, source))
        }
    }
  }

  var total: [String: Int64] {
    var sums: [String: Int64] = [:]
    for item in items { sums.merge(item.amounts, uniquingKeysWith: +) }
    return sums.filter { $0.value != 0 }
  }

  /// By path, where the grouping is within sessions, and name.
  func rows(by grouping: AuditGrouping) -> [String: Row] {
    var rows: [String: Row] = [:]
    for item in items {
      let path = [.round, .call, .instruction, .mask, .session].contains(grouping) ? item.source.path : ""
      let names = names(item, grouping).map { "\(path) \($0)" }
      for (name, amount) in item.amounts {
        for (place, part) in Self.dealt(amount, among: names.count).enumerated() {
          rows[names[place], default: Row()].sums[name, default: 0] += part
        }
      }
      for name in names { note(item, in: &rows[name, default: Row()]) }
    }
    return rows.mapValues { row in
      var row = row
      row.sums = row.sums.filter { $0.value != 0 }
      return row
    }
  }

  private func note(_ item: Item, in row: inout Row) {
    if let record = item.record {
      row.attempts.insert("\(item.source.path) \(record.attempt)")
      if record.kind != .upload { row.calls.insert(Self.call(record, item.source)) }
    }
    if let round = item.round { row.answered.insert("\(item.source.path) \(round.id)") }
  }

  /// The first takes what cannot be parted.
  private static func dealt(_ amount: Int64, among count: Int) -> [Int64] {
    var parts = [Int64](repeating: 0, count: count)
    var left = amount.magnitude
    let sign = amount.signum()
    while left >= UInt64(count) {
      let each = max(1, left / UInt64(count) / 2)
      for place in parts.indices { parts[place] += sign * Int64(each) }
      left -= each * UInt64(count)
    }
    parts[0] += sign * Int64(left)
    return parts
  }

  private static func call(_ record: CallRecord, _ source: AuditSource) -> String {
    "\(source.path) \(record.command) \(record.kind) \(record.base) \(record.instructions)"
  }

  private static func isAnswered(_ round: RoundRecord) -> Bool {
    round.answeredFrom != nil || round.attempt == nil
  }

  private static func rounds(_ record: CallRecord, _ source: AuditSource) -> [RoundRecord] {
    source.rounds.filter { $0.attempt == record.attempt && $0.answeredFrom == nil }.sorted { $0.id < $1.id }
  }

  static func state(_ record: CallRecord, _ source: AuditSource) -> String {
    if record.state == .open { return "open" }
    if record.isRefusal { return "refused" }
    if record.state == .refunded || record.state == .settled && record.problem != nil { return "failed" }
    if record.state != .settled { return record.state.rawValue }
    let rounds = rounds(record, source)
    return !rounds.isEmpty && rounds.allSatisfy { $0.verdict == .fail } ? "rejected" : "done"
  }

  private static func saved(_ round: RoundRecord, _ source: AuditSource) -> [String: Int64] {
    guard let record = source.records.first(where: { $0.attempt == round.attempt }),
      case .billed(let amount, _)? = record.actual
    else { return [:] }
    let rounds = rounds(record, source)
    let place = rounds.firstIndex { $0.id == round.answeredFrom } ?? 0
    let part = dealt(amount.nanodollars, among: rounds.count)[place]
    return ["stored low": part]
  }

  private static func amounts(_ record: CallRecord, _ source: AuditSource) -> [String: Int64] {
    var sums: [String: Int64] = [:]
    let state = state(record, source)
    if case .billed(let amount, _)? = record.actual {
      sums["billed"] = amount.nanodollars
      sums["\(state) billed"] = amount.nanodollars
      if let estimate = record.estimate {
        sums["compared billed"] = amount.nanodollars
        sums["compared low"] = estimate.low.nanodollars
        sums["compared width"] = (estimate.high - estimate.low).nanodollars
      }
    }
    if let possible = record.possible {
      sums["possible"] = possible.nanodollars
      sums["\(state) possible"] = possible.nanodollars
    }
    if case .held(let amount, _) = record.reservation {
      sums["reserved"] = amount.nanodollars
    }
    if record.actual == nil {
      let reserved = record.reservation.amount ?? .zero
      if record.state == .open { sums["held"] = reserved.nanodollars }
      if record.state == .unknown { sums["held"] = (record.possible ?? reserved).nanodollars }
    }
    if let estimate = record.estimate {
      sums["estimate low"] = estimate.low.nanodollars
      sums["estimate width"] = (estimate.high - estimate.low).nanodollars
    }
    if let usage = record.usage {
      sums["text in"] = Int64(usage.textIn)
      sums["image in"] = Int64(usage.imageIn)
      sums["cached in"] = Int64(usage.cachedIn ?? 0)
      sums["image out"] = Int64(usage.imageOut)
      sums["text out"] = Int64(usage.textOut)
    }
    for saving in record.savings where ["done", "rejected"].contains(state) {
      sums["\(saving.lever) low", default: 0] += saving.saving.low.nanodollars
      sums["\(saving.lever) width", default: 0] += (saving.saving.high - saving.saving.low).nanodollars
    }
    return sums
  }

  private func names(_ item: Item, _ grouping: AuditGrouping) -> [String] {
    if let round = item.round { return names(answered: round, item.source, grouping) }
    guard let record = item.record else { return [] }
    switch grouping {
    case .round:
      let rounds = Self.rounds(record, item.source).map(\.id.description)
      return rounds.isEmpty ? ["-"] : rounds
    case .call:
      let own = item.source.records.filter { Self.call($0, item.source) == Self.call(record, item.source) }
      return [own[0].attempt.description]
    case .state: return [Self.state(record, item.source)]
    case .instruction: return record.instructions.isEmpty ? ["-"] : record.instructions.map(\.description)
    case .day: return [String(record.intended.description.prefix(10))]
    case .session: return [item.source.session]
    case .mask, .model, .provider, .key, .label: return Self.names(record, grouping)
    }
  }

  private func names(
    answered round: RoundRecord, _ source: AuditSource, _ grouping: AuditGrouping
  ) -> [String] {
    switch grouping {
    case .round: return [round.id.description]
    case .call, .state: return ["-"]
    case .instruction: return round.instructions.map(\.description)
    case .day: return [String(round.time.description.prefix(10))]
    case .session: return [source.session]
    case .mask, .model, .provider, .key, .label:
      let record = source.records.first { $0.attempt == round.attempt }
      return record.map { Self.names($0, grouping) } ?? ["-"]
    }
  }

  private static func names(_ record: CallRecord, _ grouping: AuditGrouping) -> [String] {
    switch grouping {
    case .model: return [record.model]
    case .provider: return [record.provider]
    case .label: return [record.label ?? "-"]
    case .key:
      let parts = [record.keyLabel, record.keyDigest].compactMap { $0 }
      return [parts.isEmpty ? "-" : parts.joined(separator: " ")]
    default:
      return record.instructions.isEmpty ? ["-"] : record.masks.map { $0 ?? "-" }
    }
  }
}
