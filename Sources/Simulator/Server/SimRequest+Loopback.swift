internal import Loopback

extension SimRequest {
  init(_ request: LoopbackRequest) {
    let head = request.head
    self.init(
      method: head.method, path: head.path, query: head.query, headers: head.headers, body: request.body)
  }

  /// True when some key came with it: what is not signed counts for nobody's limits.
  var isSigned: Bool { header("authorization") != nil || header("api-key") != nil }
}

extension FaultScript.Route {
  /// The route of a path, whatever stands before it: a base address, a deployment.
  init(path: String) {
    let parts = path.split(separator: "/")
    if parts.suffix(2) == ["images", "edits"] {
      self = .edits
    } else if parts.suffix(2) == ["images", "generations"] {
      self = .generations
    } else if parts.contains("files") {
      self = .files
    } else if parts.contains("models") {
      self = .models
    } else {
      self = .any
    }
  }
}
