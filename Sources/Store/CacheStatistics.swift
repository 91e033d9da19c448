package import EditModel

/// What the cache holds and what it was good for, since it was made.
package struct CacheStatistics: Hashable, Sendable {
  /// Of one kind of values.
  package struct Counts: Hashable, Sendable {
    package internal(set) var entries = 0
    /// What the entries take on the disk.
    package internal(set) var byteCount = 0
    package internal(set) var hits = 0
    package internal(set) var misses = 0
    /// Entries that made room for others.
    package internal(set) var evictions = 0
    /// Entries that were not what had been stored.
    package internal(set) var damaged = 0
    /// Bytes that were not made again, because they were found.
    package internal(set) var bytesSaved = 0
    /// How long it took to make them the first time.
    package internal(set) var millisecondsSaved = 0
  }

  /// The most bytes that all entries may take.
  package let limit: Int
  package let counts: [CacheKey.Kind: Counts]

  package subscript(kind: CacheKey.Kind) -> Counts { counts[kind] ?? Counts() }
}

/// How the cache stands to a key.
package enum CacheStanding: Hashable, Sendable {
  case held(byteCount: Int, made: Timestamp)
  case neverStored
  /// It made room for others.
  case evicted(Timestamp)
  /// What stands there is not what was stored; or was not, and was removed at this time.
  case damaged(Timestamp?)
  case cleared(Timestamp)
  /// There is one that another version of the encoder made.
  case otherVersion(String)
}
