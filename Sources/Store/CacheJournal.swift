internal import EditModel

/// What happened to the cache's entries, folded: which there are, in which order they were last used, what went.
struct CacheJournal {
  struct Entry: Hashable {
    let kind: CacheKey.Kind
    let subject: Digest
    let version: String
    /// Of the file, in whole blocks.
    let byteCount: Int
    let made: Timestamp
    /// The larger, the later.
    fileprivate(set) var lastUse: Int
  }

  struct Loss: Hashable {
    let kind: CacheKey.Kind
    let reason: CacheEvent.Reason
    let time: Timestamp
    fileprivate let order: Int
  }

  private(set) var entries: [Digest: Entry] = [:]
  private(set) var losses: [Digest: Loss] = [:]
  /// Without entries and their bytes, which `statistics` adds.
  private var sums: [CacheKey.Kind: CacheStatistics.Counts] = [:]
  /// What the entries take on the disk.
  private(set) var byteCount = 0
  /// Events so far.
  private(set) var length = 0

  init(_ events: [CacheEvent] = []) {
    for event in events { add(event) }
  }

  mutating func add(_ event: CacheEvent) {
    length += 1
    switch event {
    case .made(let key, let kind, let subject, let version, let bytes, let time):
      remove(key)
      losses[key] = nil
      entries[key] = Entry(
        kind: kind, subject: subject, version: version, byteCount: bytes, made: time, lastUse: length)
      byteCount += bytes
    case .hit(let key, let kind, let bytes, let milliseconds):
      entries[key]?.lastUse = length
      count(in: kind, \.hits, 1)
      count(in: kind, \.bytesSaved, bytes)
      count(in: kind, \.millisecondsSaved, milliseconds)
    case .miss(let kind):
      count(in: kind, \.misses, 1)
    case .noted(let key, let kind, let reason, let time):
      losses[key] = Loss(kind: kind, reason: reason, time: time, order: length)
    case .lost(let key, let kind, let reason, let time):
      remove(key)
      losses[key] = Loss(kind: kind, reason: reason, time: time, order: length)
      if reason == .evicted { count(in: kind, \.evictions, 1) }
      if reason == .damaged { count(in: kind, \.damaged, 1) }
    case .sums(let kind, let counts):
      for field in CacheEvent.fields { count(in: kind, field, counts[keyPath: field]) }
    }
  }

  private mutating func remove(_ key: Digest) {
    if let entry = entries.removeValue(forKey: key) { byteCount -= entry.byteCount }
  }

  /// The file is not this program's alone, so no number in it may overflow.
  private mutating func count(
    in kind: CacheKey.Kind, _ field: WritableKeyPath<CacheStatistics.Counts, Int>, _ number: Int
  ) {
    let sum = sums[kind, default: .init()][keyPath: field].addingReportingOverflow(number)
    sums[kind, default: .init()][keyPath: field] = sum.overflow ? .max : sum.partialValue
  }

  /// The entries that have to go so that there is room for one more, least recently used first.
  func victims(making room: Int, limit: Int, mostEntries: Int, sparing key: Digest) -> [Digest] {
    var (bytes, count) = (byteCount + room, entries.count + 1)
    if let same = entries[key] { (bytes, count) = (bytes - same.byteCount, count - 1) }
    guard bytes > limit || count > mostEntries else { return [] }
    var victims: [Digest] = []
    for (candidate, entry) in entries.sorted(by: { $0.value.lastUse < $1.value.lastUse })
    where candidate != key {
      guard bytes > limit || count > mostEntries else { break }
      victims.append(candidate)
      bytes -= entry.byteCount
      count -= 1
    }
    return victims
  }

  var counts: [CacheKey.Kind: CacheStatistics.Counts] {
    var counts = sums
    for entry in entries.values {
      counts[entry.kind, default: .init()].entries += 1
      counts[entry.kind, default: .init()].byteCount += entry.byteCount
    }
    return counts
  }

  /// Losses beyond these are forgotten when the journal is written anew, the oldest first.
  private static let mostLosses = 1000

  /// The shortest events that fold to the same.
  var events: [CacheEvent] {
    var events: [CacheEvent] = []
    for kind in CacheKey.Kind.allCases {
      if let counts = sums[kind] { events.append(.sums(kind, counts)) }
    }
    for (key, loss) in losses.sorted(by: { $0.value.order < $1.value.order }).suffix(Self.mostLosses) {
      events.append(.noted(key, loss.kind, loss.reason, loss.time))
    }
    for (key, entry) in entries.sorted(by: { $0.value.lastUse < $1.value.lastUse }) {
      events.append(
        .made(
          key, entry.kind, subject: entry.subject, version: entry.version, byteCount: entry.byteCount,
          entry.made))
    }
    return events
  }
}
