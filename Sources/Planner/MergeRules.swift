internal import Billing
internal import EditModel
internal import Raster

/// One instruction of the queue, with what the rules of merging need to know.
struct Candidate {
  let instruction: Instruction
  /// The mask's number among the masks of the queue; equal numbers are equal masks.
  let mask: Int?
  let box: PixelRect
  let item: Prompt.Item
  /// The fences between it and the candidate before; none for the first.
  var fences: [QueueID]
  let pointsBack: String?
  /// The place in the queue as shown, counted from 1.
  let position: Int

  var id: QueueID { instruction.id }
}

/// The rules by which instructions may share a call.
///
/// Provider and settings are the same for the whole queue, so the rules ask only for what differs: masks,
/// references, variants, fences, words, length.
struct MergeRules {
  let candidates: [Candidate]
  let prompt: Prompt
  let settings: PlanSettings
  let promptLimit: Int
  let overlaps: MaskOverlaps

  /// Why the item cannot join the call that ends before it, or `nil` when it can.
  func obstacle(for item: Int, joining call: Range<Int>) -> SplitReason? {
    let next = candidates[item]
    if settings.merging == .off { return .mergingOff }
    if let fence = next.fences.last { return .fence(fence) }
    if next.instruction.alone { return .alone(next.id) }
    if let first = candidates[call].first(where: \.instruction.alone) { return .alone(first.id) }
    if let words = next.pointsBack { return .pointsBack(words) }
    if let first = candidates[call].first {
      if first.instruction.references != next.instruction.references { return .otherReferences(first.id) }
      if first.instruction.variants != next.instruction.variants { return .otherVariants(first.id) }
    }
    if let reason = maskObstacle(for: next, joining: call) { return reason }
    if call.count >= settings.mergeMax { return .mergeMax(settings.mergeMax) }
    let characters = prompt.measure(of: call.lowerBound..<item + 1).characterCount
    if characters > promptLimit { return .promptLimit(characters: characters, limit: promptLimit) }
    return nil
  }

  private func maskObstacle(for next: Candidate, joining call: Range<Int>) -> SplitReason? {
    for member in candidates[call] {
      if (member.mask == nil) != (next.mask == nil) {
        if settings.merging != .loose { return .maskBesideWholePicture(member.id) }
      } else if overlaps.meet(member, next), member.mask != next.mask {
        return .overlapping(member.id)
      }
    }
    return nil
  }

  /// True when the whole call can be locked by masks.
  func isMasked(_ call: Range<Int>) -> Bool { candidates[call].allSatisfy { $0.mask != nil } }

  /// Why the item shares the call of the item before it.
  func merge(of item: Int) -> MergeReason {
    switch (candidates[item - 1].mask, candidates[item].mask) {
    case (nil, nil): .bothWholePicture
    case (let left?, let right?): left == right ? .sameMask : .disjointMasks
    default: .looselyMixed
    }
  }
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
  func meet(_ left: Candidate, _ right: Candidate) -> Bool {
    guard let first = left.mask, let second = right.mask, first != second else { return true }
    guard !left.box.intersection(right.box).isEmpty else { return false }
    return !disjoint.contains(Pair(smaller: min(first, second), larger: max(first, second)))
  }
}
