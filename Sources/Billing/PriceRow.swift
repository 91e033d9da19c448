/// What tokens are of, as they are priced.
public enum TokenKind: String, Hashable, Sendable, CaseIterable {
  case textIn = "text-in"
  case imageIn = "image-in"
  case imageOut = "image-out"
  /// Words that a model wrote, as plans of the picture; not every model's are priced.
  case textOut = "text-out"

  /// What every call may be counted in, so that a model without a price for one of them has none at all.
  static let required: [TokenKind] = [.textIn, .imageIn, .imageOut]
}

/// One price of the table: list price, when it was seen, and where.
public struct PriceRow: Hashable, Sendable {
  /// The name of the table that it stands in.
  public let table: String
  /// The line of the table, counted from 1.
  public let line: Int
  public let model: String
  public let kind: TokenKind
  /// Nano-dollars per token, which is exact for prices with up to three decimals per million tokens.
  public let rate: Money
  /// The day on which it was seen, `YYYY-MM-DD`.
  public let seen: String
  public let source: String

  package init(
    table: String = "prices.tsv", line: Int, model: String, kind: TokenKind, rate: Money, seen: String,
    source: String
  ) {
    self.table = table
    self.line = line
    self.model = model
    self.kind = kind
    self.rate = rate
    self.seen = seen
    self.source = source
  }

  /// What this many tokens cost.
  public func cost(of tokens: TokenRange) -> Estimate {
    Estimate(low: rate * tokens.low, high: rate * tokens.high)
  }
}

extension PriceRow: CustomStringConvertible {
  /// `prices.tsv:12 image-out gpt-image-2-2026-04-21 2026-11-20`.
  public var description: String { "\(table):\(line) \(kind.rawValue) \(model) \(seen)" }

  /// Several rows in one line, `prices.tsv:16,18 gpt-image-2-2026-04-21 2026-11-20`.
  ///
  /// Tables stand in the order of the rows, each with its lines; models and days are named once each.
  public static func summary(of rows: [PriceRow]) -> String {
    var tables: [(name: String, lines: [String])] = []
    for row in rows {
      if let index = tables.firstIndex(where: { $0.name == row.table }) {
        tables[index].lines.append("\(row.line)")
      } else {
        tables.append((row.table, ["\(row.line)"]))
      }
    }
    let places = tables.map { "\($0.name):\($0.lines.joined(separator: ","))" }
    let models = Set(rows.map(\.model)).sorted()
    return (places + models + Set(rows.map(\.seen)).sorted()).joined(separator: " ")
  }
}
