/// Dates as HTTP headers hold them.
///
/// - Note: Source: RFC 9110, section 5.6.7; days from the civil calendar after H. Hinnant's algorithms.
package enum HTTPDate {
  package enum Form: String, Sendable, CaseIterable {
    /// `Sun, 06 Nov 1994 08:49:37 GMT`
    case imf = "date"
    /// `Sunday, 06-Nov-94 08:49:37 GMT`
    case rfc850
    /// `Sun Nov  6 08:49:37 1994`
    case asctime
  }

  private static let days = [
    "Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday",
  ]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// - Parameter unixTime: Seconds since 1970, not negative.
  package static func text(_ unixTime: Int, _ form: Form = .imf) -> String {
    let (day, second) = unixTime.quotientAndRemainder(dividingBy: 86_400)
    let (year, month, date) = civil(day)
    let name = days[day % 7]
    let time = "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
    switch form {
    case .imf: return "\(name.prefix(3)), \(two(date)) \(months[month - 1]) \(year) \(time) GMT"
    case .rfc850: return "\(name), \(two(date))-\(months[month - 1])-\(two(year % 100)) \(time) GMT"
    case .asctime:
      return "\(name.prefix(3)) \(months[month - 1]) \(date < 10 ? " " : "")\(date) \(time) \(year)"
    }
  }

  private static func civil(_ day: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = day + 719_468
    let era = shifted / 146_097
    let ofEra = shifted % 146_097
    let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * year + year / 4 - year / 100)
    let month = (5 * ofYear + 2) / 153
    let civilMonth = month < 10 ? month + 3 : month - 9
    return (year + era * 400 + (civilMonth <= 2 ? 1 : 0), civilMonth, ofYear - (153 * month + 2) / 5 + 1)
  }

  private static func two(_ number: Int) -> String {
    number < 10 ? "0\(number)" : String(number)
  }
}
