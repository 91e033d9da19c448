internal import Billing
public import EditModel
public import Planner
internal import Providers
internal import Raster

extension Session {
  /// The calls that `run` would make, with reasons and prices; reads only.
  ///
  /// - Parameter merges: False makes every instruction a call of its own.
  public func plan(merges: Bool = true) throws(Problem) -> Plan {
    try catchUp()
    let provider = try provider()
    let queue = view.queue
    let settings = planSettings(merges: merges)
    let masks = try planningFacts(of: queue)
    let pairs = PlanRequest.pairsToCompare(queue: queue, masks: masks, mergeMax: settings.mergeMax)
    let request = PlanRequest(
      queue: queue, picture: try currentRound().picture.size, masks: masks,
      disjoint: try disjoint(pairs, in: queue), settings: settings,
      capabilities: provider.capabilities,
      notUnderstood: try refusals(of: queue, by: provider).mapValues(\.allowed),
      prices: .embedded)
    return Plan(request)
  }

  /// Why the provider in use would refuse queued instructions that are not held.
  public func refusals() throws(Problem) -> [QueueID: Problem] {
    try refusals(of: view.queue, by: try provider())
  }

  private func refusals(
    of queue: [QueueEntry], by provider: any ImageProvider
  ) throws(Problem) -> [QueueID: Problem] {
    var refusals: [QueueID: Problem] = [:]
    for case let instruction? in queue.filter({ $0.hold == nil }).map(\.instruction) {
      refusals[instruction.id] = try refusal(of: instruction, by: provider)
    }
    return refusals
  }

  private func planSettings(merges: Bool) -> PlanSettings {
    PlanSettings(
      merging: !merges ? .off : view.value(of: "merge") == "loose" ? .loose : .strict,
      mergeMax: Int(view.value(of: "merge-max")) ?? 1, quality: view.value(of: "quality"),
      yardstick: view.value(of: "model"))
  }

  private func planningFacts(
    of queue: [QueueEntry]
  ) throws(Problem) -> [Digest: MaskFacts] {
    var facts: [Digest: MaskFacts] = [:]
    for case let mask? in queue.map({ $0.instruction?.mask }) where facts[mask.stored.pixels] == nil {
      facts[mask.stored.pixels] = try pictures.maskFacts(mask.stored)
    }
    return facts
  }

  /// Those of the pairs that share no editable pixel.
  private func disjoint(
    _ pairs: Set<MaskPair>, in queue: [QueueEntry]
  ) throws(Problem) -> Set<MaskPair> {
    let stored = Dictionary(
      queue.compactMap { $0.instruction?.mask?.stored }.map { ($0.pixels, $0) },
      uniquingKeysWith: { first, _ in first })
    var disjoint: Set<MaskPair> = []
    for pair in pairs {
      guard let first = stored[pair.first], let second = stored[pair.second] else { continue }
      let masks = (try pictures.mask(first), try pictures.mask(second))
      let apart = try problem(about: "masks") { () throws(RasterError) in
        guard masks.0.size == masks.1.size else { return false }
        return try masks.0.isDisjoint(from: masks.1, bands: configuration.bands)
      }
      if apart { disjoint.insert(pair) }
    }
    return disjoint
  }
}
