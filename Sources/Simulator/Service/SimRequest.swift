/// One HTTP request, received whole.
package struct SimRequest: Sendable {
  /// In capitals: `POST`.
  package let method: String
  /// As it stands in the request line, without the query: `/v1/images/edits`.
  package let path: String
  /// What follows the question mark, without it; empty where there is none.
  package let query: String
  package let headers: [(name: String, value: String)]
  package let body: [UInt8]

  package init(
    method: String, path: String, query: String = "", headers: [(name: String, value: String)] = [],
    body: [UInt8] = []
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
  }

  /// The first header of this name, whatever the case of its letters.
  package func header(_ name: String) -> String? {
    let wanted = name.lowercased()
    return headers.first { $0.name.lowercased() == wanted }?.value
  }
}
