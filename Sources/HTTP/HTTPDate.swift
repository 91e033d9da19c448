import EditModel

/// The dates of HTTP's headers.
///
/// - Note: Source: RFC 9110, 5.6.7: IMF-fixdate, and the two obsolete forms that must still be read.
enum HTTPDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// - Parameter now: Decides the century of a year of two digits: never more than 50 years ahead.
  static func read(_ text: String, now: Timestamp) -> Timestamp? {
    let words = text.split(separator: " ").map(String.init)
    if words.count == 6, words[5] == "GMT", words[0].hasSuffix(",") {
      return moment(year: words[3], month: words[2], day: words[1], time: words[4])
    }
    if words.count == 5 {
      return moment(year: words[4], month: words[1], day: words[2], time: words[3])
    }
    guard words.count == 4, words[3] == "GMT", words[0].hasSuffix(",") else { return nil }
    let date = words[1].split(separator: "-").map(String.init)
    guard date.count == 3, date[2].utf8.count == 2, let short = Int(date[2]) else { return nil }
    let year = fullYear(short, now: now)
    return moment(year: String(year), month: date[1], day: date[0], time: words[2])
  }

  private static func fullYear(_ short: Int, now: Timestamp) -> Int {
    let latest = (Int(now.description.prefix(4)) ?? 1970) + 50
    return latest - (latest - short) % 100
  }

  private static func moment(year: String, month: String, day: String, time: String) -> Timestamp? {
    guard let index = months.firstIndex(of: month), year.utf8.count == 4, (1...2).contains(day.utf8.count),
      time.utf8.count == 8
    else { return nil }
    let number = index + 1 < 10 ? "0\(index + 1)" : "\(index + 1)"
    // A leap second is no moment of its own here.
    let time = time.hasSuffix(":60") ? String(time.dropLast(2)) + "59" : time
    return Timestamp("\(year)-\(number)-\(day.utf8.count == 1 ? "0" : "")\(day)T\(time).000Z")
  }
}
