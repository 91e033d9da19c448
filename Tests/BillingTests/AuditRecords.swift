import Billing
import EditModel

/// Random numbers that are the same in each run.
struct AuditRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state &* 0x2545_F491_4F6C_DD1D
  }

  mutating func one(of count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }

  mutating func amount(_ most: Int64 = 400_000_000) -> Money {
    Money(nanodollars: Int64.random(in: 0...most, using: &self))
  }

  mutating func saving() -> Estimate {
    let low = Int64.random(in: -30_000_000...90_000_000, using: &self)
    return Estimate(
      low: Money(nanodollars: low),
      high: Money(nanodollars: low + Int64.random(in: 0...(one(of: 2) ? 3 : 5_000_001), using: &self)))
  }
}

extension AuditSource {
  /// A session with attempts of all kinds, some of one call, some with several rounds or none, and rounds
  /// that were answered from the store.
  static func random(_ count: Int, path: String, seed: Int) -> AuditSource {
    var random = AuditRandom(seed: seed)
    var source = AuditSource(session: "hero", path: path, records: [])
    var round = 0
    for number in 0..<count {
      let record = CallRecord.random(number + 1, after: source.records.last, &random)
      source.records.append(record)
      if record.state == .settled, record.problem == nil, !random.one(of: 9) {
        round += 1
        source.rounds += rounds(round, of: record, &random)
      }
      if random.one(of: 6), let old = source.rounds.randomElement(using: &random) {
        round += 1
        source.rounds.append(answered(round, from: old, &random))
      }
    }
    source.records.shuffle(using: &random)
    source.rounds.shuffle(using: &random)
    return source
  }

  private static func rounds(
    _ number: Int, of record: CallRecord, _ random: inout AuditRandom
  ) -> [RoundRecord] {
    let variants: [Character?] = record.variants == 1 ? [nil] : Array("abcd".prefix(record.variants))
    return variants.map { variant in
      RoundRecord(
        id: RoundID(number, variant: variant), parent: record.base, kind: .edited, time: record.intended,
        instructions: record.instructions, attempt: record.attempt,
        verdict: [.pass, .warn, .fail, nil].randomElement(using: &random) ?? nil)
    }
  }

  private static func answered(
    _ number: Int, from old: RoundRecord, _ random: inout AuditRandom
  ) -> RoundRecord {
    let isOwn = !random.one(of: 4)
    return RoundRecord(
      id: RoundID(number), parent: .source, kind: .edited, time: old.time,
      instructions: [QueueID(.instruction, 900 + number), QueueID(.instruction, 950 + number)],
      attempt: isOwn ? old.attempt : nil, answeredFrom: isOwn ? old.answeredFrom ?? old.id : nil)
  }
}

extension CallRecord {
  static func random(_ number: Int, after last: CallRecord?, _ random: inout AuditRandom) -> CallRecord {
    var record = CallRecord(
      attempt: AttemptID(number), command: number,
      intended: Timestamp(
        milliseconds: 1_795_000_000_000 + Int64.random(in: 0...400_000_000, using: &random)),
      base: RoundID(Int.random(in: 0...3, using: &random)), instructions: [], masks: [],
      provider: ["openai", "azure", "local"].randomElement(using: &random) ?? "openai",
      model: ["m1", "m2", "m3"].randomElement(using: &random) ?? "m1",
      quality: ["low", "high", nil].randomElement(using: &random) ?? nil,
      reservation: .free, state: State.allCases.randomElement(using: &random) ?? .open)
    if let last, random.one(of: 4) {
      (record.command, record.base, record.kind) = (last.command, last.base, last.kind)
      (record.instructions, record.masks) = (last.instructions, last.masks)
    } else {
      record.ask(&random)
    }
    record.answer(&random)
    return record
  }

  private mutating func ask(_ random: inout AuditRandom) {
    kind = [.edit, .edit, .edit, .generate, .upload].randomElement(using: &random) ?? .edit
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      instructions.append(QueueID(.instruction, Int.random(in: 1...20, using: &random)))
      masks.append(["sky", "=sum", nil].randomElement(using: &random) ?? nil)
    }
    variants = Int.random(in: 1...4, using: &random)
  }

  private mutating func answer(_ random: inout AuditRandom) {
    keyLabel = ["default", "work", nil].randomElement(using: &random) ?? nil
    keyDigest = ["0123456789ab", nil].randomElement(using: &random) ?? nil
    label = ["client=ACME", "client=B", nil].randomElement(using: &random) ?? nil
    if !random.one(of: 4) {
      let low = random.amount()
      estimate = Estimate(low: low, high: low + random.amount(random.one(of: 2) ? 3 : 9_999_999))
      reservation = .held(low + random.amount(9_999_999), row: "prices.tsv:1")
    }
    savings = Lever.allCases.filter { _ in random.one(of: 3) }.map {
      LeverSaving($0, saving: random.saving())
    }
    actual =
      [.free, .unpriced, .billed(random.amount(), row: "prices.tsv:1"), nil].randomElement(using: &random)
      ?? nil
    if random.one(of: 3) { possible = random.amount() }
    if !random.one(of: 3) {
      func tokens() -> Int { Int.random(in: 0...9_999, using: &random) }
      usage = Usage(
        textIn: tokens(), imageIn: tokens(), cachedIn: tokens(), imageOut: tokens(), textOut: tokens())
    }
    if !random.one(of: 3) { milliseconds = Int.random(in: 0...90_000, using: &random) }
    if random.one(of: 5) { problem = "providerFailed" }
    isRefusal = random.one(of: 8)
  }
}
