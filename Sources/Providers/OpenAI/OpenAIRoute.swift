internal import HTTP

/// What is asked of a service, and where each account has it.
enum OpenAIRoute: String {
  case edits = "images/edits"
  case generations = "images/generations"
  case files
  case models

  /// The address of this route for the account.
  ///
  /// Azure has two forms: `…/openai/v1/ROUTE`, and for a dated version `…/openai/deployments/NAME/ROUTE?api-version=…`.
  ///
  /// - Throws: `ProviderError` with code `badAddress`, `retired` or `notBuilt` for a base that is an endpoint.
  func address(for account: HostedAccount) throws(ProviderError) -> HTTPAddress {
    let path = account.address.target.prefix { $0 != "?" }
    try Endpoint.check(base: String(path))
    guard case .azure(let deployment, let version) = account.form else {
      return account.address.appending(path: rawValue)
    }
    guard isLegal(deployment), version.map(isLegal) ?? true else {
      throw ProviderError(.badAddress, subject: "deployment", found: deployment)
    }
    let resource = try Self.resource(of: account.address)
    let query = version.map { [(name: "api-version", value: $0)] } ?? []
    guard let version, version != "preview", version != "v1" else {
      return resource.appending(path: "openai/v1/\(rawValue)", query: query)
    }
    let isOfDeployment = self == .edits || self == .generations
    let folder = isOfDeployment ? "openai/deployments/\(deployment)" : "openai"
    return resource.appending(path: "\(folder)/\(rawValue)", query: query)
  }

  /// How the request names the model: Azure knows deployments only, and the dated form has it in the address.
  static func modelField(of account: HostedAccount, model: String) -> String? {
    switch account.form {
    case .openAI: model
    case .azure(let deployment, nil), .azure(let deployment, "preview"), .azure(let deployment, "v1"):
      deployment
    case .azure: nil
    }
  }

  /// The address in front of `/openai`.
  private static func resource(of address: HTTPAddress) throws(ProviderError) -> HTTPAddress {
    var text = address.text
    for ending in ["/", "/v1", "/openai"] where text.hasSuffix(ending) { text.removeLast(ending.count) }
    do throws(HTTPError) {
      return try HTTPAddress(text)
    } catch {
      throw ProviderError(.badAddress, subject: "address", found: address.text)
    }
  }

  /// One segment of a path.
  private func isLegal(_ name: String) -> Bool {
    !name.isEmpty && name != ".." && name != "."
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
  }
}

/// Endpoints of the service that somebody may name, and that are not used here.
enum Endpoint {
  private static let others: [(path: String, error: ProviderError)] = [
    ("images/variations", ProviderError(.retired, subject: "images/variations", allowed: ["images/edits"])),
    (
      "chat/completions",
      notBuilt(
        "chat/completions", "it takes no mask, and its answers state no price of the picture alone")
    ),
    (
      "responses",
      notBuilt(
        "responses", "a text model rewrites the words, and its tokens come on top of the picture's")
    ),
  ]

  /// - Throws: `ProviderError` with code `retired` or `notBuilt` when a base address or a name ends in one of them.
  static func check(base: String) throws(ProviderError) {
    let path = base.split(separator: "/").joined(separator: "/")
    if let other = others.first(where: { path == $0.path || path.hasSuffix("/" + $0.path) }) {
      throw other.error
    }
    if path.hasSuffix("images/edits") || path.hasSuffix("images/generations") {
      throw ProviderError(.badAddress, subject: "address", found: base, allowed: ["the base, as …/v1"])
    }
  }

  private static func notBuilt(_ path: String, _ reason: String) -> ProviderError {
    var error = ProviderError(.notBuilt, subject: path, allowed: ["images/edits", "images/generations"])
    error.message = reason
    return error
  }
}
