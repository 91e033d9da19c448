internal import Billing
internal import EditModel
internal import Raster

extension PlanWarning {
  /// Most words of a quoted text that models spell right.
  static let quoteLimit = 5
  /// Most things in one call that models keep apart.
  static let objectLimit = 4
  /// Least part of what is sent that a mask should cover: one fiftieth, 2 %.
  static let maskDivisor = 50

  /// What calls to a provider that renders are likely to disappoint in; nothing is asked of anyone.
  ///
  /// Calls of the embedded provider have none: it does exactly what it understands.
  static func all(for calls: [PlannedCall], _ request: PlanRequest) -> [PlanWarning] {
    guard calls.contains(where: { $0.frame != nil }) else { return [] }
    return calls.reduce(into: general(calls, request)) { warnings, call in
      guard let frame = call.frame else { return }
      warnings += quotes(in: call)
      warnings += objects(in: call)
      warnings += masks(of: call, frame, request)
    }
  }

  private static func general(_ calls: [PlannedCall], _ request: PlanRequest) -> [PlanWarning] {
    var warnings: [PlanWarning] = []
    if request.asksForTransparency, !request.takesTransparency {
      warnings.append(.transparency(model: request.capabilities.model))
    }
    // The lower end: the upper one lies above the bill also where nothing has changed.
    let estimates = calls.compactMap(\.price.estimate?.amount)
    if let last = request.lastPrice, let now = estimates.max(by: { $0.low < $1.low }), now.low > last {
      warnings.append(.priceRise(last: last, now: now.high))
    }
    return warnings
  }

  private static func quotes(in call: PlannedCall) -> [PlanWarning] {
    call.instructions.compactMap { instruction in
      let words = QuotedText.parts(of: instruction.text).quoted.map(QuotedText.wordCount).max() ?? 0
      return words > quoteLimit ? .longQuote(instruction.id, words: words) : nil
    }
  }

  private static func objects(in call: PlannedCall) -> [PlanWarning] {
    let count = call.instructions.map { QuotedText.objectCount(in: $0.text) }.reduce(0, +)
    return count > objectLimit ? [.manyObjects(call: call.index, count: count)] : []
  }

  private static func masks(
    of call: PlannedCall, _ frame: SentFrame, _ request: PlanRequest
  ) -> [PlanWarning] {
    call.instructions.compactMap { instruction in
      guard let mask = instruction.mask, let facts = request.masks[mask.stored.pixels],
        let share = frame.basisPoints(ofPixels: facts.editablePixelCount)
      else { return nil }
      return share * maskDivisor < 10_000
        ? .smallMask(instruction.id, mask: mask.name, basisPoints: share) : nil
    }
  }
}

extension SentFrame {
  /// The part of the canvas that so many pixels of the crop cover, in hundredths of a percent, rounded down;
  /// `nil` for a frame without pixels.
  fileprivate func basisPoints(ofPixels count: Int) -> Int? {
    let seen = crop.width * crop.height
    let whole = canvas.width * canvas.height
    guard seen > 0, whole > 0 else { return nil }
    let covered = min(max(count, 0), seen) * (placed.width * placed.height)
    return (seen * whole).dividingFullWidth(covered.multipliedFullWidth(by: 10_000)).quotient
  }
}
