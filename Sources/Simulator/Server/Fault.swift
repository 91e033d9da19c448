/// Something that goes wrong with one request.
package struct Fault: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    // While the request comes in: the service never sees it.
    case resetUpload(after: Int)
    case stallUpload(after: Int, hold: Duration?)
    case dropReused

    // Instead of the service's reply.
    case status(StatusFault)
    case redirect(status: Int, location: String?)
    case silence(hold: Duration?)
    case close
    case reset
    case giant(byteCount: Int)
    case gzipBomb(byteCount: Int)

    // In what the service makes.
    case mishap(Mishap)

    // In the service's reply.
    case cutHead(after: Int)
    case silenceAfterHead(after: Int, hold: Duration?)
    case resetDownload(after: Int?)
    case truncate(after: Int?)
    case cut(after: Int?)
    case wrongLength(by: Int)
    case slow(bytesPerSecond: Int)
    case invalidJSON
    case missingUsage
    case duplicateHeaders(names: [String], value: String?)
  }

  package let kind: Kind

  /// True when the service gets the request: what it then does it bills, before the fault strikes.
  package let reachesService: Bool

  /// True when the answer goes out before the request's body was read.
  package let isEarly: Bool

  package init(_ kind: Kind, reachesService: Bool, isEarly: Bool = false) {
    self.kind = kind
    self.reachesService = reachesService
    self.isEarly = isEarly
  }
}

/// An error status in place of a picture.
package struct StatusFault: Hashable, Sendable {
  package enum Body: String, Sendable, CaseIterable {
    case json
    /// A page as a proxy in between writes it.
    case html
    case empty
  }

  package var status: Int
  package var body: Body = .json
  package var type: String?
  package var code: String?
  package var message: String?
  package var retryAfter: RetryAfterForm?
  package var retryAfterMilliseconds: String?

  package init(status: Int) {
    self.status = status
  }
}

/// What a `Retry-After` header says.
package enum RetryAfterForm: Hashable, Sendable {
  /// As it stands: seconds, or nonsense.
  case text(String)
  /// So many seconds from now, as a date.
  case date(HTTPDate.Form, offset: Int)
}
