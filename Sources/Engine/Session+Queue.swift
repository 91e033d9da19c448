public import EditModel
public import Planner
internal import Providers
internal import Raster
internal import Store

/// What queuing an instruction came to.
public struct QueuedInstruction: Hashable, Sendable {
  public let instruction: Instruction
  /// Why the provider in use would refuse it; `nil` when it would carry it out.
  public let refusal: Problem?
  /// What it would cost as a call of its own.
  public let price: CallPrice
}

extension Session {
  /// The distance between neighbours' ranks, which leaves room for moves.
  static let rankStep = 1 << 20

  /// Puts an instruction at the queue's end.
  ///
  /// - Parameters:
  ///   - mask: A mask's name; `nil` takes the mask in use, if there is one.
  ///   - alone: Never merge it with others.
  ///   - references: Names of reference pictures that go along, at most 15, in this order.
  ///   - variants: Pictures that are asked for, `1...10`; `nil` takes the setting `n`.
  /// - Throws: `Problem` with code `badValue` (empty text), `unknownMask`, `unknownReference`, `sizeDiffers`,
  ///   `maskEmpty`.
  @discardableResult
  public func edit(
    _ text: String, mask: String? = nil, alone: Bool = false, references: [String] = [],
    variants: Int? = nil
  ) throws(Problem) -> QueuedInstruction {
    let words = text.trimmed
    guard !words.isEmpty else { throw Problem(.badValue, "edit", found: text, allowed: ["some words"]) }
    if let variants { try requireVariants(variants) }
    try beginWriting()
    let name = mask ?? view.maskInUse
    let instruction = Instruction(
      id: QueueID(.instruction, folder.nextQueueNumber(.instruction)), text: words,
      mask: try name.map { name throws(Problem) in try usableMask(name) }, alone: alone,
      references: try usableReferences(references),
      variants: variants ?? Int(view.value(of: "n")) ?? 1)
    let options =
      (name.map { " --mask \($0)" } ?? "") + references.map { " --ref \($0)" }.joined()
      + (variants.map { " --n \($0)" } ?? "") + (alone ? " --alone" : "")
    try write("edit \(quoted(words))\(options)") { () throws(Problem) in
      Draft(changes: [(.queue(instruction.id), .entry(atEnd(.instruction(instruction))))])
    }
    return QueuedInstruction(
      instruction: instruction, refusal: try refusal(of: instruction, by: try provider()),
      price: try price(of: instruction))
  }

  /// Puts a mark at the queue's end across which nothing is merged.
  @discardableResult
  public func fence() throws(Problem) -> QueueID {
    try beginWriting()
    let id = QueueID(.fence, folder.nextQueueNumber(.fence))
    try write("fence") { () throws(Problem) in
      Draft(changes: [(.queue(id), .entry(atEnd(.fence(id))))])
    }
    return id
  }

  /// The queue in its order.
  public func queue() throws(Problem) -> [QueueEntry] {
    try catchUp()
    return view.queue
  }

  /// Takes entries out of the queue.
  ///
  /// - Throws: `Problem` with code `unknownInstruction`; nothing is taken out then.
  public func removeFromQueue(_ ids: [QueueID]) throws(Problem) {
    try write("queue rm \(list(ids))") { () throws(Problem) in
      var changes: [(ViewKey, ViewValue?)] = []
      for id in ids {
        _ = try entry(id)
        changes.append((.queue(id), nil))
      }
      return Draft(changes: changes)
    }
  }

  /// Empties the queue.
  public func clearQueue() throws(Problem) {
    try write("queue clear") { () throws(Problem) in
      Draft(changes: view.queue.map { (.queue($0.id), nil) })
    }
  }

  /// Keeps instructions out of plans until they are released, or releases them.
  public func setHeld(_ isHeld: Bool, _ ids: [QueueID]) throws(Problem) {
    try write("queue \(isHeld ? "hold" : "release") \(list(ids))") { () throws(Problem) in
      var changes: [(ViewKey, ViewValue?)] = []
      for id in ids {
        var entry = try entry(id)
        entry.hold = isHeld ? .byUser : nil
        changes.append((.queue(id), .entry(entry)))
      }
      return Draft(changes: changes)
    }
  }

