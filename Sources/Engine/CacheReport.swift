public import EditModel
internal import Store

/// What kind of values the cache keeps.
public enum CacheKind: String, Hashable, Sendable, CaseIterable {
  /// Pictures encoded for sending.
  case input
  /// Masks encoded for sending.
  case mask
  /// What paid requests brought.
  case result
}

/// What the cache holds and what it was good for, since it was made.
///
/// It is credited bytes and time, never money: what is sent costs the same, whoever encoded it.
public struct CacheReport: Hashable, Sendable {
  /// The account of one kind of values.
  public struct Line: Hashable, Sendable {
    public let kind: CacheKind
    public let entries: Int
    /// What the entries take on the disk.
    public let byteCount: Int
    public let hits: Int
    public let misses: Int
    /// Entries that made room for others.
    public let evictions: Int
    /// Entries that were not what had been stored, and were removed.
    public let damaged: Int
    /// Bytes that were not made again, because they were found.
    public let bytesSaved: Int
    /// How long it took to make those the first time.
    public let timeSaved: Duration
  }

  public let path: String
  /// The most bytes that all entries may take.
  public let limit: Int
  /// One for each kind, in the order of `CacheKind`.
  public let lines: [Line]
}

/// How the cache stands to one value that a call needs.
public struct CacheLookup: Hashable, Sendable {
  /// Whether it is there, or why not.
  public enum Standing: Hashable, Sendable {
    case held(byteCount: Int, made: Timestamp)
    /// Nothing of the kind: the stored file itself is sent, or an answer stands in this session.
    case notNeeded
    case neverStored
    /// It made room for others at this time.
    case evicted(Timestamp)
    /// What stands there is not what was stored; or was not, and was removed at this time.
    case damaged(Timestamp?)
    case cleared(Timestamp)
    /// Another version of this program made one of the same facts.
    case otherVersion(String)
  }

  /// One thing that decides over the value.
  public struct Fact: Hashable, Sendable {
    public let name: String
    public let value: String
  }

  public let kind: CacheKind
  public let facts: [Fact]
  public let standing: Standing
}
