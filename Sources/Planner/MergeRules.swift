internal import Billing
internal import EditModel
internal import Raster

/// One instruction of the queue, with what the rules of merging need to know.
struct Candidate {
  /// What is asked about every call that is looked at, apart from the words.
  struct Facts {
    /// The mask's number among the masks of the queue; equal numbers are equal masks.
    let mask: Int?
    let box: PixelRect
    /// The number of its references and variants among those of the queue; equal numbers are equal ones.
    let shape: Int
    let isAlone: Bool
    /// The embedded provider understands it, and `route` is `auto`.
    let isForLocal: Bool
    /// The provider in use takes it.
    let isForProvider: Bool
    /// What it costs naively; `nil` where nothing is priced.
    var naive: Estimate?
    /// A fence or its own words keep it from joining the call before.
    var opensCall: Bool
  }

  let instruction: Instruction
  var facts: Facts
  let item: Prompt.Item
  /// The fences between it and the candidate before; none for the first.
  var fences: [QueueID] { didSet { facts.opensCall = !fences.isEmpty || pointsBack != nil } }
  let pointsBack: String?
  /// The place in the queue as shown, counted from 1.
  let position: Int

  var id: QueueID { instruction.id }
}

/// The rules by which instructions may share a call.
///
/// Settings are the same for the whole queue, so the rules ask only for what differs: masks, references,
/// variants, fences, words, length, and who takes them.
struct MergeRules {
  let candidates: [Candidate]
  let facts: [Candidate.Facts]
  let prompt: Prompt
  var settings: PlanSettings
  let limits: PromptLimits
  let overlaps: MaskOverlaps

  init(
    candidates: [Candidate], prompt: Prompt, settings: PlanSettings, limits: PromptLimits,
    overlaps: MaskOverlaps
  ) {
    self.candidates = candidates
    facts = candidates.map(\.facts)
    self.prompt = prompt
    self.settings = settings
    self.limits = limits
    self.overlaps = overlaps
  }

  /// Why the item cannot join the call that ends before it, or `nil` when it can.
  func obstacle(for item: Int, joining call: Range<Int>) -> SplitReason? {
    if settings.merging == .off { return .mergingOff }
    let next = facts[item]
    if next.opensCall { return opening(of: candidates[item]) }
    if next.isAlone { return .alone(candidates[item].id) }
    for member in call {
      if let reason = obstacle(between: member, and: item, next) { return reason }
    }
    if call.count >= settings.mergeMax { return .mergeMax(settings.mergeMax) }
    return receiverObstacle(for: call.lowerBound..<item + 1)
  }

  private func opening(of candidate: Candidate) -> SplitReason? {
    candidate.fences.last.map { .fence($0) } ?? candidate.pointsBack.map { .pointsBack($0) }
  }

  private func obstacle(
    between index: Int, and item: Int, _ next: Candidate.Facts
  ) -> SplitReason? {
    let member = facts[index]
    if member.isAlone { return .alone(candidates[index].id) }
    if member.shape != next.shape { return shapeObstacle(candidates[index], candidates[item]) }
    if (member.mask == nil) != (next.mask == nil) {
      return settings.merging == .loose ? nil : .maskBesideWholePicture(candidates[index].id)
    }
    return member.mask != next.mask && overlaps.meet(member, next)
      ? .overlapping(candidates[index].id) : nil
  }

  private func shapeObstacle(_ member: Candidate, _ next: Candidate) -> SplitReason {
    member.instruction.references != next.instruction.references
      ? .otherReferences(member.id) : .otherVariants(member.id)
  }

  private func receiverObstacle(for call: Range<Int>) -> SplitReason? {
    let isForProvider = call.allSatisfy { facts[$0].isForProvider }
    if isForProvider, prompt.isSurelyWithin(limits.provider, call.count) { return nil }
    if isForLocal(call) { return nil }
    if !isForProvider, !call.allSatisfy({ facts[$0].isForLocal }) { return .otherRoute }
    let sheet = isForProvider ? limits.sheet(isMasked: isMasked(call)) : limits.localSheet
    let characters = prompt.measure(of: call, on: sheet).characterCount
    let limit = isForProvider ? limits.provider : limits.local
    return characters > limit ? .promptLimit(characters: characters, limit: limit) : nil
  }

  /// True when the embedded provider takes the whole call.
  func isForLocal(_ call: Range<Int>) -> Bool {
    call.allSatisfy { facts[$0].isForLocal }
      && (prompt.isSurelyWithin(limits.local, call.count)
        || prompt.measure(of: call, on: limits.localSheet).characterCount <= limits.local)
  }

  /// True when the whole call can be locked by masks.
  func isMasked(_ call: Range<Int>) -> Bool { call.allSatisfy { facts[$0].mask != nil } }

  /// Around all masks, or the whole frame when an instruction has none.
  func box(of call: Range<Int>) -> PixelRect {
    var box = facts[call.lowerBound].box
    for index in call.dropFirst() { box = box.union(facts[index].box) }
    return box
  }

  /// Why the item shares the call of the item before it.
  func merge(of item: Int) -> MergeReason {
    switch (facts[item - 1].mask, facts[item].mask) {
    case (nil, nil): .bothWholePicture
    case (let left?, let right?): left == right ? .sameMask : .disjointMasks
    default: .looselyMixed
    }
  }
}

/// How long prompts may be, and what their places are counted on while the whole picture is sent.
struct PromptLimits {
  let provider: Int
  let local: Int
  let masked: PromptSheet
  let open: PromptSheet
  let localSheet: PromptSheet

  func sheet(isMasked: Bool) -> PromptSheet { isMasked ? masked : open }
}

/// Which masks share editable pixels.
struct MaskOverlaps {
  /// Pairs of mask numbers, the smaller first, whose boxes meet but that share no pixel.
  private struct Pair: Hashable {
    let smaller: Int
    let larger: Int
  }

  private let disjoint: Set<Pair>

  init(disjoint pairs: Set<MaskPair>, numbers: [Digest: Int]) {
    disjoint = Set(
      pairs.compactMap { pair in
        guard let first = numbers[pair.first], let second = numbers[pair.second] else { return nil }
        return Pair(smaller: min(first, second), larger: max(first, second))
      })
  }

  /// True when both may change the same pixel; without a mask an instruction may change every one.
  func meet(_ left: Candidate.Facts, _ right: Candidate.Facts) -> Bool {
    guard let first = left.mask, let second = right.mask, first != second else { return true }
    guard !left.box.intersection(right.box).isEmpty else { return false }
    return !disjoint.contains(Pair(smaller: min(first, second), larger: max(first, second)))
  }
}
