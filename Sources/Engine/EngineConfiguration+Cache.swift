public import EditModel
internal import Store

extension EngineConfiguration {
  /// What the cache holds and what it was good for; `nil` without a cache.
  ///
  /// - Throws: `Problem` with code `notReadable` or `ioFailed`; a folder that is missing is an empty cache.
  public func cacheReport() throws(Problem) -> CacheReport? {
    guard let cache else { return nil }
    let statistics = try problem(about: cache.path) { () throws(StoreError) in try cache.statistics() }
    return CacheReport(
      path: cache.path, limit: statistics.limit,
      lines: CacheKind.allCases.map { CacheReport.Line($0, statistics[$0.stored]) })
  }

  /// Reads everything in the cache, removes what is not as it was stored, and says what that was.
  ///
  /// - Returns: Paths below the cache's folder.
  /// - Throws: `Problem` with code `locked` when others use the cache for two seconds, `notReadable`,
  ///   `notWritable`, `diskFull` or `ioFailed`.
  public func verifyCache() throws(Problem) -> [String] {
    guard let cache else { return [] }
    return try problem(about: cache.path) { () throws(StoreError) in
      try cache.verify().map { "\($0.kind.rawValue)/\($0.name)" }
    }
  }

  /// Removes everything from the cache, or all of one kind, and says how many entries that were.
  ///
  /// - Throws: `Problem` as `verifyCache` does.
  @discardableResult
  public func clearCache(_ kind: CacheKind? = nil) throws(Problem) -> Int {
    guard let cache else { return 0 }
    return try problem(about: cache.path) { () throws(StoreError) in try cache.clear(kind?.stored) }
  }
}

extension CacheKind {
  var stored: CacheKey.Kind {
    switch self {
    case .input: .input
    case .mask: .mask
    case .result: .result
    }
  }

  init(_ stored: CacheKey.Kind) {
    switch stored {
    case .input: self = .input
    case .mask: self = .mask
    case .result: self = .result
    }
  }
}

extension CacheReport.Line {
  fileprivate init(_ kind: CacheKind, _ counts: CacheStatistics.Counts) {
    self.init(
      kind: kind, entries: counts.entries, byteCount: counts.byteCount, hits: counts.hits,
      misses: counts.misses, evictions: counts.evictions, damaged: counts.damaged,
      bytesSaved: counts.bytesSaved, timeSaved: .milliseconds(counts.millisecondsSaved))
  }
}
