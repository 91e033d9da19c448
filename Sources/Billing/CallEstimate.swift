/// What a call may cost before it, with the tokens and the price rows that it was computed from.
///
/// Tokens are those of all variants together.
public struct CallEstimate: Hashable, Sendable {
  public let text: TokenRange
  public let imageIn: TokenRange
  public let imageOut: TokenRange
  public let amount: Estimate
  /// Text in, image in, image out.
  public let rows: [PriceRow]
  /// Why the model's output is known only as a wide range: where that was read; `nil` where a rule is known.
  public let uncertainty: String?

  /// What a budget holds for it: the upper end.
  public var reservation: Reservation { .held(amount.high, row: PriceRow.summary(of: rows)) }
}

/// The prices of one kind of call: a model, a quality, a rendered size and the pictures sent.
///
/// Only the prompt is left open, so that many prompts can be priced fast. Words that a model writes beside its
/// picture are not counted: gpt-image-2 never reported any, and of the others nothing is known.
public struct CallPricing: Hashable, Sendable {
  public let model: PricedModel
  public let quality: PricedModel.Quality
  public let output: BilledSize
  /// Pictures that go along, the edited one included; none for a generation.
  public let pictures: Int
  public let variants: Int
  /// Of all variants together.
  public let imageIn: TokenRange
  /// Of all variants together, partial pictures included.
  public let imageOut: TokenRange
  /// Text in, image in, image out.
  public let rows: [PriceRow]
  private let images: Estimate

  /// - Parameters:
  ///   - inputs: The pictures sent, references included; each counts, also the same picture again. None is a
  ///     generation.
  ///   - isMasked: A mask goes along. No source says that it is counted; at most it counts like one more
  ///     picture of the first one's size, which is added to the upper end.
  ///   - variants: How many pictures are asked for, `1...10`. Each is counted like a call of its own, with the
  ///     whole input again.
  ///   - partials: How many partial pictures are asked for, `0...3` for each variant. Fewer may come, so they
  ///     are added to the upper end.
  /// - Throws: `BillingError` with `unknownQuality` or `illegalSize`.
  /// - Note: Partial pictures: published by the service. Variants: published accounts of bills.
  public init(
    model: PricedModel, quality: String, output: BilledSize, inputs: [BilledSize],
    isMasked: Bool = false, variants: Int = 1, partials: Int = 0
  ) throws(BillingError) {
    guard let known = model.qualities.first(where: { $0.name == quality }) else {
      throw BillingError(.unknownQuality, found: quality, allowed: model.qualities.map(\.name))
    }
    guard model.sizes.map({ $0.allows(output) }) ?? true else {
      throw BillingError(.illegalSize, found: "\(output.width)x\(output.height)")
    }
    self.init(
      model: model, known: known, output: output, inputs: inputs, isMasked: isMasked,
      variants: variants, partials: partials)
  }

  /// The prices of the same model, quality and rendered size with other pictures sent.
  public func sending(
    _ inputs: [BilledSize], isMasked: Bool = false, variants: Int = 1, partials: Int = 0
  ) -> CallPricing {
    CallPricing(
      model: model, known: quality, output: output, inputs: inputs, isMasked: isMasked,
      variants: variants, partials: partials)
  }

  private init(
    model: PricedModel, known: PricedModel.Quality, output: BilledSize, inputs: [BilledSize],
    isMasked: Bool, variants: Int, partials: Int
  ) {
    precondition((1...10).contains(variants), "a call asks for 1 to 10 pictures")
    precondition((0...3).contains(partials), "a call shows at most 3 partial pictures")
    var imageIn = inputs.map(TokenRange.image).reduce(.zero, +)
    if isMasked, let first = inputs.first {
      imageIn += TokenRange(low: 0, high: TokenRange.image(first).high)
    }
    let partial = TokenRange(low: 0, high: TokenRange.partialPicture * partials)
    self.model = model
    quality = known
    self.output = output
    self.variants = variants
    pictures = inputs.count
    self.imageIn = imageIn * variants
    imageOut = (TokenRange.output(known, size: output) + partial) * variants
    rows = TokenKind.required.compactMap(model.price)
    images = rows[1].cost(of: self.imageIn) + rows[2].cost(of: imageOut)
  }

  /// The amount alone.
  ///
  /// - Parameter text: The tokens of one prompt, overhead included.
  public func amount(text: TokenRange) -> Estimate { images + rows[0].cost(of: text * variants) }

  /// The price with a prompt of this many tokens, overhead included.
  public func estimate(text: TokenRange) -> CallEstimate {
    CallEstimate(
      text: text * variants, imageIn: imageIn, imageOut: imageOut, amount: amount(text: text), rows: rows,
      uncertainty: quality.uncertainty)
  }

  /// The tokens of a prompt in a call of this kind, overhead included.
  public func text(of prompt: TextMeasure) -> TokenRange { .prompt(prompt, pictures: pictures) }
}
