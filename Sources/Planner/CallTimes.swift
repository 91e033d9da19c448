package import Billing

/// How long calls take, by quality: as published, and as the user's own calls took.
public struct CallTimes: Hashable, Sendable {
  /// How long one call takes.
  public struct Reading: Hashable, Sendable {
    /// The median.
    public let usual: Duration
    /// What about one call in twenty reaches.
    public let slow: Duration
    public let source: Source

    public init(usual: Duration, slow: Duration, source: Source) {
      self.usual = usual
      self.slow = slow
      self.source = source
    }
  }

  /// Where a time is from.
  public enum Source: Hashable, Sendable {
    /// Seen on this day, `YYYY-MM-DD`, at this place.
    case table(seen: String, source: String)
    /// This many of the user's own calls.
    case own(calls: Int)
  }

  /// Fewer own calls than this say less than the table.
  package static let fewestOwn = 5

  private let table: [String: Reading]
  private let own: [String: Reading]

  /// - Parameters:
  ///   - table: By quality.
  ///   - own: By quality, each with the source `own`.
  package init(table: [String: Reading], own: [String: Reading] = [:]) {
    self.table = table
    self.own = own
  }

  /// - Parameter own: By quality: median, 95th percentile and number of the user's calls.
  package init(
    _ facts: ModelFacts?, own: [String: (median: Duration, slow: Duration, calls: Int)] = [:]
  ) {
    let readings = (facts?.latencies ?? []).map { latency in
      (
        latency.quality,
        Reading(
          usual: .seconds(latency.usualSeconds), slow: .seconds(latency.slowSeconds),
          source: .table(seen: latency.seen, source: latency.source))
      )
    }
    self.init(
      table: Dictionary(readings) { first, _ in first },
      own: own.mapValues { Reading(usual: $0.median, slow: $0.slow, source: .own(calls: $0.calls)) })
  }

  /// The user's own calls where there are at least `fewestOwn`, else the table; `nil` when neither knows.
  public func reading(quality: String) -> Reading? {
    if let reading = own[quality], case .own(let calls) = reading.source, calls >= Self.fewestOwn {
      return reading
    }
    return table[quality]
  }
}
