import EditModel

/// A request checked and laid out as it goes over the wire.
struct WireRequest: Sendable {
  let method: HTTPRequest.Method
  let address: HTTPAddress
  /// `Name: value`, without the credential's.
  let headerLines: [String]
  let credential: Credential?
  /// Of a POST, else `nil`.
  let body: (any ByteSource)?
  /// What the source said of its length when it was asked first.
  let bodyByteCount: Int
  let deadlines: HTTPRequest.Deadlines
  let replyLimit: Int
  let usesOwnConnection: Bool
  let proxy: HTTPAddress?
  let isPublicOnly: Bool

  /// - Throws: `HTTPError` with code `keyForOtherHost` or `badHeader`.
  init(_ request: HTTPRequest, userAgent: String) throws(HTTPError) {
    if let credential = request.credential, credential.origin != request.address.origin {
      throw HTTPError(.keyForOtherHost)
    }
    method = request.method
    address = request.address
    credential = request.credential
    body = request.method == .post ? try request.body.wireSource() : nil
    bodyByteCount = body?.byteCount ?? 0
    headerLines = try Self.headerLines(of: request, userAgent: userAgent)
    deadlines = request.deadlines
    replyLimit = request.replyLimit
    usesOwnConnection = request.method == .post || !request.mayRepeat
    proxy = request.address.isLoopback ? nil : request.proxy
    isPublicOnly = request.isPublicOnly
  }

  private static func headerLines(
    of request: HTTPRequest, userAgent: String
  ) throws(HTTPError) -> [String] {
    var fields = request.headers
    for field in fields where HeaderRules.reserved.contains(field.name.lowercased()) {
      throw HTTPError(.badHeader, detail: "the transport or the credential makes this header")
    }
    if !fields.contains(where: { $0.name.lowercased() == "user-agent" }) {
      fields.append(HTTPField("User-Agent", userAgent))
    }
    let contentType = request.body.contentType
    if let contentType { fields.append(HTTPField("Content-Type", contentType)) }
    guard fields.allSatisfy({ HeaderRules.isName($0.name) && HeaderRules.isValue($0.value) }) else {
      throw HTTPError(.badHeader)
    }
    // Without this line libcurl states a type of its own for a POST that has none.
    let silenced = request.method == .post && contentType == nil ? ["Content-Type:"] : []
    return fields.map { "\($0.name): \($0.value)" } + silenced
  }

  /// The progress before anything is done.
  var start: HTTPProgress { HTTPProgress(bytesUpTotal: bodyByteCount) }
}

extension Credential {
  /// Hands over the header line as a C string, and overwrites it.
  func withHeaderLine<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    secret.withCharacters { key in
      let name = scheme == .bearer ? "Authorization: Bearer " : "api-key: "
      var line: [CChar] = []
      // Room for all of it at once, so that no part of the key stays behind in a smaller one.
      line.reserveCapacity(name.utf8.count + key.count + 1)
      line += name.utf8.map { CChar(bitPattern: $0) }
      for byte in key { line.append(CChar(bitPattern: byte)) }
      line.append(0)
      defer { line.withUnsafeMutableBufferPointer { $0.update(repeating: 0) } }
      return body(line)
    }
  }
}

/// What header names and values may be, so that none can change the request's framing or carry a key past the
/// credential's check; libcurl itself checks nothing of it.
enum HeaderRules {
  static let reserved: Set<String> = [
    "host", "content-length", "content-type", "transfer-encoding", "te", "trailer", "connection", "upgrade",
    "expect", "accept-encoding", "authorization", "api-key", "x-api-key", "proxy-authorization", "cookie",
  ]

  /// - Note: Source: RFC 9110, 5.6.2, token.
  static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { isAlphanumeric($0) || "!#$%&'*+-.^_`|~".utf8.contains($0) }
  }

  /// Some bytes, none a control character but the tab.
  static func isValue(_ text: String) -> Bool {
    text.utf8.contains { $0 != 0x20 && $0 != 0x09 }
      && text.utf8.allSatisfy { $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }
  }

  static func isBoundary(_ text: String) -> Bool {
    (1...70).contains(text.utf8.count)
      && text.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}
