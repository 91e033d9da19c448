internal import EditModel
internal import Raster

/// The queue sorted into what can be planned, what is refused and what waits.
struct QueueReading {
  private(set) var candidates: [Candidate] = []
  private(set) var refusals: [Refusal] = []
  private(set) var held: [Plan.Held] = []
  /// Masks numbered in the order in which they are met.
  private(set) var maskNumbers: [Digest: Int] = [:]

  init(_ request: PlanRequest) {
    var fences: [QueueID] = []
    for (index, entry) in request.queue.enumerated() {
      guard let instruction = entry.instruction else {
        fences.append(entry.id)
        continue
      }
      if let hold = entry.hold {
        held.append(Plan.Held(id: instruction.id, hold: hold))
      } else if let reason = Self.refusal(of: instruction, request) {
        refusals.append(Refusal(id: instruction.id, reason: reason))
      } else {
        add(instruction, fences: candidates.isEmpty ? [] : fences, position: index + 1, request)
        fences = []
      }
    }
  }

  private static func refusal(of instruction: Instruction, _ request: PlanRequest)
    -> Refusal.Reason?
  {
    if let understood = request.notUnderstood[instruction.id] { return .notUnderstood(understood) }
    if let mask = instruction.mask {
      if mask.stored.size != request.picture { return .maskSizeDiffers(mask.name) }
      if facts(of: mask, request).isEmpty { return .emptyMask(mask.name) }
    }
    let characters = instruction.text.unicodeScalars.count
    let limit = request.capabilities.promptLimit
    return characters > limit ? .promptTooLong(characters: characters, limit: limit) : nil
  }

  private mutating func add(
    _ instruction: Instruction, fences: [QueueID], position: Int, _ request: PlanRequest
  ) {
    let box =
      instruction.mask.map { Self.facts(of: $0, request).box } ?? PixelRect(frameOf: request.picture)
    let place =
      instruction.mask == nil
      ? Place.wholePicture
      : Place.sentence(
        for: request.frame?.place(of: box) ?? box, in: request.frame?.canvas ?? request.picture)
    candidates.append(
      Candidate(
        instruction: instruction, mask: instruction.mask.map { number(of: $0) }, box: box,
        item: Prompt.Item(place: place, text: instruction.text), fences: fences,
        pointsBack: PointingBack.words(in: instruction.text), position: position))
  }

  private mutating func number(of mask: MaskVersion) -> Int {
    let known = maskNumbers[mask.stored.pixels] ?? maskNumbers.count
    maskNumbers[mask.stored.pixels] = known
    return known
  }

  private static func facts(of mask: MaskVersion, _ request: PlanRequest) -> MaskFacts {
    guard let facts = request.masks[mask.stored.pixels] else {
      preconditionFailure("a plan was asked for without the facts of a queued mask")
    }
    return facts
  }
}

extension MaskFacts {
  /// The smallest rectangle around all pixels with a weight above 0; empty when there are none.
  var box: PixelRect { bounds ?? PixelRect(x: 0, y: 0, width: 0, height: 0) }
}
