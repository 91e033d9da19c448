/// Prices, sizes and token factors of models, as dated data.
public struct PriceTable: Hashable, Sendable {
  /// In the order of the table.
  public let models: [PricedModel]

  /// The table that the program was built with.
  ///
  /// A table that cannot be read is a fault of the build, found by its tests, so it stops the program.
  public static let embedded: PriceTable = {
    do {
      return try PriceTable(reading: PackageResources.prices_tsv)
    } catch {
      preconditionFailure("embedded price table: \(error)")
    }
  }()

  package init(models: [PricedModel]) {
    self.models = models
  }

  /// The ids of all models, in the order of the table.
  public var modelNames: [String] { models.map(\.id) }

  /// The model with this id or alias, or `nil` when the table does not know it.
  public func model(named name: String) -> PricedModel? {
    models.first { $0.id == name || $0.alias == name }
  }

  /// What one call may cost.
  ///
  /// - Parameters:
  ///   - output: The size that the model renders.
  ///   - inputs: The pictures that are sent.
  ///   - text: The prompt's tokens with overhead, `TokenRange.prompt(TextMeasure(text))` unless known better.
  ///   - isMasked: A mask is sent along; see `CallPricing`, also for the others.
  /// - Throws: `BillingError` with `unknownModel`, `unknownQuality`, `illegalSize` or `missingPrice`.
  public func estimate(
    model name: String, quality: String, output: BilledSize, inputs: [BilledSize],
    text: TokenRange, isMasked: Bool = false, variants: Int = 1, partials: Int = 0,
    rule: TokenRule = .measured, batch: Bool = false, fidelity: InputFidelity = .low
  ) throws(BillingError) -> CallEstimate {
    guard let model = model(named: name) else {
      throw BillingError(.unknownModel, found: name, allowed: modelNames)
    }
    return try CallPricing(
      model: model, quality: quality, output: output, inputs: inputs, isMasked: isMasked,
      variants: variants, partials: partials, rule: rule, batch: batch, fidelity: fidelity
    ).estimate(text: text)
  }
}
