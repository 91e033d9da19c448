public import EditModel

/// What a final renders again: the accepted instructions of a path of rounds, and the round to begin from.
///
/// Accepted is what led to the newest accepted round of the path, whatever was merged with what on the way.
public struct FinalScope: Hashable, Sendable {
  /// An instruction of the path that is not rendered again.
  public struct LeftOut: Hashable, Sendable {
    /// What keeps it out.
    public enum Reason: Hashable, Sendable {
      /// Its round was rejected.
      case rejected
      /// Its round did not do it.
      case notDone
    }

    public let id: QueueID
    /// The last round of the path that was asked for it.
    public let round: RoundID
    public let reason: Reason
  }

  /// The round whose instructions are rendered again, and with which the result is compared.
  public let accepted: RoundID
  /// The first round of the path, or the last change of the frame before anything was edited.
  public let start: RoundID
  /// In the order in which they were carried out, each once, each asking for one picture; at least one.
  public let instructions: [Instruction]
  /// In the order of the path; what another round of it carried out is not among them.
  public let leftOut: [LeftOut]

  /// Reads a path.
  ///
  /// An instruction that several rounds of the path carried out, as one that was put back and asked again, is
  /// rendered once, at its last place. One of which cannot be told whether it was done counts as done.
  ///
  /// - Parameters:
  ///   - path: From the first round to the current one, each the parent of the next; not empty.
  ///   - judged: What the user decided about a round; `nil` when nothing.
  /// - Throws: `FinalObstacle`.
  package init(path: [Round], judged: (RoundID) -> Judgement.Verdict?) throws(FinalObstacle) {
    precondition(!path.isEmpty, "a path has a first round")
    guard let end = path.lastIndex(where: { $0.kind == .edited && judged($0.id) == .accepted }) else {
      throw .nothingAccepted
    }
    let beginning = path.dropFirst().prefix { $0.kind == .canvas }
    let edits = path[(1 + beginning.count)...end]
    if let change = edits.first(where: { $0.kind != .edited }) { throw .frameChanged(change.id) }
    let asked = edits.flatMap { round in
      round.instructions.map { Asked($0, in: round, judged: judged(round.id)) }
    }
    let done = Self.lastPlaces(asked.map { $0.obstacle == nil ? $0.instruction.id : nil })
    let last = Self.lastPlaces(asked.map(\.instruction.id))
    instructions = asked.indices.filter { done[asked[$0].instruction.id] == $0 }
      .map { asked[$0].instruction.askingOnce }
    leftOut = asked.indices.compactMap { index in
      let item = asked[index]
      guard let reason = item.obstacle, done[item.instruction.id] == nil,
        last[item.instruction.id] == index
      else { return nil }
      return LeftOut(id: item.instruction.id, round: item.round, reason: reason)
    }
    guard !instructions.isEmpty else { throw .nothingDone(leftOut.map(\.id)) }
    accepted = path[end].id
    start = (beginning.last ?? path[0]).id
  }

  private static func lastPlaces(_ ids: [QueueID?]) -> [QueueID: Int] {
    var places: [QueueID: Int] = [:]
    for case (let index, let id?) in ids.enumerated() { places[id] = index }
    return places
  }
}

/// Why there is no final.
package enum FinalObstacle: Error, Hashable, Sendable {
  /// No edit on the way to the current round is accepted.
  case nothingAccepted
  /// The accepted round carried out none of these.
  case nothingDone([QueueID])
  /// This round changed the frame after something was edited, so that no masks lead from the first picture to
  /// the accepted one.
  case frameChanged(RoundID)
}

/// An instruction as one round was asked for it.
private struct Asked {
  let instruction: Instruction
  let round: RoundID
  /// `nil` when it was carried out.
  let obstacle: FinalScope.LeftOut.Reason?

  init(_ instruction: Instruction, in round: Round, judged: Judgement.Verdict?) {
    self.instruction = instruction
    self.round = round.id
    let result = round.verification?.instructions.first { $0.id == instruction.id }
    obstacle = judged == .rejected ? .rejected : result?.outcome == .notDone ? .notDone : nil
  }
}

extension Instruction {
  /// The same for one picture: which variant is wanted was chosen.
  fileprivate var askingOnce: Instruction {
    Instruction(id: id, text: text, mask: mask, alone: alone, references: references)
  }
}
