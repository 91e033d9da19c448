import Billing
import EditModel
import Testing

/// Rows of random accounts against sums that are made one attempt after the other, with plain integers.
@Suite struct AuditSumTests {
  /// All sums of a row, by name.
  private static func sums(_ row: AuditRow) -> [String: Int64] {
    let tokens = row.tokens
    var sums: [String: Int64] = [
      "estimate low": row.estimate.low.nanodollars,
      "estimate width": (row.estimate.high - row.estimate.low).nanodollars,
      "billed": row.billed.nanodollars, "possible": row.possible.nanodollars,
      "reserved": row.reserved.nanodollars, "held": row.held.nanodollars,
      "compared low": row.comparison.estimate.low.nanodollars,
      "compared width": (row.comparison.estimate.high - row.comparison.estimate.low).nanodollars,
      "compared billed": row.comparison.billed.nanodollars,
      "text in": Int64(tokens.textIn), "image in": Int64(tokens.imageIn),
      "cached in": Int64(tokens.cachedIn ?? 0), "image out": Int64(tokens.imageOut),
      "text out": Int64(tokens.textOut),
    ]
    for lever in Lever.allCases {
      sums["\(lever) low"] = row[lever].low.nanodollars
      sums["\(lever) width"] = (row[lever].high - row[lever].low).nanodollars
    }
    for state in AuditState.allCases {
      sums["\(state) billed"] = row[state].billed.nanodollars
      sums["\(state) possible"] = row[state].possible.nanodollars
    }
    return sums.filter { $0.value != 0 }
  }

  @Test(arguments: AuditGrouping.allCases)
  func rowsAddUpToTheTotalToTheNanodollar(grouping: AuditGrouping) {
    for seed in 1...12 {
      let sources = AuditSource.randomSessions(seed: seed)
      let audit = Audit(sources, by: grouping)
      var sum: [String: Int64] = [:]
      for row in audit.rows { sum.merge(Self.sums(row), uniquingKeysWith: +) }
      #expect(sum.filter { $0.value != 0 } == Self.sums(audit.total))
      #expect(Self.sums(audit.total) == NaiveAudit(sources).total)
    }
  }

  @Test(arguments: AuditGrouping.allCases)
  func eachRowIsWhatItsAttemptsSay(grouping: AuditGrouping) {
    for seed in 1...12 {
      let sources = AuditSource.randomSessions(seed: seed)
      let naive = NaiveAudit(sources)
      let audit = Audit(sources, by: grouping)
      let rows = Dictionary(
        uniqueKeysWithValues: audit.rows.map { ("\($0.path ?? "") \($0.key ?? "-")", $0) })
      let expected = naive.rows(by: grouping)
      #expect(Set(rows.keys) == Set(expected.keys))
      for (key, row) in rows {
        #expect(Self.sums(row) == expected[key]?.sums, "\(grouping) \(key)")
        #expect(row.attempts == expected[key]?.attempts.count)
        #expect(row.calls == expected[key]?.calls.count)
        #expect(row.answeredFromStore == expected[key]?.answered.count)
      }
    }
  }

  @Test func totalsAreTheSameWhateverTheOrderOfTheAttempts() {
    for seed in 1...10 {
      var random = AuditRandom(seed: seed)
      var source = AuditSource.random(40, path: "/a", seed: seed)
      let total = Audit([source]).total
      source.records.shuffle(using: &random)
      source.rounds.shuffle(using: &random)
      #expect(Audit([source]).total == total)
    }
  }

  @Test func theAttemptsBeforeAndAfterAMomentAreAll() {
    for seed in 1...10 {
      let sources = AuditSource.randomSessions(seed: seed)
      let all = Audit(sources).total
      let moment = Timestamp(milliseconds: 1_795_000_000_000 + Int64(seed) * 20_000_000)
      let (before, after) = (Audit(sources, until: moment).total, Audit(sources, since: moment).total)
      #expect(before.attempts + after.attempts == all.attempts)
      #expect(
        Self.sums(before).merging(Self.sums(after), uniquingKeysWith: +).filter { $0.value != 0 }
          == Self.sums(all))
      #expect(before.answeredFromStore + after.answeredFromStore == all.answeredFromStore)
    }
  }

  @Test func servicesHoldEveryAttemptForAPictureOnce() {
    for seed in 1...10 {
      let sources = AuditSource.randomSessions(seed: seed)
      let audit = Audit(sources)
      let records = sources.flatMap(\.records).filter { $0.kind != .upload }
      #expect(audit.services.reduce(0) { $0 + $1.row.attempts } == records.count)
      for service in audit.services {
        let own = records.filter {
          $0.provider == service.provider && $0.model == service.model && $0.quality == service.quality
        }
        let billed = own.reduce(Int64(0)) { $0 + ($1.actual?.amount?.nanodollars ?? 0) }
        #expect(service.row.billed.nanodollars == billed)
        #expect(service.row.ended == own.count { $0.state != .open })
        #expect(service.row.latency?.replies ?? 0 == own.count { $0.milliseconds != nil })
      }
    }
  }

  @Test func latenciesAreOfTheNearestRank() {
    for seed in 1...40 {
      let source = AuditSource.random(seed, path: "/a", seed: seed)
      let replies = source.records.filter { $0.kind != .upload }.compactMap(\.milliseconds)
      // The least value that at least so many percent do not exceed.
      func rank(_ percent: Int) -> Int? {
        replies.filter { value in replies.count { $0 <= value } * 100 >= percent * replies.count }.min()
      }
      let latency = Audit([source]).total.latency
      #expect(latency?.p50 == rank(50))
      #expect(latency?.p95 == rank(95))
    }
  }
}

extension AuditSource {
  /// Three sessions, two of them with the same name.
  static func randomSessions(seed: Int) -> [AuditSource] {
    var other = AuditSource.random(17, path: "/c", seed: seed + 2_000)
    other.session = "other"
    return [.random(40, path: "/a", seed: seed), .random(23, path: "/b", seed: seed + 1_000), other]
  }
}
