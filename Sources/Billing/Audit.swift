public import EditModel

/// The account of one or many sessions: what was estimated, held, paid, possibly paid and saved, by what.
///
/// Every attempt is counted, whatever came of it, at the moment when it was begun. A round goes with its
/// attempt, also where it was made after the end of the time looked at.
public struct Audit: Hashable, Sendable {
  /// How one model does at one quality.
  public struct Service: Hashable, Sendable {
    public let provider: String
    public let model: String
    /// `nil` where the model has no such setting.
    public let quality: String?
    /// Its attempts, without uploads.
    public let row: AuditRow
  }

  /// An attempt that is counted, and the rows that share it, in the order of its parts.
  struct Entry: Hashable {
    let source: Int
    let record: Int
    let state: AuditState
    /// None where there is no grouping.
    let rows: [Int]
  }

  public let grouping: AuditGrouping?
  /// The first moment that is counted; `nil` from the beginning.
  public let since: Timestamp?
  /// The first moment that is counted no more; `nil` without end.
  public let until: Timestamp?
  /// Sessions first, in the order given, then numbers, days or names; what has no key comes last. None
  /// without grouping.
  public let rows: [AuditRow]
  public let total: AuditRow
  /// By provider, model and quality.
  public let services: [Service]
  public let sources: [AuditSource]
  let entries: [Entry]

  /// - Parameter sources: A session whose path is there twice is counted once.
  public init(
    _ sources: [AuditSource], by grouping: AuditGrouping? = nil, since: Timestamp? = nil,
    until: Timestamp? = nil
  ) {
    var paths: Set<String> = []
    let sources = sources.filter { paths.insert($0.path).inserted }
    var ledger = AuditLedger(sources, by: grouping, since: since, until: until)
    for source in sources.indices { ledger.add(source: source) }
    (self.grouping, self.since, self.until, self.sources) = (grouping, since, until, sources)
    (rows, entries) = ledger.finish()
    total = ledger.total
    services = ledger.services
  }

  /// The attempts that are counted, in the order of the sources and of their records.
  public var attempts: [(source: AuditSource, record: CallRecord, state: AuditState)] {
    entries.map { entry in
      (sources[entry.source], sources[entry.source].records[entry.record], entry.state)
    }
  }
}
