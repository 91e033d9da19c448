internal import Billing
internal import EditModel
internal import Raster

extension Grouping {
  /// What each lever saved on a call, in their order: each step is the price with this lever and those before
  /// it less the price without it, so that together they are the naive price less the call's.
  ///
  /// - A region is credited to cropping as a whole, its canvas included; the canvas lever is that of calls
  ///   which send the whole picture.
  /// - Up to the canvas everything is priced at the final quality, as the naive way is; the draft is the rest.
  func credits(of call: Range<Int>, _ way: CallWay) -> [LeverCredit] {
    guard let naive = ways.naive(of: call, rules), let price = way.price else { return [] }
    if way.route == .local { return LeverCredit.steps(from: naive, to: [(.local, .zero)]) }
    guard let frames = ways.final.frames,
      let merged = ways.amount(of: call, rules, on: frames.naive, at: ways.final),
      let framed = ways.amount(of: call, rules, on: finalFrame(of: call, way), at: ways.final)
    else { return [] }
    return LeverCredit.steps(
      from: naive, to: [(.merge, merged), (way.isRegion ? .crop : .canvas, framed), (.draft, price)])
  }

  /// How the call would be sent at the final quality.
  private func finalFrame(of call: Range<Int>, _ way: CallWay) -> SentFrame? {
    guard let frames = ways.final.frames else { return nil }
    guard way.isRegion else { return frames.whole(isMasked: rules.isMasked(call)) }
    return frames.region(rules.box(of: call)) ?? way.frame
  }
}

extension LeverCredit {
  /// One for each step from price to price, without those that change nothing.
  static func steps(from start: Estimate, to steps: [(lever: Lever, price: Estimate)]) -> [LeverCredit] {
    var before = start
    return steps.compactMap { step in
      defer { before = step.price }
      let credit = LeverCredit(step.lever, from: before, to: step.price)
      return credit.isZero ? nil : credit
    }
  }
}