  /// Moves one entry to a place counted from 1; places beyond the end mean the end.
  public func moveInQueue(_ id: QueueID, to place: Int) throws(Problem) {
    try write("queue mv \(id) \(place)") { () throws(Problem) in
      let moved = try entry(id)
      var others = view.queue.filter { $0.id != id }
      let index = min(max(place - 1, 0), others.count)
      if let rank = rank(between: index, in: others) {
        return Draft(changes: [(.queue(id), .entry(moved.ranked(rank)))])
      }
      others.insert(moved, at: index)
      return Draft(
        changes: others.enumerated().map { index, entry in
          (.queue(entry.id), .entry(entry.ranked((index + 1) * Self.rankStep)))
        })
    }
  }

  /// A rank for a new neighbour before `others[index]`, or `nil` where no number is left.
  private func rank(between index: Int, in others: [QueueEntry]) -> Int? {
    guard let last = others.last else { return Self.rankStep }
    if index == others.count { return last.rank + Self.rankStep }
    let before = index == 0 ? others[0].rank - 2 * Self.rankStep : others[index - 1].rank
    let middle = before + (others[index].rank - before) / 2
    return middle > before && middle < others[index].rank ? middle : nil
  }

  private func atEnd(_ item: QueueEntry.Item) -> QueueEntry {
    QueueEntry(item: item, rank: (view.queue.last?.rank ?? 0) + Self.rankStep)
  }

  private func entry(_ id: QueueID) throws(Problem) -> QueueEntry {
    guard case .entry(let entry) = view[.queue(id)] else {
      throw Problem(
        .unknownInstruction, id.description, allowed: view.queue.map(\.id.description))
    }
    return entry
  }

  /// Most reference pictures of one call: the picture itself is one of the 16 that services take.
  static let referenceLimit = 15

  private func usableReferences(_ names: [String]) throws(Problem) -> [ReferencePicture] {
    guard names.count <= Self.referenceLimit else {
      throw Problem(
        .badValue, "--ref", found: "\(names.count) references", allowed: ["at most \(Self.referenceLimit)"])
    }
    var references: [ReferencePicture] = []
    for name in names {
      guard !references.contains(where: { $0.name == name }) else {
        throw Problem(.badValue, "--ref", found: name, allowed: ["another reference than those before it"])
      }
      references.append(try existingReference(name))
    }
    return references
  }

  private func requireVariants(_ count: Int) throws(Problem) {
    guard (1...10).contains(count) else {
      throw Problem(.badValue, "--n", found: "\(count)", allowed: ["1 to 10"])
    }
  }

  private func usableMask(_ name: String) throws(Problem) -> MaskVersion {
    let mask = try existingMask(name)
    let size = try currentRound().picture.size
    guard mask.stored.size == size else {
      throw Problem(.sizeDiffers, name, found: "\(mask.stored.size)", allowed: ["\(size)"])
    }
    guard !(try pictures.maskFacts(mask.stored)).isEmpty else { throw Problem(.maskEmpty, name) }
    return mask
  }

  /// Why this provider would refuse the instruction, or `nil`.
  func refusal(
    of instruction: Instruction, by provider: any ImageProvider
  ) throws(Problem) -> Problem? {
    do {
      try provider.check(InstructionFacts(text: instruction.text, hasMask: instruction.mask != nil))
      return nil
    } catch {
      return Problem(provider: error, instruction: instruction.id)
    }
  }

  /// The provider that the session's settings name.
  func provider() throws(Problem) -> any ImageProvider {
    try providers.provider(named: view.value(of: "provider"), model: view.value(of: "model"))
  }

  private func list(_ ids: [QueueID]) -> String { ids.map(\.description).joined(separator: " ") }
}

extension String {
  /// Without white space at both ends; line breaks within stay.
  fileprivate var trimmed: String {
    let start = drop(while: \.isWhitespace)
    let end = start.lastIndex { !$0.isWhitespace }
    return end.map { String(start[...$0]) } ?? ""
  }
}

extension QueueEntry {
  fileprivate func ranked(_ rank: Int) -> QueueEntry {
    var copy = self
    copy.rank = rank
    return copy
  }
}
