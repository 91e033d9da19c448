/// What a simulator has seen and billed.
package struct Account: Codable, Hashable, Sendable {
  /// Every request in the order in which its head arrived.
  package fileprivate(set) var lines: [Line] = []

  package init() {}

  /// Requests with the method POST, whatever became of them.
  package var posts: Int { lines.count { $0.method == "POST" } }

  /// All that was billed, in billionths of a dollar.
  package var nanodollars: Int { lines.reduce(0) { $0 + $1.nanodollars } }

  /// Pictures that were made and billed.
  package var images: Int { lines.reduce(0) { $0 + $1.images } }

  /// One request.
  package struct Line: Codable, Hashable, Sendable {
    /// From 1.
    package let number: Int
    package let requestID: String
    /// Seconds since 1970.
    package let time: Int
    /// The connection's number, and which of its requests this was; above 1 the connection was used again.
    package let connection: Int
    package let position: Int
    package let method: String
    package let path: String
    package let route: String
    /// The fault that the script put here, as its rule was written.
    package fileprivate(set) var fault: String?
    /// Bytes of the request's body that were read.
    package fileprivate(set) var bodyByteCount = 0
    package fileprivate(set) var model: String?
    /// The status that was written, or would have been; absent when no answer was meant to come.
    package fileprivate(set) var status: Int?
    /// True when the work was done and is billed, also when the reply was lost.
    package fileprivate(set) var isExecuted = false
    package fileprivate(set) var usage: Usage?
    package fileprivate(set) var nanodollars = 0
    package fileprivate(set) var images = 0
    /// `replied`, `cut`, `clientGone` or `refused`; absent while the request is under way.
    package fileprivate(set) var outcome: String?
  }

  /// Tokens by kind.
  package struct Usage: Codable, Hashable, Sendable {
    package let text: Int
    package let imageIn: Int
    package let imageOut: Int
    package let textOut: Int

    package init(text: Int, imageIn: Int, imageOut: Int, textOut: Int) {
      self.text = text
      self.imageIn = imageIn
      self.imageOut = imageOut
      self.textOut = textOut
    }
  }
}

extension Account {
  mutating func open(_ line: Line) { lines.append(line) }

  mutating func bill(_ charge: Charge, line number: Int) {
    change(number) { line in
      line.isExecuted = true
      line.model = charge.model
      line.nanodollars = charge.nanodollars
      line.images = charge.images
      line.usage = Usage(
        text: charge.usage.text, imageIn: charge.usage.imageIn, imageOut: charge.usage.imageOut,
        textOut: charge.usage.textOut)
    }
  }

  mutating func note(model: String?, line number: Int) {
    change(number) { $0.model = $0.model ?? model }
  }

  /// The request never came to the point where its fault would have struck.
  mutating func dropFault(line number: Int) {
    change(number) { $0.fault = nil }
  }

  mutating func note(status: Int, line number: Int) {
    change(number) { $0.status = status }
  }

  mutating func close(line number: Int, bodyByteCount: Int, outcome: String) {
    change(number) { line in
      line.bodyByteCount = bodyByteCount
      line.outcome = outcome
    }
  }

  /// Lines under way are among the last ones.
  private mutating func change(_ number: Int, _ change: (inout Line) -> Void) {
    guard let index = lines.lastIndex(where: { $0.number == number }) else { return }
    change(&lines[index])
  }
}

extension Account.Line {
  init(
    number: Int, requestID: String, time: Int, connection: Int, position: Int, method: String, path: String,
    route: String, fault: String?
  ) {
    self.number = number
    self.requestID = requestID
    self.time = time
    self.connection = connection
    self.position = position
    self.method = method
    self.path = path
    self.route = route
    self.fault = fault
  }
}
