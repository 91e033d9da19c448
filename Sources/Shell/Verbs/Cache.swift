internal import EditModel
internal import Engine

extension Shell {
  /// `cache`: what is stored so that it need not be made again, and what that saved.
  func cache(_ request: CacheRequest) async throws(Problem) -> Answer {
    guard let report = try configuration.cacheReport() else {
      throw Problem(.fileMissing, "the cache's folder", allowed: ["XDG_CACHE_HOME=DIR"])
    }
    switch request {
    case .statistics: return Answer(report.words, report.json)
    case .why: return Answer(lookups: try await current().cacheLookups())
    case .verify: return Answer(damaged: try configuration.verifyCache())
    case .clear:
      let count = try configuration.clearCache()
      return Answer(
        "\(counted(count, "entry", "entries")) removed", .members(["removed": .integer(count)]))
    }
  }
}

extension Answer {
  fileprivate init(damaged paths: [String]) {
    self.init(
      paths.isEmpty
        ? ["everything is as it was stored"] : paths.map { "removed, not as it was stored: \($0)" },
      .members(["damaged": .strings(paths)]), exitCode: paths.isEmpty ? .done : .someFailed)
  }

  fileprivate init(lookups: [CacheLookup]) {
    self.init(
      lookups.isEmpty
        ? ["the next call needs nothing that is stored"] : lookups.flatMap(\.words),
      .members(["lookups": .array(lookups.map(\.json))]))
  }
}

extension CacheReport {
  fileprivate var words: [String] {
    let used = lines.map(\.byteCount).reduce(0, +)
    return ["\(path): \(used) of at most \(limit) bytes"]
      + lines.map { line in
        let damaged = line.damaged > 0 ? ", \(line.damaged) damaged" : ""
        return "\(pad(line.kind.rawValue, 6)) \(counted(line.entries, "entry", "entries")), "
          + "\(line.byteCount) bytes · \(counted(line.hits, "hit")), \(counted(line.misses, "miss", "misses")), "
          + "\(line.evictions) evicted\(damaged) · saved \(line.bytesSaved) bytes of work and \(line.timeSaved.words)"
      }
  }

  fileprivate var json: JSONValue {
    .members([
      "path": .string(path), "limit_bytes": .integer(limit),
      "kinds": .array(
        lines.map {
          .members([
            "kind": .string($0.kind.rawValue), "entries": .integer($0.entries),
            "bytes": .integer($0.byteCount), "hits": .integer($0.hits), "misses": .integer($0.misses),
            "evictions": .integer($0.evictions), "damaged": .integer($0.damaged),
            "saved_bytes": .integer($0.bytesSaved), "saved_seconds": .decimal($0.timeSaved / .seconds(1)),
          ])
        }),
    ])
  }
}

extension CacheLookup {
  fileprivate var words: [String] {
    ["\(kind.rawValue): \(standing.words)"] + facts.map { "  \($0.name) \($0.value)" }
  }

  fileprivate var json: JSONValue {
    .members([
      "kind": .string(kind.rawValue), "standing": .string(standing.words),
      "facts": .array(facts.map { .members(["name": .string($0.name), "value": .string($0.value)]) }),
    ])
  }
}

extension CacheLookup.Standing {
  fileprivate var words: String {
    switch self {
    case .held(let byteCount, let made): "stored, \(byteCount) bytes, made \(made)"
    case .notNeeded: "not needed: it stands in this session"
    case .neverStored: "never stored"
    case .evicted(let time): "made room for others on \(time)"
    case .damaged(let time): "not as it was stored" + (time.map { ", removed on \($0)" } ?? "")
    case .cleared(let time): "cleared on \(time)"
    case .otherVersion(let version): "stored by another version of the encoder (\(version))"
    }
  }
}
