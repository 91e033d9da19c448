internal import Billing
public import EditModel
internal import Store

extension Session {
  /// Goes back to the picture that a round was made from, and puts what it was asked at the head of the queue.
  ///
  /// Nothing is asked yet. What stood in the queue before follows behind a fence, so that the same call is
  /// made again and nothing else gets into it.
  ///
  /// - Returns: What is to be asked anew, in order.
  /// - Throws: `Problem` with code `notAnEdit` for a round that no instruction made, or as `resolve`.
  ///
  /// What it is to be asked for anew is the quality that the round had, so that a final is not asked as a draft.
  @discardableResult
  public func takeUpAgain(
    _ selector: Selector = .current(back: 0)
  ) throws(Problem) -> [QueueID] {
    try beginWriting()
    let round = try resolve(selector)
    guard let parent = round.parent, round.kind == .edited else {
      throw Problem(.notAnEdit, round.id.description)
    }
    let ids = Set(round.instructions.map(\.id))
    let others = view.queue.filter { !ids.contains($0.id) }
    var rank = (others.first?.rank ?? 0) - Self.rankStep * (round.instructions.count + 2)
    var changes: [(ViewKey, ViewValue?)] = [(.at, .round(parent))]
    for instruction in round.instructions {
      rank += Self.rankStep
      changes.append(
        (.queue(instruction.id), .entry(QueueEntry(item: .instruction(instruction), rank: rank))))
    }
    if let next = others.first, next.instruction != nil {
      let fence = QueueID(.fence, folder.nextQueueNumber(.fence))
      changes.append((.queue(fence), .entry(QueueEntry(item: .fence(fence), rank: rank + Self.rankStep))))
    }
    try write("retry \(round.id)") { () throws(Problem) in
      Draft(changes: changes)
    }
    return round.instructions.map(\.id)
  }

  /// The quality that a round was asked for; `nil` where no service was asked.
  public func quality(of selector: Selector = .current(back: 0)) throws(Problem) -> String? {
    try catchUp()
    guard let attempt = try resolve(selector).maker?.attempt else { return nil }
    return folder.callRecord(attempt)?.quality
  }
}
