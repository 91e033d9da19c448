package import EditModel

/// How long a reply asks to wait before the next attempt.
package enum RetryAfter {
  /// Reads `retry-after-ms`, else `retry-after` in seconds or in one of HTTP's three forms of a date.
  ///
  /// - Returns: Zero for a date that is past, `nil` where neither header is there or can be read. However
  ///   long it is, it is returned as stated; the caller bounds it.
  /// - Note: Source: RFC 9110, 5.6.7 and 10.2.3.
  package static func read(_ headers: [HTTPField], now: Timestamp) -> Duration? {
    func value(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
    if let wait = value("retry-after-ms").flatMap({ number($0, attosecondsPerUnit: 1_000_000_000_000_000) }) {
      return wait
    }
    guard let text = value("retry-after") else { return nil }
    if let wait = number(text, attosecondsPerUnit: 1_000_000_000_000_000_000) { return wait }
    guard let date = HTTPDate.read(text, now: now) else { return nil }
    return .milliseconds(max(0, date.milliseconds - now.milliseconds))
  }

  /// Digits, and after a point at most nine more that count.
  private static func number(_ text: String, attosecondsPerUnit: Int64) -> Duration? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count),
      parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
    else { return nil }
    let unit = Duration(secondsComponent: 0, attosecondsComponent: attosecondsPerUnit)
    // A number of more digits than Int holds is a wait without an end either way.
    let whole = unit * (Int(parts[0]) ?? Int.max)
    guard parts.count == 2 else { return whole }
    let nanounits = Int((parts[1] + "000000000").prefix(9)) ?? 0
    return whole + unit * nanounits / 1_000_000_000
  }
}
