public import EditModel
internal import Store

extension Session {
  /// Takes one of the variants that a call made: it becomes the current round and counts as accepted.
  ///
  /// The others stay as they are, and may be picked later.
  ///
  /// - Throws: `Problem` with code `unknownRound`, or `badValue` for a round that is no variant.
  @discardableResult
  public func pick(_ selector: Selector) throws(Problem) -> RoundReport {
    try beginWriting()
    let target = try resolve(selector)
    guard target.id.variant != nil else {
      let variants = try variants().map(\.description)
      throw Problem(
        .badValue, "pick", found: target.id.description,
        allowed: variants.isEmpty ? ["one of several variants of a call"] : variants)
    }
    try write("pick \(target.id)") { () throws(Problem) in
      Draft(changes: [
        (.at, .round(target.id)), (.judged(target.id), .judgement(Judgement(.accepted))),
      ])
    }
    return try report(target.id)
  }

  /// The rounds that are one of several of their call.
  func variants() throws(Problem) -> [RoundID] { folder.rounds.filter { $0.variant != nil } }
}
