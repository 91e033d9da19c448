internal import Billing
internal import EditModel
internal import Raster

extension Plan {
  /// Makes the cheapest plan that the rules allow; the same request gives the same plan.
  ///
  /// - Precondition: `masks` has facts for every mask of an instruction that is not held.
  /// - Complexity: O(instructions × `mergeMax`²), plus at most `Advice.triesLimit` regroupings of at most
  ///   `Advice.longestRun` instructions.
  package init(_ request: PlanRequest) {
    var reading = QueueReading(request)
    let grouping = Grouping(&reading, request)
    calls = grouping.partition.calls.indices.map { grouping.call(at: $0) }
    refusals = reading.refusals
    held = reading.held
    unlockedMasks = grouping.unlockedMasks
    price = PlanPrice(of: calls)
    shadow = grouping.yardstick?.shadow(of: grouping)
    times = request.times
    receipt = Receipt(of: calls, times: request.times)
    warnings = PlanWarning.all(for: calls, request)
    advice = Advice.all(for: grouping, request)
  }
}

extension Grouping {
  init(_ reading: inout QueueReading, _ request: PlanRequest) {
    let ways = CallWays(request, shapes: reading.shapes)
    let prompt = Prompt(
      items: reading.candidates.map(\.item), mergeMax: request.settings.mergeMax,
      standingWords: request.standingWords)
    reading.setNaive { ways.naive(of: $1, at: $0, prompt) }
    self.init(
      MergeRules(
        candidates: reading.candidates, prompt: prompt, settings: request.settings,
        limits: PromptLimits(request, ways),
        overlaps: MaskOverlaps(disjoint: request.disjoint, numbers: reading.maskNumbers)),
      ways: ways, yardstick: Yardstick(request, shapes: reading.shapes))
  }

  fileprivate func call(at index: Int) -> PlannedCall {
    let call = partition.calls[index]
    guard let way = ways.best(of: call, rules) else {
      preconditionFailure("a partition holds calls that can be made")
    }
    let isSent = way.route == .provider
    return PlannedCall(
      index: index + 1, instructions: candidates[call].map(\.instruction),
      base: index == 0 ? .current : .previousCall, route: way.route,
      quality: isSent && ways.isRendering ? ways.asked.quality : nil, frame: way.frame,
      geometry: geometry(of: call, way),
      prompt: rules.prompt.text(
        of: call, on: isSent ? PromptSheet(way.frame, of: ways.picture) : rules.limits.localSheet),
      box: rules.box(of: call), opening: opening(at: index, way),
      merges: call.dropFirst().map { rules.merge(of: $0) }, price: price(of: call, way),
      naive: ways.naive(of: call, rules), credits: credits(of: call, way),
      shadow: yardstick?.estimate(of: call, rules))
  }

  private func opening(at index: Int, _ way: CallWay) -> SplitReason {
    guard index > 0 else { return .first }
    let (before, call) = (partition.calls[index - 1], partition.calls[index])
    if let obstacle = rules.obstacle(for: call.lowerBound, joining: before) { return obstacle }
    return rules.isForLocal(before) == (way.route == .local) ? .cheaperApart : .otherRoute
  }

  private func price(of call: Range<Int>, _ way: CallWay) -> CallPrice {
    guard way.route == .provider, ways.isPaid else { return .free }
    return ways.estimate(of: call, rules, on: way.frame).map { .estimated($0) } ?? .unpriced
  }

  private func geometry(of call: Range<Int>, _ way: CallWay) -> GeometryReason {
    guard let frame = way.frame, let frames = ways.asked.frames else { return .asIs }
    if way.isRegion { return .region(whole: ways.whole(of: call, rules)?.price(ifPaid: ways)) }
    if let region = ways.region(of: call, rules) {
      return .wholeCheaper(region: region.price(ifPaid: ways))
    }
    guard frame.placed.width < frame.crop.width || frame.placed.height < frame.crop.height else {
      return .whole
    }
    if !rules.isMasked(call), frame.placed.size != frames.uncapped.placed.size {
      return .capped(
        PixelScale(of: frame),
        uncapped: ways.amount(of: call, rules, on: frames.uncapped, at: ways.asked))
    }
    return .tooLarge(PixelScale(of: frame))
  }
}

extension CallWay {
  fileprivate func price(ifPaid ways: CallWays) -> Estimate? { ways.isPaid ? price : nil }
}

extension CallWays {
  /// True when the provider is asked for a quality.
  fileprivate var isRendering: Bool { isPaid || asked.frames != nil }

  fileprivate func naive(of facts: Candidate.Facts, at index: Int, _ prompt: Prompt) -> Estimate? {
    guard let prices = final.prices, let frame = final.frames?.naive else { return nil }
    return prices.amount(
      of: prompt.measure(of: index..<index + 1, on: PromptSheet(frame, of: picture)),
      on: frame.canvas, shape: facts.shape, isMasked: facts.mask != nil)
  }
}

extension PromptLimits {
  fileprivate init(_ request: PlanRequest, _ ways: CallWays) {
    func sheet(_ frame: SentFrame?) -> PromptSheet { PromptSheet(frame, of: request.picture) }
    self.init(
      provider: request.capabilities.promptLimit, local: request.localPromptLimit,
      masked: sheet(ways.asked.frames?.masked), open: sheet(ways.asked.frames?.open),
      localSheet: PromptSheet(nil, of: request.picture, isSent: false))
  }
}
