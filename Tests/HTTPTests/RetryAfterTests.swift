import EditModel
import HTTP
import Testing

@Suite struct RetryAfterTests {
  /// 1994-11-06T08:49:37Z, the moment that RFC 9110 writes in all three forms.
  private static let moment = Timestamp(milliseconds: 784_111_777_000)
  private static let minuteBefore = Timestamp(milliseconds: 784_111_717_000)

  @Test(arguments: [
    ("retry-after", "7", Duration.seconds(7)),
    ("Retry-After", "0", .zero),
    ("retry-after", "1.5", .milliseconds(1500)),
    ("retry-after", "0.000000001999", .nanoseconds(1)),
    ("retry-after", "86400", .seconds(86_400)),
    ("retry-after", "99999999999999999999999999", .seconds(Int.max)),
    ("retry-after-ms", "250", .milliseconds(250)),
    ("Retry-After-Ms", "0.5", .microseconds(500)),
    ("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT", .seconds(60)),
    ("retry-after", "Sunday, 06-Nov-94 08:49:37 GMT", .seconds(60)),
    ("retry-after", "Sun Nov  6 08:49:37 1994", .seconds(60)),
    ("retry-after", "Sun, 06 Nov 1994 08:48:37 GMT", .zero),
    ("retry-after", "Sun, 06 Nov 1993 08:49:37 GMT", .zero),
    ("retry-after", "Sunday, 06-Nov-43 08:48:37 GMT", .seconds(49 * 365 * 86_400 + 12 * 86_400)),
    ("retry-after", "Sunday, 06-Nov-45 08:48:37 GMT", .zero),
  ])
  func reads(name: String, value: String, expected: Duration) {
    #expect(
      RetryAfter.read([HTTPField("X", "1"), HTTPField(name, value)], now: Self.minuteBefore) == expected)
  }

  @Test(arguments: [
    "", " ", "soon", "-5", "+5", "1e3", "0x10", "5 seconds", "1.", ".5", "1.2.3", "Infinity", "nan", "٣",
    "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 31 Feb 1994 08:49:37 GMT",
    "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT",
    "1994-11-06T08:49:37Z", "Sun Nov  6 08:49:37 94", "Sunday, 06-Nov-1994 08:49:37 GMT",
  ])
  func findsNothingIn(value: String) {
    #expect(RetryAfter.read([HTTPField("retry-after", value)], now: Self.moment) == nil)
    #expect(RetryAfter.read([HTTPField("retry-after-ms", value)], now: Self.moment) == nil)
  }

  @Test func preciseHeaderComesFirstUnlessItIsGarbage() {
    let seconds = HTTPField("retry-after", "9")
    #expect(
      RetryAfter.read([seconds, HTTPField("retry-after-ms", "1250")], now: Self.moment) == .milliseconds(1250)
    )
    #expect(
      RetryAfter.read([seconds, HTTPField("retry-after-ms", "later")], now: Self.moment) == .seconds(9))
    #expect(RetryAfter.read([], now: Self.moment) == nil)
  }
}
