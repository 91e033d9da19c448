package import EditModel

/// One header line.
package struct HTTPField: Hashable, Sendable {
  package let name: String
  package let value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// One request; it is sent once.
package struct HTTPRequest: Sendable {
  package enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
    case delete = "DELETE"
  }

  /// How long each part may take.
  package struct Deadlines: Hashable, Sendable {
    /// Name, connection and encryption together.
    package var connect: Duration
    /// The whole exchange from its start.
    package var total: Duration
    /// Without a byte moving while the body is sent or the reply's body has begun to come.
    ///
    /// Waiting for the reply is no stall. Of a stream of events the silence between two of them is; such a
    /// request wants a stall time as long as its total.
    package var stall: Duration

    package init(
      connect: Duration = .seconds(10), total: Duration = .seconds(600), stall: Duration = .seconds(60)
    ) {
      self.connect = connect
      self.total = total
      self.stall = stall
    }
  }

  package let method: Method
  package let address: HTTPAddress
  /// Neither those that frame the request nor those that carry keys: the transport and the credential make
  /// them.
  package var headers: [HTTPField]
  package var credential: Credential?
  package let body: Body
  package var deadlines: Deadlines
  /// Most bytes of body that the reply may have.
  package var replyLimit: Int
  /// Whether it may use a connection that is kept open, which lets libcurl send it again when that has died.
  ///
  /// A POST never does, whatever this says.
  package var mayRepeat: Bool
  /// Requests to this machine go to it directly in any case.
  package var proxy: HTTPAddress?
  /// Whether the connection may go to public addresses only; see `DownloadPolicy`.
  package internal(set) var isPublicOnly = false

  /// - Precondition: Only a POST has a body.
  package init(
    method: Method, address: HTTPAddress, headers: [HTTPField] = [], credential: Credential? = nil,
    body: Body = .none, deadlines: Deadlines = Deadlines(), replyLimit: Int, mayRepeat: Bool = false,
    proxy: HTTPAddress? = nil
  ) {
    precondition(method == .post || body.isNone, "only a POST has a body")
    self.method = method
    self.address = address
    self.headers = headers
    self.credential = credential
    self.body = body
    self.deadlines = deadlines
    self.replyLimit = replyLimit
    self.mayRepeat = mayRepeat
    self.proxy = proxy
  }
}

extension HTTPRequest {
  /// What a POST carries; its length is known, and it is read in pieces while it is sent.
  package enum Body: Sendable {
    case none
    case source(any ByteSource, contentType: String)
    /// The boundary is of letters, digits, `-` and `_`, at most 70, and stands in no part.
    case multipart([Part], boundary: String)

    package static func bytes(_ bytes: [UInt8], contentType: String) -> Body {
      .source(MemorySource(bytes), contentType: contentType)
    }

    var isNone: Bool {
      if case .none = self { true } else { false }
    }
  }

  /// One part of a form.
  package struct Part: Sendable {
    package let name: String
    package let fileName: String?
    package let contentType: String?
    package let source: any ByteSource

    package init(name: String, fileName: String? = nil, contentType: String? = nil, source: any ByteSource) {
      self.name = name
      self.fileName = fileName
      self.contentType = contentType
      self.source = source
    }

    /// A field of text.
    package init(name: String, text: String) {
      self.init(name: name, source: MemorySource(Array(text.utf8)))
    }
  }
}
