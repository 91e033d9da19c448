public import Billing
public import EditModel

/// Something that the user could do to save calls; a plan never does it by itself.
public struct Advice: Hashable, Sendable {
  public enum Step: Hashable, Sendable {
    /// `queue mv`: put the instruction at this place of the queue, counted from 1 over all entries.
    ///
    /// `passing` are the instructions that it would change places with although both may touch the same
    /// pixels; when empty, the order cannot matter for the picture.
    case move(QueueID, to: Int, passing: [QueueID])
    /// `queue rm` of a fence.
    case removeFence(QueueID)
    /// `set merge loose`; the masks of these names would lose their lock.
    case mergeLoosely(unlocking: [String])
    /// `set route auto`: the embedded provider would be given these instructions.
    case routeAutomatically([QueueID])
    /// `set model`: the same queue costs less with this one.
    case useModel(String)

    /// As it can be typed.
    public var command: String {
      switch self {
      case .move(let id, let place, _): "queue mv \(id) \(place)"
      case .removeFence(let id): "queue rm \(id)"
      case .mergeLoosely: "set merge loose"
      case .routeAutomatically: "set route auto"
      case .useModel(let model): "set model \(model)"
      }
    }
  }

  public let step: Step
  public let callsSaved: Int
  /// With the provider when it is paid, else with the yardstick's model; `nil` without a price.
  public let saving: Estimate?

  /// Moves are tried within runs between fences of at most this many instructions …
  package static let longestRun = 16
  /// … and at most this many in a plan, so that making a plan stays quick.
  package static let triesLimit = 480
}

extension Advice {
  /// Most saving first; of equal ones the one that saves more calls.
  static func all(for grouping: Grouping, _ request: PlanRequest) -> [Advice] {
    let found = merging(grouping) + [routing(grouping, request), model(grouping, request)]
    return found.compactMap(\.self).enumerated()
      .sorted { $0.element.rank(at: $0.offset) < $1.element.rank(at: $1.offset) }
      .map(\.element)
  }

  private func rank(at offset: Int) -> (Money, Int, Int) {
    (.zero - (saving?.high ?? .zero), -callsSaved, offset)
  }

  private static func merging(_ grouping: Grouping) -> [Advice?] {
    guard grouping.rules.settings.merging != .off, grouping.partition.calls.count > 1 else { return [] }
    let runs = grouping.runsBetweenFences
    return moves(in: runs, grouping) + fences(between: runs, grouping) + [loose(grouping)]
  }

  /// - Returns: `nil` unless calls are saved, and what they cost is not more.
  init?(_ step: Step, from old: Grouping, to new: Grouping) {
    let saved = old.partition.calls.count - new.partition.calls.count
    guard saved > 0, new.partition.cost < old.partition.cost else { return nil }
    self.init(step, callsSaved: saved, from: old, to: new)
  }

  init(_ step: Step, callsSaved: Int, from old: Grouping, to new: Grouping) {
    self.step = step
    self.callsSaved = callsSaved
    if let before = old.comparablePrice, let after = new.comparablePrice {
      saving = Estimate(from: before, to: after)
    } else {
      saving = nil
    }
  }

  private static func loose(_ grouping: Grouping) -> Advice? {
    guard grouping.rules.settings.merging == .strict else { return nil }
    let mixed = grouping.regrouped(.loose)
    return Advice(.mergeLoosely(unlocking: mixed.unlockedMasks), from: grouping, to: mixed)
  }

  private static func fences(between runs: [Range<Int>], _ grouping: Grouping) -> [Advice] {
    var tries = triesLimit
    return zip(runs, runs.dropFirst()).compactMap { left, right in
      guard left.count + right.count <= 2 * longestRun, tries > 0,
        let fence = grouping.candidates[right.lowerBound].fences.first,
        grouping.candidates[right.lowerBound].fences.count == 1
      else { return nil }
      tries -= left.count + right.count
      let both = Array(grouping.candidates[left.lowerBound..<right.upperBound])
      var joined = both
      joined[left.count].fences = []
      return Advice(
        .removeFence(fence), from: grouping.regrouped(both), to: grouping.regrouped(joined))
    }
  }
}

extension Grouping {
  /// Ranges of candidates that no fence parts.
  var runsBetweenFences: [Range<Int>] {
    let starts = [0] + candidates.indices.dropFirst().filter { !candidates[$0].fences.isEmpty }
    return zip(starts, starts.dropFirst() + [candidates.count]).map { $0..<$1 }
  }
}
