/// Earlier lines, and the way through them with the up and down keys.
///
/// Going up finds only lines that begin with what stood before the cursor when going up began; going down
/// past the newest brings back the line as it was left. Storage is the caller's: lines come in and go out.
package struct LineHistory: Equatable, Sendable {
  /// Where a walk through the lines stands.
  private struct Walk: Equatable, Sendable {
    var index: Int
    let prefix: String
    let draft: String
  }

  /// The lines, oldest first.
  package private(set) var lines: [String]

  /// Most lines that are kept.
  package let limit: Int

  private var walk: Walk?

  /// - Parameters:
  ///   - lines: Oldest first; of more than `limit` the last are kept.
  ///   - limit: Most lines, 1 or more.
  package init(lines: [String] = [], limit: Int = 1000) {
    precondition(limit > 0, "a history holds at least one line")
    self.lines = Array(lines.suffix(limit))
    self.limit = limit
  }

  /// Adds a line as the newest; a blank line or a repetition of the newest is not added.
  package mutating func add(_ line: String) {
    walk = nil
    guard line.contains(where: { !$0.isWhitespace }), line != lines.last else { return }
    lines.append(line)
    if lines.count > limit { lines.removeFirst(lines.count - limit) }
  }

  /// The next older line that fits and differs from what is shown.
  ///
  /// - Parameters:
  ///   - current: The line as shown.
  ///   - prefix: What stands before the cursor; used when the walk begins.
  /// - Returns: `nil` when there is none; then the walk stays where it is.
  package mutating func older(than current: String, prefix: String) -> String? {
    let start = walk ?? Walk(index: lines.count, prefix: prefix, draft: current)
    let found = lines[..<start.index].lastIndex { $0.hasPrefix(start.prefix) && $0 != current }
    guard let found else { return nil }
    walk = Walk(index: found, prefix: start.prefix, draft: start.draft)
    return lines[found]
  }

  /// The next newer line that fits, or after the newest the line that was left to go up.
  ///
  /// - Returns: `nil` when no walk has begun.
  package mutating func newer(than current: String) -> String? {
    guard let start = walk else { return nil }
    let later = lines.indices.suffix(from: start.index + 1)
    guard let found = later.first(where: { lines[$0].hasPrefix(start.prefix) && lines[$0] != current })
    else {
      walk = nil
      return start.draft
    }
    walk?.index = found
    return lines[found]
  }

  /// Ends the walk, as any edit does: the line shown is now the user's own.
  package mutating func leave() {
    walk = nil
  }
}
