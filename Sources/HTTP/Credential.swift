package import EditModel

/// A key, the header that carries it, and the one origin that may see it.
package struct Credential: Hashable, Sendable {
  package enum Scheme: String, Sendable {
    /// `Authorization: Bearer KEY`
    case bearer
    /// `api-key: KEY`
    case apiKey
  }

  package let secret: Secret
  package let scheme: Scheme
  /// `HTTPAddress.origin` of where it may go.
  package let origin: String

  package init(secret: Secret, scheme: Scheme = .bearer, address: HTTPAddress) {
    self.secret = secret
    self.scheme = scheme
    origin = address.origin
  }
}
