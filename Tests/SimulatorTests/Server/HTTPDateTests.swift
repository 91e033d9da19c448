import Foundation
import Simulator
import Testing

@Suite struct HTTPDateTests {
  /// The examples of RFC 9110, section 5.6.7.
  @Test(arguments: [
    (HTTPDate.Form.imf, "Sun, 06 Nov 1994 08:49:37 GMT"), (.rfc850, "Sunday, 06-Nov-94 08:49:37 GMT"),
    (.asctime, "Sun Nov  6 08:49:37 1994"),
  ])
  func writesTheStandardsExamples(form: HTTPDate.Form, text: String) {
    #expect(HTTPDate.text(784_111_777, form) == text)
  }

  @Test func agreesWithFoundationOverACentury() {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(identifier: "GMT")
    formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    for step in 0..<500 {
      let time = step * 6_311_393 + 86_399
      #expect(HTTPDate.text(time) == formatter.string(from: Date(timeIntervalSince1970: Double(time))))
    }
  }
}
