/// All of our figures that a claim can be compared with, in the order of the tables.
struct ClaimFigures {
  let prices: PriceTable
  let models: ModelTable
  let readings: [Claims.Reading]

  /// The sizes that every model of tokens renders.
  private static let commonSizes = [(1_024, 1_024), (1_024, 1_536), (1_536, 1_024)].map {
    BilledSize(width: $0.0, height: $0.1)
  }
  private static let one: Int64 = 1_000_000_000

  func figures(of claim: Claim, rule: TokenRule) -> [ClaimFigure] {
    let own: [ClaimFigure] =
      switch claim.kind {
      case .pictures, .inputTokens, .inputPrice, .outputTokens, .edits, .multiple:
        calls(claim, rule).compactMap { $0.figure(of: claim) }
      case .rate: rates(claim)
      case .tokens: sums(claim)
      case .batch: halves()
      case .perMinute: limits(claim)
      }
    return own + read(claim)
  }

  /// A model that the program calls; one that only the user's own table knows is live until its end is stated.
  private func isLive(_ model: PricedModel) -> Bool {
    models.model(named: model.id).map { $0.options != nil } ?? (model.ends == nil)
  }

  private func subject(_ model: PricedModel, _ words: [String]) -> String {
    let retired = isLive(model) ? [] : ["not called any more"]
    return ([([model.alias ?? model.id] + words).joined(separator: " ")] + retired).joined(separator: ", ")
  }

  private func chosen(_ claim: Claim) -> [PricedModel] {
    guard let name = claim.parameters[.model] else { return prices.models }
    return prices.model(named: name).map { [$0] } ?? []
  }

  /// Every call that the claim may speak of; what is sent counts alike at all qualities.
  private func calls(_ claim: Claim, _ rule: TokenRule) -> [ClaimedCall] {
    let isOfInput = [.inputTokens, .inputPrice].contains(claim.kind)
    var calls: [ClaimedCall] = []
    for model in chosen(claim) {
      for quality in qualities(claim, of: model).prefix(isOfInput ? 1 : .max) {
        for size in sizes(claim, of: model) {
          // A quality or size that the model has not is no figure of it.
          guard
            let made = try? CallPricing(
              model: model, quality: quality, output: size, inputs: [], rule: rule)
          else { continue }
          let words = isOfInput ? ["\(size) sent"] : [quality, "\(size)"]
          calls.append(ClaimedCall(made: made, isLive: isLive(model), subject: subject(model, words)))
        }
      }
    }
    return calls
  }

  private func qualities(_ claim: Claim, of model: PricedModel) -> [String] {
    let names = model.qualities.isEmpty ? ["any"] : model.qualities.map(\.name)
    return names.filter { name in claim.parameters[.quality].map { $0 == name } ?? true }
  }

  private func sizes(_ claim: Claim, of model: PricedModel) -> [BilledSize] {
    if let size = claim.parameters[.size].flatMap(BilledSize.init) { return [size] }
    return model.listedSizes.isEmpty ? Self.commonSizes : model.listedSizes
  }

  private func rates(_ claim: Claim) -> [ClaimFigure] {
    guard let kind = claim.parameters[.kind].flatMap(PriceKind.init) else { return [] }
    return chosen(claim).compactMap { model in
      model.price(of: kind).map { row in
        let price = (row.rate * 1_000_000).nanodollars
        return ClaimFigure(
          low: price, high: price, subject: subject(model, [kind.rawValue]), isLive: isLive(model),
          rows: [row])
      }
    }
  }

  private func sums(_ claim: Claim) -> [ClaimFigure] {
    let counts = [(PriceKind.imageIn, claim.number(.imageIn)), (.imageOut, claim.number(.imageOut))]
    return chosen(claim).compactMap { model in
      var sum = Money.zero
      var rows: [PriceRow] = []
      for (kind, count) in counts {
        guard let row = model.price(of: kind) else { return nil }
        rows.append(row)
        sum += row.rate * count
      }
      return ClaimFigure(
        low: sum.nanodollars, high: sum.nanodollars, subject: subject(model, []), isLive: isLive(model),
        rows: rows)
    }
  }

  private func halves() -> [ClaimFigure] {
    prices.models.flatMap { model in
      PriceKind.required.compactMap { kind in
        guard let usual = model.price(of: kind), let batch = model.price(of: kind, isBatch: true),
          usual.rate > .zero
        else { return nil }
        let part = batch.rate.nanodollars * Self.one / usual.rate.nanodollars
        return ClaimFigure(
          low: part, high: part, subject: subject(model, [kind.rawValue]), isLive: isLive(model),
          rows: [usual, batch])
      }
    }
  }

  /// What is assumed of a model says nothing about a claim.
  private func limits(_ claim: Claim) -> [ClaimFigure] {
    let tier = claim.number(.tier)
    return models.models.compactMap { model in
      guard let limits = model.tier(tier), !limits.source.hasPrefix("assumed") else { return nil }
      let images = Int64(limits.imagesPerMinute) * Self.one
      return ClaimFigure(
        low: images, high: images, subject: "\(model.alias ?? model.id) tier \(tier)",
        isLive: model.options != nil, rows: [])
    }
  }

  private func read(_ claim: Claim) -> [ClaimFigure] {
    readings.filter { $0.kind == claim.kind && $0.parameters == claim.parameters }.map {
      ClaimFigure(low: $0.value, high: $0.value, subject: "\($0.source), \($0.seen)", isLive: true, rows: [])
    }
  }
}

extension Claim {
  /// Zero where it is not fixed; a table that says no number there is refused by its test.
  func number(_ parameter: ClaimParameter) -> Int {
    parameters[parameter].flatMap { Int($0) } ?? 0
  }
}
