public import Billing
internal import EditModel

/// What is known of prices: the built-in tables with the user's own rows in their place.
public struct PriceReport: Hashable, Sendable {
  public let prices: PriceTable
  public let findings: [PriceFinding]
  public let claims: [ClaimResult]

  public init(_ configuration: EngineConfiguration) {
    let shelf = ProviderShelf(configuration)
    prices = shelf.prices
    findings = shelf.prices.findings(models: shelf.models, now: configuration.surroundings.now())
    claims = Claims.embedded.results(prices: shelf.prices, models: shelf.models)
  }
}
