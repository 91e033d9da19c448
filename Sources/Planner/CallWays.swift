internal import Billing
internal import EditModel
internal import Raster

/// One way to make a call.
struct CallWay {
  let route: PlannedCall.Route
  /// `nil` when the picture goes as it is.
  let frame: SentFrame?
  let isRegion: Bool
  /// Zero when free, `nil` where nobody knows.
  let price: Estimate?
  let cost: CallCost
}

/// The ways in which calls can be made: by the embedded provider, with the region around the masks, with the
/// whole picture.
struct CallWays {
  let picture: PixelSize
  let isPaid: Bool
  /// At the quality that calls ask for.
  let asked: QualityWays
  /// At the quality of the final picture, in which naive prices are counted.
  let final: QualityWays

  init(_ request: PlanRequest, shapes: [CallShape]) {
    picture = request.picture
    isPaid = request.capabilities.isPaid
    let final = QualityWays(request, quality: request.settings.quality, shapes: shapes)
    let draft = request.settings.draft.map { QualityWays(request, quality: $0, shapes: shapes) }
    self.final = final
    asked = draft.flatMap { $0.isDraft(of: final) ? $0 : nil } ?? final
  }

  /// The cheapest way, or `nil` when every way could cost more than asking naively at an end of its range.
  ///
  /// Where region and whole picture cost the same in everything, the whole picture.
  func best(of call: Range<Int>, _ rules: MergeRules) -> CallWay? {
    if rules.isForLocal(call) { return local }
    let naive = naive(of: call, rules)
    func admitted(_ way: CallWay?) -> CallWay? {
      guard let way, let price = way.price, let naive else { return way }
      return price.low <= naive.low && price.high <= naive.high ? way : nil
    }
    let whole = admitted(whole(of: call, rules))
    guard let region = admitted(region(of: call, rules)) else { return whole }
    guard let whole else { return region }
    return region.cost < whole.cost ? region : whole
  }

  /// What the instructions cost naively; `nil` where nothing is priced.
  func naive(of call: Range<Int>, _ rules: MergeRules) -> Estimate? {
    guard final.prices != nil else { return nil }
    var sum = Estimate.zero
    for index in call {
      guard let naive = rules.facts[index].naive else { return nil }
      sum = sum + naive
    }
    return sum
  }

  private var local: CallWay {
    CallWay(
      route: .local, frame: nil, isRegion: false, price: .zero,
      cost: CallCost(price: .zero, calls: 1, pixels: 0))
  }

  /// `nil` when the provider in use does not take all instructions, or not in one prompt.
  func whole(of call: Range<Int>, _ rules: MergeRules) -> CallWay? {
    let isMasked = rules.isMasked(call)
    return way(of: call, rules, asked.frames?.whole(isMasked: isMasked), isMasked)
  }

  /// `nil` also without masks or gain.
  func region(of call: Range<Int>, _ rules: MergeRules) -> CallWay? {
    guard let frames = asked.frames, rules.isMasked(call), let frame = frames.region(rules.box(of: call))
    else { return nil }
    return way(of: call, rules, frame, true, isRegion: true)
  }

  private func way(
    of call: Range<Int>, _ rules: MergeRules, _ frame: SentFrame?, _ isMasked: Bool,
    isRegion: Bool = false
  ) -> CallWay? {
    guard call.allSatisfy({ rules.facts[$0].isForProvider }) else { return nil }
    let prompt = rules.prompt.measure(of: call, on: PromptSheet(frame, of: picture))
    guard call.count == 1 || prompt.characterCount <= rules.limits.provider else { return nil }
    var price: Estimate? = .zero
    if isPaid {
      price = frame.flatMap { frame in
        asked.prices?.amount(
          of: prompt, on: frame.canvas, shape: rules.facts[call.lowerBound].shape, isMasked: isMasked)
      }
    }
    return CallWay(
      route: .provider, frame: frame, isRegion: isRegion, price: price,
      cost: CallCost(
        price: price ?? .zero, unpriced: price == nil ? 1 : 0, calls: 1,
        pixels: (frame?.canvas ?? picture).pixelCount ?? 0))
  }

  /// The price of a call in a frame, or `nil` without one.
  func amount(
    of call: Range<Int>, _ rules: MergeRules, on frame: SentFrame?, at ways: QualityWays
  ) -> Estimate? {
    guard let frame, let prices = ways.prices else { return nil }
    return prices.amount(
      of: rules.prompt.measure(of: call, on: PromptSheet(frame, of: picture)), on: frame.canvas,
      shape: rules.facts[call.lowerBound].shape, isMasked: rules.isMasked(call))
  }

  /// The same with tokens and price rows.
  func estimate(of call: Range<Int>, _ rules: MergeRules, on frame: SentFrame?) -> CallEstimate? {
    guard let frame, let prices = asked.prices else { return nil }
    return prices.estimate(
      of: rules.prompt.measure(of: call, on: PromptSheet(frame, of: picture)), on: frame.canvas,
      shape: rules.facts[call.lowerBound].shape, isMasked: rules.isMasked(call))
  }
}

extension QualityWays {
  /// True when rounds may ask for it until the final at the other quality is asked for.
  fileprivate func isDraft(of final: QualityWays) -> Bool {
    if final.prices != nil, prices == nil { return false }
    return isNoDearer(than: final)
  }
}
