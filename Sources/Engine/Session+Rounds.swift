public import EditModel
internal import Store

/// A round with what the view says of it now.
public struct RoundReport: Hashable, Sendable {
  public let round: Round
  public let isCurrent: Bool
  public let tags: [String]
  public let judgement: Judgement?
  /// Steps from the source; the source has 0.
  public let depth: Int
  /// True when the current round is it or descends from it.
  public let isOnCurrentPath: Bool
}

/// Where a session stands.
public struct SessionStatus: Hashable, Sendable {
  public let path: String
  public let current: RoundReport?
  public let source: SourceFile?
  public let roundCount: Int
  public let queue: [QueueEntry]
  public let maskInUse: String?
  public let maskNames: [String]
  public let provider: String
  public let isReadOnly: Bool
}

extension Session {
  /// Where the session stands; reads only.
  public func status() throws(Problem) -> SessionStatus {
    try catchUp()
    return SessionStatus(
      path: path, current: try view.current.map { id throws(Problem) in try report(id) },
      source: try round(.source)?.source, roundCount: folder.roundCount, queue: view.queue,
      maskInUse: view.maskInUse, maskNames: view.masks.map(\.name),
      provider: view.value(of: "provider"), isReadOnly: folder.damage != nil)
  }

  /// All rounds in the order of their making.
  public func log() throws(Problem) -> [RoundReport] {
    try catchUp()
    let currentPath = Set(path(to: try currentRound().id))
    var depths: [RoundID: Int] = [:]
    var reports: [RoundReport] = []
    for id in folder.rounds {
      let round = try existingRound(id)
      // A parent is always made before its children.
      let depth = round.parent.map { (depths[$0] ?? 0) + 1 } ?? 0
      depths[id] = depth
      reports.append(report(round, depth: depth, isOnCurrentPath: currentPath.contains(id)))
    }
    return reports
  }

  /// One round by its selector.
  public func show(_ selector: Selector = .current(back: 0)) throws(Problem) -> RoundReport {
    try catchUp()
    return try report(try resolve(selector).id)
  }

  /// Makes a round the current one.
  @discardableResult
  public func go(_ selector: Selector) throws(Problem) -> RoundReport {
    try beginWriting()
    let target = try resolve(selector)
    try write("go \(target.id)") { () throws(Problem) in
      Draft(changes: [(.at, .round(target.id))])
    }
    return try report(target.id)
  }

  /// Names a round; the name moves if it stood elsewhere.
  public func tag(_ name: String, _ selector: Selector = .current(back: 0)) throws(Problem) -> Round {
    try checkName(name)
    try beginWriting()
    let target = try resolve(selector)
    try write("tag \(name) \(target.id)") { () throws(Problem) in
      Draft(changes: [(.tag(name), .round(target.id))])
    }
    return target
  }

  /// Forgets a tag; the round stays.
  ///
  /// - Throws: `Problem` with code `unknownTag`.
  public func removeTag(_ name: String) throws(Problem) {
    try write("tag \(name) --remove") { () throws(Problem) in
      guard view.tag(name) != nil else { throw unknownTag(name) }
      return Draft(changes: [(.tag(name), nil)])
    }
  }

  /// Accepts or rejects a round.
  ///
  /// Accepting drops the queued instructions that wait because this round did not do them.
  public func judge(
    _ verdict: Judgement.Verdict, _ selector: Selector = .current(back: 0), reason: String? = nil
  ) throws(Problem) -> Round {
    try beginWriting()
    let target = try resolve(selector)
    guard target.kind == .edited else { throw Problem(.notAnEdit, target.id.description) }
    let verb = verdict == .accepted ? "accept" : "reject"
    try write("\(verb) \(target.id)\(reason.map { " \(quoted($0))" } ?? "")") { () throws(Problem) in
      let judged = (ViewKey.judged(target.id), ViewValue.judgement(Judgement(verdict, reason: reason)))
      let waiting = view.queue.filter { $0.hold == .notDone(target.id) }
      let dropped = verdict == .accepted ? waiting.map { (ViewKey.queue($0.id), ViewValue?.none) } : []
      return Draft(changes: [judged] + dropped)
    }
    return target
  }

  /// The round that a selector names.
  ///
  /// - Throws: `Problem` with code `unknownRound`, `unknownTag` or `ambiguousSelector`.
  func resolve(_ selector: Selector) throws(Problem) -> Round {
    switch selector {
    case .source: return try existingRound(.source)
    case .round(let id): return try existingRound(id)
    case .current(let back): return try ancestor(of: try currentRound(), back: back)
    case .tag(let name):
      guard let id = view.tag(name) else { throw unknownTag(name) }
      return try existingRound(id)
    case .pixels(let prefix): return try roundWithPixels(prefix)
    }
  }

  func currentRound() throws(Problem) -> Round {
    guard let id = view.current else { throw Problem(.unknownRound, "@") }
    return try existingRound(id)
  }

  func existingRound(_ id: RoundID) throws(Problem) -> Round {
    guard let round = try round(id) else {
      throw Problem(.unknownRound, id.description, allowed: knownRounds)
    }
    return round
  }

  /// Up to eight rounds by name, of more the first and the last.
  private var knownRounds: [String] {
    let rounds = folder.rounds.map(\.description)
    guard rounds.count > 8, let first = rounds.first, let last = rounds.last else { return rounds }
    return ["\(first) to \(last)"]
  }

  func round(_ id: RoundID) throws(Problem) -> Round? {
    try problem(about: path) { () throws(StoreError) in try folder.round(id) }
  }

  func checkName(_ name: String) throws(Problem) {
    guard Name.isLegal(name) else { throw Problem(.badName, name, found: name, allowed: [Name.rule]) }
  }

  private func ancestor(of round: Round, back: Int) throws(Problem) -> Round {
    let path = path(to: round.id)
    guard path.indices.contains(back) else {
      throw Problem(.unknownRound, "@-\(back)", allowed: ["@ to @-\(path.count - 1)"])
    }
    return try existingRound(path[back])
  }

  private func roundWithPixels(_ prefix: String) throws(Problem) -> Round {
    var matches: [Round] = []
    for id in folder.rounds {
      let round = try existingRound(id)
      if round.picture.pixels.hex.hasPrefix(prefix) { matches.append(round) }
    }
    guard let first = matches.first else { throw Problem(.unknownRound, "sha:\(prefix)") }
    guard matches.allSatisfy({ $0.picture.pixels == first.picture.pixels }) else {
      throw Problem(
        .ambiguousSelector, "sha:\(prefix)", found: "\(matches.count) rounds",
        allowed: matches.map(\.id.description))
    }
    return first
  }

  func report(_ id: RoundID) throws(Problem) -> RoundReport {
    let round = try existingRound(id)
    return report(
      round, depth: path(to: id).count - 1,
      isOnCurrentPath: view.current.map { path(to: $0).contains(id) } ?? false)
  }

  private func report(_ round: Round, depth: Int, isOnCurrentPath: Bool) -> RoundReport {
    RoundReport(
      round: round, isCurrent: view.current == round.id,
      tags: view.tags.filter { $0.round == round.id }.map(\.name),
      judgement: view.judgement(of: round.id), depth: depth, isOnCurrentPath: isOnCurrentPath)
  }

  /// The round and its ancestors.
  private func path(to round: RoundID) -> [RoundID] { folder.path(to: round) }

  private func unknownTag(_ name: String) -> Problem {
    Problem(.unknownTag, name, allowed: view.tags.map(\.name))
  }
}
