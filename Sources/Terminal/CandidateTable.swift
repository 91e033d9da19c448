/// Completion candidates as rows of columns.
enum CandidateTable {
  /// Most candidates that are shown.
  static let limit = 200

  /// Rows to print, in reading order from left to right, each narrower than the terminal.
  ///
  /// Candidates are cleaned, and cut where one alone is too wide. Of more than `limit` the first are shown and
  /// a last row tells how many are not.
  static func rows(_ candidates: [String], columns: Int) -> [String] {
    let room = max(columns - 1, 1)
    let shown = candidates.prefix(limit).map {
      TerminalText.truncated(TerminalText.cleanedLine($0), to: room)
    }
    let cell = (shown.map(TerminalText.width(of:)).max() ?? 0) + 2
    let perRow = max((room + 2) / cell, 1)
    var rows = stride(from: 0, to: shown.count, by: perRow).map { first in
      row(shown[first..<min(first + perRow, shown.count)], cell: cell)
    }
    if candidates.count > limit {
      rows.append(TerminalText.truncated("… +\(candidates.count - limit)", to: room))
    }
    return rows
  }

  private static func row(_ names: ArraySlice<String>, cell: Int) -> String {
    let padded = names.dropLast().map { TerminalText.padded($0, to: cell) }
    return padded.joined() + (names.last ?? "")
  }

  /// The longest text, in whole graphemes, that every candidate begins with.
  static func commonPrefix(_ candidates: [String]) -> String {
    guard var prefix = candidates.first else { return "" }
    for candidate in candidates.dropFirst() {
      prefix = String(zip(prefix, candidate).prefix { $0 == $1 }.map(\.0))
    }
    return prefix
  }
}
