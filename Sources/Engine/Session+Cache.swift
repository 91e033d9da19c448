public import EditModel
internal import Planner
internal import Providers
internal import Store

extension Session {
  /// How the cache stands to what the next call needs: its picture, its mask, and its result; reads only.
  ///
  /// Later calls start from rounds that do not exist yet, so nothing can be said of them.
  ///
  /// - Returns: Nothing without a cache, without anything queued, or when the next call goes to the embedded
  ///   provider.
  /// - Throws: `Problem` as `plan` does, or about the cache's folder.
  public func cacheLookups() throws(Problem) -> [CacheLookup] {
    guard let cache = configuration.cache, let call = try plan().calls.first, let frame = call.frame else {
      return []
    }
    let base = try currentRound()
    let object = try source(of: base.picture.object)
    var lookups: [CacheLookup] = []
    if let key = try HostedInputs.pictureKey(base.picture, frame, object) {
      lookups.append(try lookup(key, in: cache))
    } else {
      lookups.append(.notNeeded(.input, CacheLookup.Fact("object", base.picture.object.hex)))
    }
    if let masks = storedMasks(of: call) {
      lookups.append(try lookup(HostedInputs.maskKey(masks.map(\.pixels), frame), in: cache))
    }
    guard let request = try identity(of: call, on: base.picture.pixels) else { return lookups }
    if let own = try storedResult(of: request) {
      lookups.append(.notNeeded(.result, CacheLookup.Fact("round", own.rounds[0].description)))
    } else {
      lookups.append(try lookup(CachedResult.key(of: request), in: cache))
    }
    return lookups
  }

  private func lookup(_ key: CacheKey, in cache: CacheFolder) throws(Problem) -> CacheLookup {
    let standing = try problem(about: cache.path) { () throws(StoreError) in try cache.why(key) }
    return CacheLookup(
      kind: CacheKind(key.kind), facts: key.facts.map { CacheLookup.Fact($0.name, $0.value) },
      standing: CacheLookup.Standing(standing))
  }
}

extension CacheLookup {
  fileprivate static func notNeeded(_ kind: CacheKind, _ fact: Fact) -> CacheLookup {
    CacheLookup(kind: kind, facts: [fact], standing: .notNeeded)
  }
}

extension CacheLookup.Fact {
  fileprivate init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

extension CacheLookup.Standing {
  fileprivate init(_ standing: CacheStanding) {
    switch standing {
    case .held(let byteCount, let made): self = .held(byteCount: byteCount, made: made)
    case .neverStored: self = .neverStored
    case .evicted(let time): self = .evicted(time)
    case .damaged(let time): self = .damaged(time)
    case .cleared(let time): self = .cleared(time)
    case .otherVersion(let version): self = .otherVersion(version)
    }
  }
}
