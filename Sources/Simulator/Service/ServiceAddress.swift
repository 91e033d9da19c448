/// What a request's path names.
struct ServiceAddress: Hashable, Sendable {
  enum Route: Hashable, Sendable {
    case generations
    case edits
    case variations
    case files
    case file(String)
    case fileContent(String)
    case models
    case model(String)
    case chatCompletions
    case responses
  }

  let route: Route
  /// The other form of addresses and keys: `/openai/v1/…` or `/openai/deployments/NAME/…`.
  let isAzure: Bool
  /// The model, where the path names it.
  let deployment: String?

  /// - Returns: `nil` for paths that the service does not have.
  init?(path: String) {
    var parts = path.split(separator: "/", omittingEmptySubsequences: true).map(String.init)[...]
    isAzure = parts.first == "openai"
    if isAzure { parts.removeFirst() }
    if isAzure, parts.count > 2, parts.first == "deployments" {
      deployment = parts.dropFirst().first
      parts = parts.dropFirst(2)
      guard parts.first == "images" else { return nil }
    } else {
      deployment = nil
      guard parts.first == "v1" else { return nil }
      parts.removeFirst()
    }
    guard let route = Route(Array(parts)) else { return nil }
    self.route = route
  }
}

extension ServiceAddress.Route {
  fileprivate init?(_ parts: [String]) {
    switch parts {
    case ["images", "generations"]: self = .generations
    case ["images", "edits"]: self = .edits
    case ["images", "variations"]: self = .variations
    case ["files"]: self = .files
    case ["models"]: self = .models
    case ["chat", "completions"]: self = .chatCompletions
    case ["responses"]: self = .responses
    default:
      switch (parts.first, parts.count) {
      case ("files", 2): self = .file(parts[1])
      case ("files", 3) where parts[2] == "content": self = .fileContent(parts[1])
      case ("models", 2): self = .model(parts[1])
      default: return nil
      }
    }
  }

  /// The methods that it answers.
  var methods: Set<String> {
    switch self {
    case .generations, .edits, .variations, .chatCompletions, .responses: ["POST"]
    case .files: ["GET", "POST"]
    case .file: ["GET", "DELETE"]
    case .fileContent, .models, .model: ["GET"]
    }
  }
}
