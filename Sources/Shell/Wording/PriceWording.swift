internal import Billing

/// The price rows behind an amount, in one line.
enum PriceWording {
  /// `prices.tsv lines 16, 17, 18, gpt-image-2-2026-04-21, seen 2026-11-20`.
  static func line(_ rows: [PriceRow]) -> String {
    let lines = rows.map { "\($0.line)" }.joined(separator: ", ")
    return "prices.tsv lines \(lines), \(distinct(rows.map(\.model))), seen \(distinct(rows.map(\.seen)))"
  }

  private static func distinct(_ values: [String]) -> String {
    Set(values).sorted().joined(separator: ", ")
  }
}
