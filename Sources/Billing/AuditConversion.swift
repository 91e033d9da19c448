internal import EditModel

/// Prices attempts another way, one after the other.
struct AuditConversion {
  struct Failure: Error, Hashable {
    let reason: AuditRepricing.Reason
    var found: String?
  }

  typealias Outcome = Result<Estimate, Failure>

  private let whatIf: AuditWhatIf
  private let prices: PriceTable
  private var known: [AuditTerms.Request: Result<AuditTerms, Failure>] = [:]
  /// The price rows that were used, in the order of their first use.
  private(set) var rows: [PriceRow] = []

  init(whatIf: AuditWhatIf, prices: PriceTable) {
    (self.whatIf, self.prices) = (whatIf, prices)
  }

  /// `nil` for an attempt that was billed nothing and has no part in it.
  mutating func outcome(of record: CallRecord) -> Outcome? {
    switch record.actual {
    case .free: return nil
    case .unpriced: return .failure(Failure(reason: .unpriced))
    case .billed(let amount, _) where amount != .zero: break
    case .billed, nil:
      let isKnown = record.possible ?? .zero == .zero
      let reason: AuditRepricing.Reason =
        record.state == .billedWithoutResult ? .unpriced : .unknownOutcome
      return isKnown ? nil : .failure(Failure(reason: reason))
    }
    switch terms(for: record) {
    case .failure(let failure): return .failure(failure)
    case .success(let terms):
      let outcome = Result { () throws(Failure) in try terms.estimate(of: record) }
      if case .success = outcome { use(terms.rows(for: record)) }
      return outcome
    }
  }

  private mutating func terms(for record: CallRecord) -> Result<AuditTerms, Failure> {
    let request = AuditTerms.Request(record)
    if let known = known[request] { return known }
    let terms = Result { () throws(Failure) in try AuditTerms(request, whatIf: whatIf, prices: prices) }
    known[request] = terms
    return terms
  }

  private mutating func use(_ used: [PriceRow]) {
    for row in used where !rows.contains(row) { rows.append(row) }
  }
}

/// How attempts that asked for the same are priced another way.
struct AuditTerms {
  /// What attempts have in common that are priced alike.
  struct Request: Hashable {
    let model: String
    let quality: String?
    let size: String?
    let isEdit: Bool

    init(_ record: CallRecord) {
      (model, quality, size) = (record.model, record.quality, record.size)
      isEdit = record.kind == .edit
    }
  }

  /// How the pictures sent are counted.
  private enum Inputs {
    case asReported
    /// As so many for one variant, where what was reported is the count of one picture of the size asked for.
    case reckoned(TokenRange, expected: TokenRange)
    case unknown
  }

  private typealias Failure = AuditConversion.Failure

  private let rates: CallRates
  private let textOut: PriceRow?
  /// Of one variant; `nil` where the count stays as reported.
  private let imageOut: TokenRange?
  private let inputs: Inputs
  /// What the tokens of one variant's prompt become more by.
  private let moreText: ClosedRange<Int>

  init(_ request: Request, whatIf: AuditWhatIf, prices: PriceTable) throws(AuditConversion.Failure) {
    let own = prices.model(named: request.model)
    guard let model = whatIf.model.flatMap(prices.model) ?? own else {
      throw Failure(reason: .noPrice, found: request.model)
    }
    let quality = whatIf.quality ?? request.quality
    let size = request.size.flatMap { BilledSize($0) }
    let staysAsRendered = model.id == own?.id && quality == request.quality
    guard size != nil || staysAsRendered && !model.isPricedPerPicture else {
      throw Failure(reason: .unknownSize, found: request.size)
    }
    do {
      // Without a size no price depends on one.
      rates = try CallRates(
        model, quality: quality ?? "", output: size ?? BilledSize(width: 1, height: 1), rule: whatIf.rule,
        isBatch: whatIf.batch)
      imageOut = try size.flatMap { size throws(BillingError) in
        staysAsRendered ? nil : try Self.output(of: model, quality: quality ?? "", size: size)
      }
    } catch {
      throw Failure(error)
    }
    textOut = model.price(of: .textOut, isBatch: whatIf.batch)
    inputs = Self.inputs(request, from: own, to: model, size: size, rule: whatIf.rule)
    moreText = request.isEdit ? Self.moreText(from: own, to: model) : 0...0
  }

  private static func output(
    of model: PricedModel, quality: String, size: BilledSize
  ) throws(BillingError) -> TokenRange {
    try CallPricing(model: model, quality: quality, output: size, inputs: []).imageOut
  }

