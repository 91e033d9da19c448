internal import Billing
internal import EditModel
internal import Raster

/// The queue sorted into what can be planned, what is refused and what waits.
struct QueueReading {
  private(set) var candidates: [Candidate] = []
  private(set) var refusals: [Refusal] = []
  private(set) var held: [Plan.Held] = []
  /// Masks numbered in the order in which they are met.
  private(set) var maskNumbers: [Digest: Int] = [:]
  /// Numbered in the order in which they are met.
  private(set) var shapes: [CallShape] = []
  private var shapeNumbers: [CallShape: Int] = [:]

  init(_ request: PlanRequest) {
    candidates.reserveCapacity(request.queue.count)
    var fences: [QueueID] = []
    for (index, entry) in request.queue.enumerated() {
      guard let instruction = entry.instruction else {
        fences.append(entry.id)
        continue
      }
      if let hold = entry.hold {
        held.append(Plan.Held(id: instruction.id, hold: hold))
        continue
      }
      let reading = Reading(instruction, request)
      if let reason = reading.refusal {
        refusals.append(Refusal(id: instruction.id, reason: reason))
      } else {
        add(instruction, reading, fences: candidates.isEmpty ? [] : fences, position: index + 1, request)
        fences = []
      }
    }
  }

  private mutating func add(
    _ instruction: Instruction, _ reading: Reading, fences: [QueueID], position: Int,
    _ request: PlanRequest
  ) {
    let pointsBack = PointingBack.words(in: instruction.text)
    let facts = Candidate.Facts(
      mask: instruction.mask.map { number(of: $0) },
      box: reading.box ?? PixelRect(frameOf: request.picture),
      shape: number(of: CallShape(of: instruction, request)), isAlone: instruction.alone,
      isForLocal: reading.isForLocal, isForProvider: reading.providerRefusal == nil, naive: nil,
      opensCall: !fences.isEmpty || pointsBack != nil)
    candidates.append(
      Candidate(
        instruction: instruction, facts: facts, item: reading.item, fences: fences,
        pointsBack: pointsBack, position: position))
  }

  /// Works out what each costs naively.
  mutating func setNaive(_ price: (_ index: Int, Candidate.Facts) -> Estimate?) {
    for index in candidates.indices { candidates[index].facts.naive = price(index, candidates[index].facts) }
  }

  private mutating func number(of shape: CallShape) -> Int {
    if let known = shapeNumbers[shape] { return known }
    shapeNumbers[shape] = shapes.count
    shapes.append(shape)
    return shapes.count - 1
  }

  private mutating func number(of mask: MaskVersion) -> Int {
    let known = maskNumbers[mask.stored.pixels] ?? maskNumbers.count
    maskNumbers[mask.stored.pixels] = known
    return known
  }
}

/// What can be said of one instruction by itself.
private struct Reading {
  /// Around its mask; `nil` for the whole picture.
  let box: PixelRect?
  let item: Prompt.Item
  let isForLocal: Bool
  /// Why the provider in use does not take it.
  let providerRefusal: Refusal.Reason?
  /// Why nobody takes it.
  let refusal: Refusal.Reason?

  init(_ instruction: Instruction, _ request: PlanRequest) {
    box = instruction.mask.map { Self.facts(of: $0, request).box }
    item = Prompt.Item(box: box, text: instruction.text)
    let characters = item.characterCount
    isForLocal =
      request.understoodByLocal?.contains(instruction.id) == true
      && characters <= request.localPromptLimit
    providerRefusal = Self.providerRefusal(of: instruction.id, characters, request)
    if let mask = instruction.mask, mask.stored.size != request.picture {
      refusal = .maskSizeDiffers(mask.name)
    } else if let mask = instruction.mask, box?.isEmpty == true {
      refusal = .emptyMask(mask.name)
    } else {
      refusal = isForLocal ? nil : providerRefusal
    }
  }

  private static func providerRefusal(
    of id: QueueID, _ characters: Int, _ request: PlanRequest
  ) -> Refusal.Reason? {
    if let understood = request.notUnderstood[id] { return .notUnderstood(understood) }
    // On a line of their own.
    let standing = request.standingWords.isEmpty ? 0 : 1 + request.standingWords.unicodeScalars.count
    let limit = request.capabilities.promptLimit
    return characters + standing > limit
      ? .promptTooLong(characters: characters + standing, limit: limit) : nil
  }

  private static func facts(of mask: MaskVersion, _ request: PlanRequest) -> MaskFacts {
    guard let facts = request.masks[mask.stored.pixels] else {
      preconditionFailure("a plan was asked for without the facts of a queued mask")
    }
    return facts
  }
}

extension CallShape {
  fileprivate init(of instruction: Instruction, _ request: PlanRequest) {
    self.init(
      references: instruction.references.map(\.stored.size) + request.extraReferences,
      variants: instruction.variants)
  }
}

extension MaskFacts {
  /// The smallest rectangle around all pixels with a weight above 0; empty when there are none.
  var box: PixelRect { bounds ?? PixelRect(x: 0, y: 0, width: 0, height: 0) }
}
