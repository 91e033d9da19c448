/// What a price is of.
public enum PriceKind: String, Hashable, Sendable, CaseIterable {
  case textIn = "text-in"
  case imageIn = "image-in"
  case imageOut = "image-out"
  /// Words that a model wrote, as plans of the picture; not every model's are priced.
  case textOut = "text-out"
  /// Text that the service read from its own cache; not offered for direct edits and generations.
  case cachedTextIn = "cached-text-in"
  /// Pictures that the service read from its own cache; not offered for direct edits and generations.
  case cachedImageIn = "cached-image-in"
  /// A picture, by its quality and size.
  case image
  /// A megapixel of the picture, each one that is begun.
  case megapixel
  /// A subscription's month, with so many pictures.
  case month
  /// What the user reckons for a picture, or for a second, on a machine of their own.
  case selfHosted = "self-hosted"

  /// What every call may be counted in, so that a model without a price for one of them has none at all.
  static let required: [PriceKind] = [.textIn, .imageIn, .imageOut]
  /// The kinds that are priced by tokens.
  public static let tokens: [PriceKind] = [
    .textIn, .imageIn, .imageOut, .textOut, .cachedTextIn, .cachedImageIn,
  ]
}

/// What a price per picture holds for, and how it is counted.
public struct PictureTerms: Hashable, Sendable {
  /// The quality that it holds for; `nil` for all.
  public let quality: String?
  /// The size as rendered that it holds for; `nil` for all.
  public let size: BilledSize?
  /// The pixels of one megapixel, or the pictures of one month; otherwise 1.
  public let unit: Int
  /// Seconds that one picture takes, where a second has the price.
  public let seconds: ClosedRange<Int>?

  package init(
    quality: String? = nil, size: BilledSize? = nil, unit: Int = 1, seconds: ClosedRange<Int>? = nil
  ) {
    (self.quality, self.size, self.unit, self.seconds) = (quality, size, unit, seconds)
  }

  func covers(quality name: String, _ rendered: BilledSize) -> Bool {
    (quality ?? name) == name && (size ?? rendered) == rendered
  }
}

/// One price of the table: list price, when it was seen, and where.
public struct PriceRow: Hashable, Sendable {
  /// The name of the table that it stands in.
  public let table: String
  /// The line of the table, counted from 1; 0 for a price that stands in a rule's name.
  public let line: Int
  public let model: String
  public let kind: PriceKind
  /// True for calls that may be answered within a day.
  public let isBatch: Bool
  /// Nano-dollars per token, which is exact for prices with up to three decimals per million tokens; for a kind
  /// without tokens per picture, megapixel, month or second.
  public let rate: Money
  /// `nil` for prices of tokens.
  public let terms: PictureTerms?
  /// The day on which it was seen, `YYYY-MM-DD`; empty for a price that stands in a rule's name.
  public let seen: String
  public let source: String

  package init(
    table: String = "prices.tsv", line: Int, model: String, kind: PriceKind, isBatch: Bool = false,
    rate: Money, terms: PictureTerms? = nil, seen: String, source: String
  ) {
    self.table = table
    self.line = line
    self.model = model
    self.kind = kind
    self.isBatch = isBatch
    self.rate = rate
    self.terms = terms
    self.seen = seen
    self.source = source
  }

  /// What this many tokens cost.
  public func cost(of tokens: TokenRange) -> Estimate {
    Estimate(low: rate * tokens.low, high: rate * tokens.high)
  }

  /// What one picture of this size costs.
  ///
  /// Of a month's price its share, rounded up to a nano-dollar; of a price per second that of the seconds which
  /// the table states.
  public func cost(ofPicture size: BilledSize) -> Estimate {
    guard let terms else { return .zero }
    switch kind {
    case .megapixel:
      return Estimate(exactly: rate * ((size.width * size.height + terms.unit - 1) / terms.unit))
    case .month:
      let unit = Int64(terms.unit)
      return Estimate(exactly: Money(nanodollars: (rate.nanodollars + unit - 1) / unit))
    default:
      guard let seconds = terms.seconds else { return Estimate(exactly: rate) }
      return Estimate(low: rate * seconds.lowerBound, high: rate * seconds.upperBound)
    }
  }
}

extension Estimate {
  init(exactly amount: Money) { self.init(low: amount, high: amount) }

  static func * (left: Estimate, count: Int) -> Estimate {
    Estimate(low: left.low * count, high: left.high * count)
  }
}

extension PriceRow: CustomStringConvertible {
  /// `prices.tsv:12 image-out gpt-image-2-2026-04-21 2026-11-20`.
  public var description: String {
    [place, isBatch ? "batch \(kind.rawValue)" : kind.rawValue, model, seen].filter { !$0.isEmpty }
      .joined(separator: " ")
  }

  private var place: String { line == 0 ? table : "\(table):\(line)" }

  /// Several rows in one line, `prices.tsv:16,18 gpt-image-2-2026-04-21 2026-11-20`.
  ///
  /// Tables stand in the order of the rows, each with its lines; models and days are named once each.
  public static func summary(of rows: [PriceRow]) -> String {
    var tables: [(name: String, lines: [String])] = []
    for row in rows {
      if row.line != 0, let index = tables.firstIndex(where: { $0.name == row.table }) {
        tables[index].lines.append("\(row.line)")
      } else {
        tables.append((row.table, row.line == 0 ? [] : ["\(row.line)"]))
      }
    }
    let places = tables.map { $0.lines.isEmpty ? $0.name : "\($0.name):\($0.lines.joined(separator: ","))" }
    let models = Set(rows.map(\.model)).sorted()
    let days = Set(rows.map(\.seen)).sorted().filter { !$0.isEmpty }
    return (places + models + days).joined(separator: " ")
  }
}
