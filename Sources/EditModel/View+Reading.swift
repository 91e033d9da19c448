extension View {
  /// The current round; a session always has one once its source is in.
  public var current: RoundID? {
    guard case .round(let id) = self[.at] else { return nil }
    return id
  }

  /// The queue in its order: by rank, ties by id.
  public var queue: [QueueEntry] {
    values.values.compactMap { value -> QueueEntry? in
      guard case .entry(let entry) = value else { return nil }
      return entry
    }.sorted { ($0.rank, $0.id) < ($1.rank, $1.id) }
  }

  /// The masks by name.
  public var masks: [MaskVersion] {
    values.values.compactMap { value -> MaskVersion? in
      guard case .mask(let mask) = value else { return nil }
      return mask
    }.sorted { $0.name < $1.name }
  }

  /// The mask of this name, or `nil`.
  public func mask(named name: String) -> MaskVersion? {
    guard case .mask(let mask) = self[.mask(name)] else { return nil }
    return mask
  }

  /// The reference pictures by name.
  public var references: [ReferencePicture] {
    values.values.compactMap { value -> ReferencePicture? in
      guard case .reference(let reference) = value else { return nil }
      return reference
    }.sorted { $0.name < $1.name }
  }

  /// The reference picture of this name, or `nil`.
  public func reference(named name: String) -> ReferencePicture? {
    guard case .reference(let reference) = self[.reference(name)] else { return nil }
    return reference
  }

  /// The mask that new instructions get, unless they name one.
  public var maskInUse: String? { setting("mask") }

  /// The value that was set in this session, or `nil` where the default holds.
  public func setting(_ key: String) -> String? {
    guard case .text(let value) = self[.set(key)] else { return nil }
    return value
  }

  /// Tags and the rounds that they name, by name.
  public var tags: [(name: String, round: RoundID)] {
    values.compactMap { key, value in
      guard case .tag(let name) = key, case .round(let id) = value else { return nil }
      return (name, id)
    }.sorted { $0.name < $1.name }
  }

  /// The round that a tag names, or `nil`.
  public func tag(_ name: String) -> RoundID? {
    guard case .round(let id) = self[.tag(name)] else { return nil }
    return id
  }

  /// What the user decided about a round, or `nil`.
  public func judgement(of round: RoundID) -> Judgement? {
    guard case .judgement(let judgement) = self[.judged(round)] else { return nil }
    return judgement
  }
}
