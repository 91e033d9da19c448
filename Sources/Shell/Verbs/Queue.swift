internal import EditModel
internal import Engine
internal import Planner

extension Shell {
  /// `edit "TEXT"`: puts an instruction at the queue's end.
  func edit(_ request: EditRequest) async throws(Problem) -> Answer {
    let session = try current()
    let queued = try await session.edit(
      request.text, mask: request.mask, alone: request.alone, references: request.references,
      variants: request.variants)
    let instruction = queued.instruction
    let place = (instruction.mask == nil ? "no mask: " : "") + instruction.place
    if let refusal = queued.refusal { console.note("run will refuse \(ProblemWording(refusal).warning)") }
    return Answer(
      "\(instruction.id) queued, \(place), \(queued.price.words); queue rm \(instruction.id)",
      .members([
        "queued": instruction.json, "price": queued.price.json,
        "refusal": queued.refusal.map { .string($0.code.rawValue) },
      ]))
  }

  func fence() async throws(Problem) -> Answer {
    let id = try await current().fence()
    return Answer(
      "\(id): nothing is merged across it", .members(["fence": .string(id.description)]))
  }

  func queue(_ request: QueueRequest) async throws(Problem) -> Answer {
    let session = try current()
    switch request {
    case .list: break
    case .remove(let ids): try await session.removeFromQueue(ids)
    case .move(let id, let position): try await session.moveInQueue(id, to: position)
    case .hold(let ids): try await session.setHeld(true, ids)
    case .release(let ids): try await session.setHeld(false, ids)
    case .clear: try await session.clearQueue()
    }
    let queue = try await session.queue()
    let tried = try await session.roundsByInstruction()
    let masks = try await session.masks().map(\.mask)
    let lines = queue.enumerated().map { index, entry in
      "\(pad("\(index + 1)", 3)) \(entry.line)\(Self.staleness(of: entry, among: masks))"
        + Self.history(of: entry.id, in: tried)
    }
    return Answer(
      lines.isEmpty ? ["queue empty"] : lines, .members(["queue": .array(queue.map(\.json))]))
  }

  /// An instruction keeps its mask as it was when it was queued.
  private static func staleness(of entry: QueueEntry, among masks: [MaskVersion]) -> String {
    guard let mask = entry.instruction?.mask,
      !masks.contains(where: { $0.name == mask.name && $0.stored.pixels == mask.stored.pixels })
    else { return "" }
    return " · the mask as it was when queued"
  }

  private static func history(of id: QueueID, in tried: [QueueID: [RoundID]]) -> String {
    guard let rounds = tried[id], !rounds.isEmpty else { return "" }
    return " · was in round \(rounds.map(\.description).joined(separator: ", "))"
  }
}

extension QueueEntry {
  var line: String {
    guard let instruction else { return "\(pad(id.description, 4)) fence" }
    let words = "\(pad(id.description, 4)) \"\(instruction.shownText)\" · \(instruction.place)"
    return words + (instruction.alone ? " · alone" : "") + (hold.map { " · \($0.words)" } ?? "")
  }

  var json: JSONValue {
    .members([
      "id": .string(id.description), "kind": .string(instruction == nil ? "fence" : "instruction"),
      "instruction": instruction?.json, "hold": hold.map { .string($0.words) },
    ])
  }
}

extension Hold {
  var words: String {
    switch self {
    case .byUser: "held"
    case .notDone(let round): "held, not done in round \(round)"
    }
  }
}
