internal import EditModel

extension CacheFolder {
  /// What the cache holds and what it was good for; counts of this process that could not be written are in it.
  ///
  /// - Throws: `StoreError` with code `notReadable` or `ioFailed`; a missing folder is an empty cache.
  package func statistics() throws(StoreError) -> CacheStatistics {
    try reading { state throws(StoreError) in
      var journal = state.journal
      for event in state.pending { journal.add(event) }
      return CacheStatistics(limit: limit, counts: journal.counts)
    }
  }

  /// Why a key would be found, or not; counts as no use of it.
  ///
  /// - Throws: `StoreError` with code `notReadable` or `ioFailed`.
  package func why(_ key: CacheKey) throws(StoreError) -> CacheStanding {
    if let file = try file(of: key.digest, key.kind) {
      guard let record = try whole(file, key.digest) else { return .damaged(nil) }
      return .held(byteCount: record.byteCount, made: record.time)
    }
    return try reading { state throws(StoreError) in state.journal.standing(ofMissing: key) }
  }

  /// What the file says of itself, if it is what was stored under this key.
  private func whole(_ file: OpenFile, _ key: Digest) throws(StoreError) -> CacheRecord? {
    guard let source = try CacheSource(file), source.record.key == key, try source.isWhole() else {
      return nil
    }
    return source.record
  }

  /// An entry that was not what had been stored.
  package struct Damage: Hashable, Sendable {
    package let kind: CacheKey.Kind
    /// Its file's name.
    package let name: String
  }

  /// Reads every entry, removes those that are not what was stored, and says which.
  ///
  /// Afterwards the journal says of the files what is true.
  ///
  /// - Throws: `StoreError` as `put` does; a missing folder is an empty cache.
  package func verify() throws(StoreError) -> [Damage] {
    var found: (damage: [Damage], whole: [CacheRecord]) = ([], [])
    do throws(StoreError) {
      // Without the lock, because it may take long.
      found = try examined(in: OpenFolder(path: path, on: disk))
      let agrees = try agrees(with: found.whole)
      guard !agrees || !found.damage.isEmpty else { return [] }
      try changing(making: false) { folder, state throws(StoreError) in
        found = try examined(in: folder)
        for damage in found.damage { try folder.remove(damage.name, from: damage.kind) }
        try state.catchUp(in: folder)
        try state.record(
          state.journal.corrections(found.damage, whole: found.whole, at: surroundings.now()), in: folder,
          surroundings)
        try state.shorten(in: folder, surroundings)
      }
    } catch  where error.code == .fileMissing {}
    return found.damage
  }

  private func agrees(with whole: [CacheRecord]) throws(StoreError) -> Bool {
    try reading { state throws(StoreError) in Set(state.journal.entries.keys) == Set(whole.map(\.key)) }
  }

  private func examined(
    in folder: OpenFolder
  ) throws(StoreError) -> (damage: [Damage], whole: [CacheRecord]) {
    var (damage, records): ([Damage], [CacheRecord]) = ([], [])
    for kind in CacheKey.Kind.allCases {
      for name in try folder.entryNames(kind) {
        let file: OpenFile
        do throws(StoreError) {
          file = try folder.folder(kind.rawValue).file(name, for: .reading)
        } catch  where error.code == .fileMissing {
          // Another process made room meanwhile.
          continue
        }
        if let key = Digest(hex: name), let record = try whole(file, key), record.kind == kind {
          records.append(record)
        } else if name != OpenFolder.unfinished {
          damage.append(Damage(kind: kind, name: name))
        }
      }
    }
    return (damage, records)
  }

  /// Removes all entries, or those of one kind, and says how many there were.
  ///
  /// - Throws: `StoreError` as `put` does; a missing folder is an empty cache.
  @discardableResult
  package func clear(_ kind: CacheKey.Kind? = nil) throws(StoreError) -> Int {
    var count = 0
    do throws(StoreError) {
      try changing(making: false) { folder, state throws(StoreError) in
        try state.catchUp(in: folder)
        var lost: [CacheEvent] = []
        for kind in kind.map({ [$0] }) ?? CacheKey.Kind.allCases {
          for name in try folder.entryNames(kind) {
            try folder.remove(name, from: kind)
            if Digest(hex: name) != nil { count += 1 }
          }
          lost += state.journal.clearing(kind, at: surroundings.now())
        }
        try state.record(lost, in: folder, surroundings)
        try state.shorten(in: folder, surroundings)
      }
    } catch  where error.code == .fileMissing {}
    return count
  }
}

extension CacheJournal {
  /// Why there is no file of this key.
  fileprivate func standing(ofMissing key: CacheKey) -> CacheStanding {
    if let loss = losses[key.digest] {
      switch loss.reason {
      case .evicted: return .evicted(loss.time)
      case .damaged: return .damaged(loss.time)
      case .cleared: return .cleared(loss.time)
      case .gone: break
      }
    }
    let others = entries.values.filter { $0.subject == key.subject && $0.version != key.version }
    return others.max { $0.lastUse < $1.lastUse }.map { .otherVersion($0.version) } ?? .neverStored
  }

  fileprivate func clearing(_ kind: CacheKey.Kind, at time: Timestamp) -> [CacheEvent] {
    entries.filter { $0.value.kind == kind }.sorted { $0.value.lastUse < $1.value.lastUse }.map {
      .lost($0.key, kind, .cleared, time)
    }
  }

  /// The events after which the journal agrees with the files.
  fileprivate func corrections(
    _ damage: [CacheFolder.Damage], whole: [CacheRecord], at time: Timestamp
  ) -> [CacheEvent] {
    var events: [CacheEvent] = []
    for damage in damage {
      guard let key = Digest(hex: damage.name) else { continue }
      events.append(.lost(key, damage.kind, .damaged, time))
    }
    let there = Set(whole.map(\.key)).union(damage.compactMap { Digest(hex: $0.name) })
    for (key, entry) in entries.sorted(by: { $0.value.lastUse < $1.value.lastUse }) where !there.contains(key)
    {
      events.append(.lost(key, entry.kind, .gone, time))
    }
    for record in whole where entries[record.key] == nil {
      guard let line = record.line else { continue }
      events.append(
        .made(
          record.key, record.kind, subject: record.subject, version: record.version,
          byteCount: onDisk(line.count + record.byteCount), record.time))
    }
    return events
  }
}
