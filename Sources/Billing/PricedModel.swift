public import EditModel

/// What the price table knows of one model.
public struct PricedModel: Hashable, Sendable {
  /// How the model counts the tokens of pictures.
  public enum TokenFamily: String, Hashable, Sendable, CaseIterable {
    /// Patches of 32×32 pixels in, a rule of side lengths out: gpt-image-2 and later.
    case patches
    /// Tiles of 512×512 pixels in, a table of sizes out: gpt-image-1, 1.5 and mini.
    case tiles
  }

  /// A quality that can be asked for, and how its output tokens are counted.
  public struct Quality: Hashable, Sendable {
    /// The output tokens of one picture of one size.
    public struct Output: Hashable, Sendable {
      public let size: BilledSize
      public let tokens: Int
    }

    public let name: String
    /// The factor in the rule of output tokens; 0 where a table says them, or a picture has a price.
    public let factor: Int
    /// Output tokens by size, where a table says them.
    public internal(set) var outputs: [Output] = []
    /// What the model counts, in percent of the rule; `100...100` where the rule is exact.
    public internal(set) var spread = 100...100
    /// Where the spread was read, or the factor where there is no spread.
    public internal(set) var source: String

    /// Why the tokens are known only as a range: where that was read; `nil` where the rule is exact.
    public var uncertainty: String? { spread == 100...100 ? nil : source }
  }

  /// The dated snapshot where there is one, so that a price stays tied to what was asked.
  public let id: String
  /// The name that follows the newest snapshot, or `nil`.
  public internal(set) var alias: String?
  /// The announced day of its shutdown, `YYYY-MM-DD`, or `nil`. From then on its prices are of past calls.
  public internal(set) var ends: String?
  public internal(set) var family = TokenFamily.patches
  /// `nil` for a model whose sizes are listed with their tokens or prices.
  public internal(set) var sizes: SizeRule?
  /// Smallest factor first; without factors in the order of the table.
  public internal(set) var qualities: [Quality]
  /// Tokens that the service adds to an edit's prompt, where they were measured for this model.
  public internal(set) var editOverhead: TokenRange?
  /// Prices of tokens, at most one row a kind, in the order of `PriceKind`; of a model that is priced by
  /// tokens all of text in, image in and image out are there.
  public internal(set) var prices: [PriceRow]
  /// The same for calls in a batch; none where no such prices are known.
  public internal(set) var batchPrices: [PriceRow] = []
  /// Prices per picture, which take the place of those of tokens.
  public internal(set) var picturePrices: [PriceRow] = []

  init(id: String, alias: String?, ends: String?) {
    (self.id, self.alias, self.ends) = (id, alias, ends)
    (qualities, prices) = ([], [])
  }

  /// The price of a kind of token.
  public func price(of kind: PriceKind, isBatch: Bool = false) -> PriceRow? {
    (isBatch ? batchPrices : prices).first { $0.kind == kind }
  }

  /// True when pictures are priced, not tokens.
  public var isPricedPerPicture: Bool { !picturePrices.isEmpty }

  /// True from the announced day of its shutdown on, in UTC.
  public func isShutDown(at moment: Timestamp) -> Bool {
    ends.map { $0 <= moment.description.prefix(10) } ?? false
  }

  /// The sizes that are listed for it; none where a rule says which it renders.
  public var listedSizes: [BilledSize] {
    var sizes: [BilledSize] = []
    let all = qualities.flatMap { $0.outputs.map(\.size) } + picturePrices.compactMap { $0.terms?.size }
    for size in all where !sizes.contains(size) { sizes.append(size) }
    return sizes
  }

  /// The price of a picture at this quality and size; the one that says most about it.
  func picturePrice(quality: String, _ size: BilledSize) -> PriceRow? {
    var best: (row: PriceRow, terms: Int)?
    for row in picturePrices {
      guard let terms = row.terms, terms.covers(quality: quality, size) else { continue }
      let named = (terms.quality == nil ? 0 : 2) + (terms.size == nil ? 0 : 1)
      if named > best?.terms ?? -1 { best = (row, named) }
    }
    return best?.row
  }

  /// True when it has a price of some kind, and whatever that is reckoned with.
  var isComplete: Bool {
    if isPricedPerPicture { return true }
    let countsOutput = sizes != nil || qualities.allSatisfy { !$0.outputs.isEmpty }
    return countsOutput && !qualities.isEmpty && PriceKind.required.allSatisfy { price(of: $0) != nil }
  }
}

extension PricedModel: Comparable {
  public static func < (left: PricedModel, right: PricedModel) -> Bool { left.id < right.id }
}