  private static func inputs(
    _ request: Request, from own: PricedModel?, to model: PricedModel, size: BilledSize?, rule: TokenRule
  ) -> Inputs {
    if !request.isEdit || rule != .base64 && own?.family == model.family { return .asReported }
    guard let own, let size else { return .unknown }
    let load = CallLoad(inputs: [size], isMasked: false, variants: 1, partials: 0)
    func count(_ family: PricedModel.TokenFamily, _ rule: TokenRule) -> TokenRange {
      InputCount(family: family, fidelity: .low, rule: rule).tokens(of: load)
    }
    return .reckoned(count(model.family, rule), expected: count(own.family, .measured))
  }

  /// The difference of what the two models add to a prompt that goes with one picture.
  private static func moreText(from own: PricedModel?, to model: PricedModel) -> ClosedRange<Int> {
    let (old, new) = (own?.editOverhead, model.editOverhead)
    guard old != new else { return 0...0 }
    let (before, after) = (old ?? .promptOverhead(pictures: 1), new ?? .promptOverhead(pictures: 1))
    return after.low - before.high...after.high - before.low
  }
}

extension AuditTerms {
  func estimate(of record: CallRecord) throws(AuditConversion.Failure) -> Estimate {
    guard (1...10).contains(record.variants) else { throw Failure(reason: .noUsage) }
    if let picture = rates.picture { return picture * record.variants }
    guard let usage = record.usage, usage.isPlausible else { throw Failure(reason: .noUsage) }
    guard usage.textOut == 0 || textOut != nil else {
      throw Failure(reason: .noPrice, found: PriceKind.textOut.rawValue)
    }
    let imageOut = imageOut.map { $0 * record.variants } ?? TokenRange(exactly: usage.imageOut)
    let parts = [
      (rates.text, text(of: usage, variants: record.variants)),
      (rates.imageIn, try imageIn(of: usage, variants: record.variants)), (rates.imageOut, imageOut),
      (textOut?.rate ?? .zero, TokenRange(exactly: usage.textOut)),
    ]
    guard let sum = Estimate(of: parts) else { throw Failure(reason: .noUsage) }
    return sum
  }

  /// The rows behind an estimate of it.
  func rows(for record: CallRecord) -> [PriceRow] {
    guard rates.picture == nil, record.usage?.textOut ?? 0 > 0, let textOut else { return rates.rows }
    return rates.rows + [textOut]
  }

  private func text(of usage: Usage, variants: Int) -> TokenRange {
    let low = max(0, usage.textIn + moreText.lowerBound * variants)
    return TokenRange(low: low, high: max(low, usage.textIn + moreText.upperBound * variants))
  }

  private func imageIn(
    of usage: Usage, variants: Int
  ) throws(AuditConversion.Failure) -> TokenRange {
    switch inputs {
    case .asReported: return TokenRange(exactly: usage.imageIn)
    case .unknown: throw Failure(reason: .unknownInputs)
    case .reckoned(let tokens, let expected):
      guard (expected * variants).contains(usage.imageIn) else { throw Failure(reason: .unknownInputs) }
      return tokens * variants
    }
  }
}

extension Usage {
  /// False for what no service counts in one call, as a damaged session may say.
  fileprivate var isPlausible: Bool {
    [textIn, imageIn, imageOut, textOut].allSatisfy((0...1_000_000_000).contains)
  }
}

extension Estimate {
  /// What tokens cost at their rates, or `nil` where that leaves 64 bits.
  fileprivate init?(of parts: [(rate: Money, tokens: TokenRange)]) {
    func sum(_ count: KeyPath<TokenRange, Int>) -> Money? {
      var sum: Int64 = 0
      for part in parts {
        let (cost, isTooLarge) = part.rate.nanodollars.multipliedReportingOverflow(
          by: Int64(part.tokens[keyPath: count]))
        let (next, overflow) = sum.addingReportingOverflow(cost)
        guard !isTooLarge, !overflow else { return nil }
        sum = next
      }
      return Money(nanodollars: sum)
    }
    guard let low = sum(\.low), let high = sum(\.high) else { return nil }
    self.init(low: low, high: high)
  }
}

extension AuditConversion.Failure {
  fileprivate init(_ error: BillingError) {
    found = error.found.isEmpty ? nil : error.found
    reason =
      switch error.code {
      case .unknownQuality: .unknownQuality
      case .illegalSize: .illegalSize
      case .malformedTable, .unknownModel, .missingPrice: .noPrice
      }
  }
}
