internal import Billing

/// The price rows behind an amount, in one line.
enum PriceWording {
  /// `prices.tsv lines 16, 17, 18, gpt-image-2-2026-04-21, seen 2026-11-20`.
  static func line(_ rows: [PriceRow]) -> String {
    // A price that stands in a rule's name has neither line nor day.
    let rules = rows.filter { $0.line == 0 }.map(\.table)
    let rows = rows.filter { $0.line > 0 }
    guard !rows.isEmpty else { return distinct(rules) }
    let tables = Set(rows.map(\.table)).sorted().map { table in
      "\(table) lines " + rows.filter { $0.table == table }.map { "\($0.line)" }.joined(separator: ", ")
    }
    let places = (Set(rules).sorted() + tables).joined(separator: ", ")
    return "\(places), \(distinct(rows.map(\.model))), seen \(distinct(rows.map(\.seen)))"
  }

  private static func distinct(_ values: [String]) -> String {
    Set(values).sorted().joined(separator: ", ")
  }
}
