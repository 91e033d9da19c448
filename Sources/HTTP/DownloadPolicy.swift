/// Which foreign addresses results may be fetched from.
///
/// Such a request carries no key, goes over https alone, to hosts of the list alone, and only if what the
/// name leads to is a public address at the moment of connecting.
package struct DownloadPolicy: Hashable, Sendable {
  /// Host names in lower case; `.example.org` stands for every name below `example.org`.
  package let hosts: [String]
  package let replyLimit: Int
  package let deadlines: HTTPRequest.Deadlines
  package let proxy: HTTPAddress?

  package init(
    hosts: [String], replyLimit: Int,
    deadlines: HTTPRequest.Deadlines = HTTPRequest.Deadlines(total: .seconds(120)), proxy: HTTPAddress? = nil
  ) {
    self.hosts = hosts.map { $0.lowercased() }
    self.replyLimit = replyLimit
    self.deadlines = deadlines
    self.proxy = proxy
  }

  /// The request for an address that a reply names.
  ///
  /// - Throws: `HTTPError` with code `badAddress`, or `blockedAddress` for http and for a host that is not on
  ///   the list.
  package func request(for text: String) throws(HTTPError) -> HTTPRequest {
    let address = try HTTPAddress(text)
    guard address.scheme == .https, allows(address.host) else { throw HTTPError(.blockedAddress) }
    var request = HTTPRequest(
      method: .get, address: address, deadlines: deadlines, replyLimit: replyLimit, mayRepeat: true,
      proxy: proxy)
    request.isPublicOnly = true
    return request
  }

  private func allows(_ host: String) -> Bool {
    hosts.contains { $0.hasPrefix(".") ? host.hasSuffix($0) && host.count > $0.count : host == $0 }
  }
}
