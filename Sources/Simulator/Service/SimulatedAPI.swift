package import Codecs
package import Raster

/// The picture service between an HTTP request and an HTTP reply: no sockets, no clock of its own, no faults
/// but those that are asked for.
///
/// Any thread may call it. The same seed, requests and times give the same replies; a request that is repeated
/// gets the same pictures.
package final class SimulatedAPI: Sendable {
  private let seed: UInt64
  private let now: @Sendable () -> Int
  private let libraries: SystemLibraries
  private let bands: Bands
  private let files: FileShelf

  /// - Parameters:
  ///   - seed: Start of everything that differs from picture to picture.
  ///   - now: Seconds since 1970.
  ///   - libraries: Where libturbojpeg and libwebp are; without them JPEG and WebP are refused.
  package init(
    seed: UInt64, now: @escaping @Sendable () -> Int, libraries: SystemLibraries = .standard,
    bands: Bands = .standard
  ) {
    self.seed = seed
    self.now = now
    self.libraries = libraries
    self.bands = bands
    files = FileShelf(seed: seed)
  }

  /// What the request will ask of the tier; one that will be refused counts as far as it can be read.
  package func demand(of request: SimRequest) -> Demand {
    guard let address = ServiceAddress(path: request.path), let kind = address.route.kind,
      request.method == "POST"
    else { return .nothing }
    guard let fields = try? RequestFields(request, takesForms: kind == .edit) else { return .nothing }
    if let order = try? order(kind, fields, address) { return order.demand }
    return Self.refusedDemand(fields, address)
  }

  /// Executes a request.
  ///
  /// - Parameter mishap: What goes wrong, in routes that make pictures.
  package func reply(to request: SimRequest, mishap: Mishap? = nil) -> SimReply {
    do {
      return try answer(request, mishap: mishap)
    } catch {
      return error.reply
    }
  }

  private func answer(_ request: SimRequest, mishap: Mishap?) throws(ServiceError) -> SimReply {
    guard let address = ServiceAddress(path: request.path) else {
      throw ServiceError(
        status: 404, code: nil, message: "Invalid URL (\(request.method) \(request.path.prefix(200)))")
    }
    try Authorisation.check(request, isAzure: address.isAzure)
    guard address.route.methods.contains(request.method) else {
      throw ServiceError(
        status: 405, code: "method_not_supported",
        message: "Not allowed to \(request.method.prefix(16)) on \(request.path.prefix(200)).")
    }
    let routes = FileRoutes(shelf: files, now: now())
    switch address.route {
    case .generations: return try pictures(.generation, request, address, mishap)
    case .edits: return try pictures(.edit, request, address, mishap)
    case .files: return try request.method == "GET" ? routes.list(request) : routes.upload(request)
    case .file(let id): return try request.method == "GET" ? routes.show(id) : routes.delete(id)
    case .fileContent(let id): return try routes.content(id)
    case .models: return ModelRoutes.list(now: now())
    case .model(let name): return try ModelRoutes.show(name, now: now())
    case .variations, .chatCompletions, .responses: throw .notOffered(address.route)
    }
  }

  private func pictures(
    _ kind: ImageOrder.Kind, _ request: SimRequest, _ address: ServiceAddress, _ mishap: Mishap?
  ) throws(ServiceError) -> SimReply {
    if address.deployment != nil, QueryItems(request.query)["api-version"] == nil {
      throw ServiceError(status: 404, code: "404", message: "Resource not found")
    }
    let fields = try RequestFields(request, takesForms: kind == .edit)
    let order = try order(kind, fields, address)
    try Moderation.checkInput(order.prompt, mishap: mishap)
    let maker = PictureMaker(order: order, seed: seed, libraries: libraries, bands: bands, mishap: mishap)
    let made = try maker.made()
    try Moderation.checkOutput(order.prompt, mishap: mishap)
    return ImageReply(order: order, made: made, size: "\(maker.size)", created: now()).reply
  }

  private func order(
    _ kind: ImageOrder.Kind, _ fields: RequestFields, _ address: ServiceAddress
  ) throws(ServiceError) -> ImageOrder {
    let now = now()
    do {
      return try ImageOrder(kind, fields, deployment: address.deployment, now: now) { [files] id in
        files.file(id, now: now)
      }
    } catch  where address.isAzure && error.code == "model_not_found" {
      throw ServiceError(
        status: 404, code: "DeploymentNotFound",
        message: "The API deployment for this resource does not exist.")
    }
  }

  /// A request that fails counts all the same: one picture at least, those sent, no tokens.
  private static func refusedDemand(_ fields: RequestFields, _ address: ServiceAddress) -> Demand {
    let name = address.deployment ?? (try? fields.text("model")) ?? ""
    let model = SimModel.all.first { $0.names.contains(name) }
    let count = (try? fields.integer("n", in: ImageOrder.counts)) ?? 1
    var sent = fields.values(of: "image").count + fields.values(of: "image[]").count
    if case .json(.array(let references))? = fields.values(of: "images").first { sent = references.count }
    return Demand(model: model?.name, images: count + max(sent - 1, 0), tokens: 0)
  }
}

extension ServiceAddress.Route {
  /// What the routes that make pictures make.
  fileprivate var kind: ImageOrder.Kind? {
    switch self {
    case .generations: .generation
    case .edits: .edit
    default: nil
    }
  }
}

extension ServiceError {
  /// Routes that exist and make no pictures here.
  fileprivate static func notOffered(_ route: ServiceAddress.Route) -> ServiceError {
    switch route {
    case .variations:
      ServiceError(
        status: 404, code: "model_not_found", param: "model",
        message: "The model 'dall-e-2' has been deprecated, and with it the variations endpoint.")
    case .chatCompletions:
      ServiceError(
        status: 404, code: nil, param: "model",
        message: "This is not a chat model and thus not supported in the v1/chat/completions endpoint.")
    default:
      ServiceError(
        code: nil, param: "model", message: "Image models cannot be used with the Responses API directly.")
    }
  }
}

/// Which words are refused, so that refusals can be tried.
enum Moderation {
  /// `forbidden` in the prompt is refused before anything is made.
  static func checkInput(_ prompt: String, mishap: Mishap?) throws(ServiceError) {
    if mishap == .refusedInput || contains("forbidden", in: prompt) {
      throw .moderated(stage: "input", category: "violence")
    }
  }

  /// `unsuitable` in the prompt makes a picture that is refused.
  static func checkOutput(_ prompt: String, mishap: Mishap?) throws(ServiceError) {
    if mishap == .refusedOutput || contains("unsuitable", in: prompt) {
      throw .moderated(stage: "output", category: "sexual")
    }
  }

  private static func contains(_ word: String, in prompt: String) -> Bool {
    prompt.lowercased().split { !$0.isLetter }.contains { $0 == word }
  }
}
