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

  /// A line for each round. An only child stands straight below its parent; only where a round has several
  /// children does each begin a branch, so that a long history does not drift to the right.
  var lines: [String] {
    var lines: [String] = []
    var pending = reports.filter { $0.round.parent == nil }.map { Place(report: $0) }
    while let next = pending.popLast() {
      lines.append(next.first + next.report.line)
      pending += places(below: next).reversed()
    }
    return lines
  }

  /// A round with what stands before its line, and before the lines of its descendants.
  private struct Place {
    let report: RoundReport
    var first = ""
    var further = ""
  }

  private func places(below place: Place) -> [Place] {
    let below = children[place.report.round.id] ?? []
    guard below.count > 1 else {
      return below.map { Place(report: $0, first: place.further, further: place.further) }
    }
    return below.enumerated().map { index, report in
      let isLast = index == below.count - 1
      return Place(
        report: report, first: place.further + (isLast ? "└─" : "├─"),
        further: place.further + (isLast ? "  " : "│ "))
    }
  }
}
