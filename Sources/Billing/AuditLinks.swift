internal import EditModel

/// What belongs together within one session: attempts, the rounds that they made, and the calls that they are
/// of.
struct AuditLinks {
  /// Attempts at the same are of one call.
  private struct Call: Hashable {
    let command: Int
    let kind: CallKind
    let base: RoundID
    let instructions: [QueueID]

    init(_ record: CallRecord) {
      (command, kind) = (record.command, record.kind)
      (base, instructions) = (record.base, record.instructions)
    }

    /// Enough to tell nearly all calls apart, and faster than the whole.
    func hash(into hasher: inout Hasher) {
      hasher.combine(command)
      hasher.combine(base.number)
      hasher.combine(instructions.first?.number ?? 0)
    }
  }

  /// The place of the first record of each record's call, in the order of the records.
  let calls: [Int]
  /// Of each record: its call was tried more than once.
  let isRepeated: [Bool]
  /// Places in the source's rounds, by the attempt that made them and then by number.
  private let made: [Int]
  /// The attempts of these.
  private let attempts: [AttemptID]

  init(_ source: AuditSource) {
    var first: [Call: Int] = [:]
    first.reserveCapacity(source.records.count)
    var isRepeated = [Bool](repeating: false, count: source.records.count)
    calls = source.records.indices.map { place in
      let call = Call(source.records[place])
      guard let known = first[call] else {
        first[call] = place
        return place
      }
      (isRepeated[known], isRepeated[place]) = (true, true)
      return known
    }
    self.isRepeated = isRepeated
    let rounds = source.rounds
    let ordered = rounds.indices.compactMap { place -> (attempt: AttemptID, place: Int)? in
      guard rounds[place].answeredFrom == nil else { return nil }
      return rounds[place].attempt.map { ($0, place) }
    }.sorted { left, right in
      left.attempt != right.attempt
        ? left.attempt < right.attempt : rounds[left.place].id < rounds[right.place].id
    }
    (made, attempts) = (ordered.map(\.place), ordered.map(\.attempt))
  }

  /// The places of the rounds that an attempt made, by their numbers; not of those that its stored reply
  /// answered later.
  func rounds(of attempt: AttemptID) -> ArraySlice<Int> {
    var (low, high) = (0, attempts.count)
    while low < high {
      let middle = (low + high) / 2
      if attempts[middle] < attempt { low = middle + 1 } else { high = middle }
    }
    return made[low..<(attempts[low...].firstIndex { $0 != attempt } ?? attempts.count)]
  }
}

/// The records whose replies answered rounds from the store, of one session.
struct StoredAnswers {
  private let source: AuditSource
  private let links: AuditLinks
  private let places: [AttemptID: Int]

  init(_ source: AuditSource, _ links: AuditLinks) {
    (self.source, self.links) = (source, links)
    places = Dictionary(
      zip(source.records.map(\.attempt), source.records.indices), uniquingKeysWith: { first, _ in first })
  }

  /// The record whose reply a round was made from, and the part of its bill that was the round's, in
  /// nano-dollars; `nil` where this session has none.
  func original(of round: RoundRecord) -> (record: CallRecord, saved: Int64)? {
    guard let place = round.attempt.flatMap({ places[$0] }) else { return nil }
    let record = source.records[place]
    let made = links.rounds(of: record.attempt)
    let answered = made.firstIndex { source.rounds[$0].id == round.answeredFrom } ?? made.startIndex
    let billed = record.actual?.amount?.nanodollars ?? 0
    return (record, billed.share(answered - made.startIndex, of: max(1, made.count)))
  }
}

extension RoundRecord {
  /// A stored result was used for it, of this session or of another one.
  var isAnsweredFromStore: Bool {
    switch kind {
    case .edited, .generated: answeredFrom != nil || attempt == nil
    case .source, .canvas: false
    }
  }
}
