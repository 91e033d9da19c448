/// What goes wrong on a simulated service, and when: one rule a line.
///
///     ROUTE NTH KIND [ATTRIBUTE=VALUE …]
///
/// ROUTE is `edits`, `generations`, `files`, `models`, `posts` (every POST) or `any`. NTH counts the requests
/// of that route since the start: `3`, `2-4`, `5+` (from the fifth on) or `*`. The first rule that fits a
/// request is applied, one for each request; what the tier's limits refuse gets no fault. A line that begins with `#` is a comment; a value with spaces
/// stands in quotes: `message="Try later"`. Times (`2s`, `300ms`) are real ones, whatever the speed.
///
/// *Before the work*: nothing is done, nothing is billed.
///
/// | kind | attributes | what happens |
/// |---|---|---|
/// | `reset-upload` | `after=1000` | the connection is reset after so many bytes of the body |
/// | `stall-upload` | `after=1000` `hold=5s` | no more of the body is read; reset when the time is over |
/// | `drop-reused` | | closed without a byte, if the request came on a kept-alive connection; else no fault |
/// | `refuse` | `stage=input` or `output` | the content is refused |
///
/// *In place of the reply*: `work=none` or `work=done` says whether the service does the work, and bills it,
/// before. Without it, as in the third column.
///
/// | kind | attributes | work | what comes |
/// |---|---|---|---|
/// | `status N` | `retry-after` `retry-after-ms` `code` `type` `message` `body=json`, `html` or `empty` `early=yes` | none | that error; early: before the body is read |
/// | `redirect` | `status=307` `location=URL` `early=yes` | none | a redirect, to another host without a location |
/// | `silence` | `hold=5s` | done | nothing, until the client leaves or the time is over |
/// | `close` | | done | the end of the connection, without a byte |
/// | `reset` | | done | a reset, without a byte |
/// | `giant` | `bytes=1000000000` | done | a body of so many bytes |
/// | `gzip-bomb` | `bytes=200000000` | done | a small compressed body that grows to so many bytes |
///
/// `retry-after` is a number of seconds or any text, or a date: `date+5`, `rfc850+5`, `asctime+5` (in five
/// seconds, in each form that HTTP knows), `date-60` (past).
///
/// *In the reply*: the work is done and billed.
///
/// | kind | attributes | what comes |
/// |---|---|---|
/// | `cut-head` | `after=20` | so many bytes of the head, then the end |
/// | `silence-after-head` | `after=0` `hold=5s` | the head, so many bytes of the body, then nothing |
/// | `reset-download` | `after=1000` | so many bytes of the body (half without it), then a reset |
/// | `truncate` | `after=1000` | fewer bytes than `Content-Length` says, then the end |
/// | `cut` | `after=1000` | no length; the body stops in the middle with the connection |
/// | `wrong-length` | `by=-10` | `Content-Length` is wrong by so much, the body whole |
/// | `slow` | `rate=10000` | so many bytes a second |
/// | `invalid-json` | | a body that is no JSON |
/// | `truncated-base64` | | pictures whose base64 ends early, in sound JSON |
/// | `wrong-size` | `size=512x512` | pictures of another size than asked for |
/// | `missing-usage` | | no `usage` |
/// | `duplicate-headers` | `names=x-request-id,…` `value=…` | these headers twice, the second time with that value |
package struct FaultScript: Hashable, Sendable {
  /// The part of the service that a request is for.
  package enum Route: String, Sendable, CaseIterable {
    case edits
    case generations
    case files
    case models
    case posts
    case any
  }

  /// Which of a route's requests a rule is for, counted from 1.
  package enum Place: Hashable, Sendable {
    case range(ClosedRange<Int>)
    case from(Int)

    func contains(_ number: Int) -> Bool {
      switch self {
      case .range(let range): range.contains(number)
      case .from(let first): number >= first
      }
    }
  }

  package struct Rule: Hashable, Sendable {
    package let route: Route
    package let place: Place
    package let fault: Fault
    /// The line as it was written, without the spaces around it.
    package let text: String
  }

  package static let none = FaultScript(rules: [])

  package let rules: [Rule]

  package init(rules: [Rule]) {
    self.rules = rules
  }

  /// Counts requests by route and finds the rule for each.
  struct Course: Sendable {
    private let script: FaultScript
    private var counts: [Route: Int] = [:]

    init(_ script: FaultScript) {
      self.script = script
    }

    /// - Parameter isReused: The request is not the first of its connection.
    mutating func next(_ route: Route, isPost: Bool, isReused: Bool) -> Rule? {
      let counted = Set([route, .any]).union(isPost ? [.posts] : [])
      for item in counted { counts[item, default: 0] += 1 }
      return script.rules.first { rule in
        guard counted.contains(rule.route), rule.place.contains(counts[rule.route] ?? 0) else { return false }
        return rule.fault.kind != .dropReused || isReused
      }
    }
  }
}
