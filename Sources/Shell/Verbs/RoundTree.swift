internal import EditModel
internal import Engine

/// Rounds as a tree, each below its parent.
struct RoundTree {
  private let reports: [RoundReport]
  private let children: [RoundID: [RoundReport]]

  init(_ reports: [RoundReport]) {
    self.reports = reports
    children = Dictionary(grouping: reports.filter { $0.round.parent != nil }) {
      $0.round.parent ?? .source
    }
  }

  /// A line for each round; an only child stands below its parent, siblings are indented.
  var lines: [String] {
    var lines: [String] = []
    var pending = reports.filter { $0.round.parent == nil }.map { (report: $0, indent: 0) }
    while let next = pending.popLast() {
      lines.append(String(repeating: "  ", count: next.indent) + next.report.line)
      let below = children[next.report.round.id] ?? []
      let indent = next.indent + (below.count > 1 ? 1 : 0)
      pending += below.reversed().map { ($0, indent) }
    }
    return lines
  }
}
