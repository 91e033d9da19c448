internal import EditModel
package import Store

/// Files for sending, out of the cache where they were made before.
///
/// A cache that cannot be read or written costs time and nothing else, so what it throws is kept for a notice.
package final class EncodedInputs {
  /// What was done for files so far.
  package struct Counts: Hashable, Sendable {
    /// Files that were encoded.
    package fileprivate(set) var encoded = 0
    /// Files that were found in the cache.
    package fileprivate(set) var found = 0
  }

  package private(set) var counts = Counts()
  private var failure: StoreError?
  private var wasFailureTaken = false
  private let cache: CacheFolder?
  private let elapsed: @Sendable () -> Duration

  /// - Parameter cache: `nil` keeps nothing: every file is encoded each time.
  /// - Parameter elapsed: A clock that says how long encoding takes.
  package init(cache: CacheFolder?, elapsed: @escaping @Sendable () -> Duration) {
    self.cache = cache
    self.elapsed = elapsed
  }

  /// The file that was kept under this key, or that `encode` makes.
  ///
  /// - Parameter encode: Returns `nil` when there is nothing to encode after all.
  func source(
    for key: CacheKey, _ encode: () throws(Problem) -> [UInt8]?
  ) throws(Problem) -> (any ByteSource)? {
    if let kept = attempting({ cache throws(StoreError) in try cache.value(key) }) {
      counts.found += 1
      return kept.source
    }
    let start = elapsed()
    guard let bytes = try encode() else { return nil }
    counts.encoded += 1
    let duration = elapsed() - start
    _ = attempting { cache throws(StoreError) in try cache.put(key, bytes, madeIn: duration) }
    return MemorySource(bytes)
  }

  /// The first thing that went wrong with the cache, once.
  func takeFailure() -> StoreError? {
    guard let failure, !wasFailureTaken else { return nil }
    wasFailureTaken = true
    return failure
  }

  /// Does something with the cache, as far as it lets.
  func attempting<Result>(_ body: (CacheFolder) throws(StoreError) -> Result?) -> Result? {
    guard let cache else { return nil }
    do throws(StoreError) {
      return try body(cache)
    } catch {
      failure = failure ?? error
      return nil
    }
  }
}
