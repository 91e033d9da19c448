/// The prices of one kind of call: a model, a quality, a rendered size and the pictures sent.
///
/// Only the prompt is left open, so that many prompts can be priced fast. Words that a model writes beside its
/// picture are not counted: gpt-image-2 never reported any, and of the others nothing is known.
public struct CallPricing: Hashable, Sendable {
  public let model: PricedModel
  public let quality: PricedModel.Quality
  public let output: BilledSize
  /// By which account of tokens it is priced.
  public let rule: TokenRule
  /// True for a call that may be answered within a day, at the prices of a batch.
  public let isBatch: Bool
  public let fidelity: InputFidelity
  /// Pictures that go along, the edited one included; none for a generation.
  public let pictures: Int
  public let variants: Int
  /// Of all variants together.
  public let imageIn: TokenRange
  /// Of all variants together, partial pictures included.
  public let imageOut: TokenRange
  let rates: CallRates
  private let outputEach: TokenRange
  private let images: Estimate

  /// Text in, image in, image out; a single row where pictures have a price.
  public var rows: [PriceRow] { rates.rows }

  /// - Parameters:
  ///   - inputs: The pictures sent, references included; each counts, also the same picture again. None is a
  ///     generation.
  ///   - isMasked: A mask goes along. No source says that it is counted; at most it counts like one more
  ///     picture of the first one's size, which is added to the upper end.
  ///   - variants: How many pictures are asked for, `1...10`. Each is counted like a call of its own, with the
  ///     whole input again.
  ///   - partials: How many partial pictures are asked for, `0...3` for each variant. Fewer may come, so they
  ///     are added to the upper end; they cost nothing where pictures have a price.
  ///   - rule: By which account of tokens; budgets hold what the measured one says.
  ///   - batch: At the prices of a batch. A price that stands in a rule's name stays.
  ///   - fidelity: How closely pictures are read by a model that lets it be chosen.
  /// - Throws: `BillingError` with `unknownQuality`, `illegalSize` or `missingPrice`.
  /// - Note: Partial pictures: published by the service. Variants: published accounts of bills.
  public init(
    model: PricedModel, quality: String, output: BilledSize, inputs: [BilledSize],
    isMasked: Bool = false, variants: Int = 1, partials: Int = 0, rule: TokenRule = .measured,
    batch: Bool = false, fidelity: InputFidelity = .low
  ) throws(BillingError) {
    let known = try Self.quality(quality, of: model)
    let isLegal = model.sizes.map { $0.allows(output) } ?? true
    guard isLegal, let each = TokenRange.output(of: model, known, size: output) else {
      throw BillingError(
        .illegalSize, found: output.description, allowed: model.listedSizes.map(\.description))
    }
    let rates = try CallRates(model, quality: quality, output: output, rule: rule, isBatch: batch)
    self.init(
      (model, known, output), (rule, batch, fidelity), rates, each: each,
      CallLoad(inputs: inputs, isMasked: isMasked, variants: variants, partials: partials))
  }

  /// The prices of the same model, quality, rendered size and rule with other pictures sent.
  public func sending(
    _ inputs: [BilledSize], isMasked: Bool = false, variants: Int = 1, partials: Int = 0
  ) -> CallPricing {
    CallPricing(
      (model, quality, output), (rule, isBatch, fidelity), rates, each: outputEach,
      CallLoad(inputs: inputs, isMasked: isMasked, variants: variants, partials: partials))
  }

  private init(
    _ picture: (model: PricedModel, quality: PricedModel.Quality, output: BilledSize),
    _ account: (rule: TokenRule, isBatch: Bool, fidelity: InputFidelity), _ rates: CallRates,
    each: TokenRange, _ load: CallLoad
  ) {
    (model, quality, output) = picture
    (rule, isBatch, fidelity) = account
    self.rates = rates
    outputEach = each
    pictures = load.inputs.count
    variants = load.variants
    let count = InputCount(family: model.family, fidelity: account.fidelity, rule: account.rule)
    imageIn = model.isPricedPerPicture ? .zero : count.tokens(of: load) * load.variants
    imageOut = model.isPricedPerPicture ? .zero : (each + load.partialTokens) * load.variants
    images = rates.picture.map { $0 * load.variants } ?? rates.images(in: imageIn, out: imageOut)
  }

  /// A model without qualities of its own takes any.
  private static func quality(
    _ name: String, of model: PricedModel
  ) throws(BillingError) -> PricedModel.Quality {
    if let known = model.qualities.first(where: { $0.name == name }) { return known }
    guard model.qualities.isEmpty else {
      throw BillingError(.unknownQuality, found: name, allowed: model.qualities.map(\.name))
    }
    return PricedModel.Quality(name: name, factor: 0, source: "")
  }

  /// The amount alone.
  ///
  /// - Parameter text: The tokens of one prompt, overhead included.
  public func amount(text: TokenRange) -> Estimate {
    let rate = rates.text * variants
    return Estimate(low: images.low + rate * text.low, high: images.high + rate * text.high)
  }

  /// The price with a prompt of this many tokens, overhead included.
  public func estimate(text: TokenRange) -> CallEstimate {
    CallEstimate(
      text: model.isPricedPerPicture ? .zero : text * variants, imageIn: imageIn, imageOut: imageOut,
      amount: amount(text: text), rows: rows, uncertainty: quality.uncertainty)
  }

  /// The tokens of a prompt in a call of this kind, overhead included.
  public func text(of prompt: TextMeasure) -> TokenRange {
    guard pictures > 0, let overhead = model.editOverhead else {
      return .prompt(prompt, pictures: pictures)
    }
    return .words(prompt) + overhead
  }
}

/// What one call sends and asks for.
struct CallLoad {
  let inputs: [BilledSize]
  let isMasked: Bool
  let variants: Int
  let partials: Int

  init(inputs: [BilledSize], isMasked: Bool, variants: Int, partials: Int) {
    precondition((1...10).contains(variants), "a call asks for 1 to 10 pictures")
    precondition((0...3).contains(partials), "a call shows at most 3 partial pictures")
    (self.inputs, self.isMasked, self.variants, self.partials) = (inputs, isMasked, variants, partials)
  }

  var partialTokens: TokenRange { TokenRange(low: 0, high: TokenRange.partialPicture * partials) }
}
