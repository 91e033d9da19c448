package import Billing
package import EditModel
package import HTTP

/// The Images API of OpenAI, of Azure, and of gateways that speak like it.
///
/// - Note: Source: published API reference of the service, seen 2026-11-20.
package struct OpenAIProvider: HostedProvider {
  /// The provider's name in settings and logs: `openai` or `azure`.
  package let name: String
  /// The model in use, by id or alias.
  package let model: String
  let models: ModelTable
  let prices: PriceTable
  let surroundings: Surroundings

  package init(
    name: String = "openai", model: String, models: ModelTable = .embedded,
    prices: PriceTable = .embedded, surroundings: Surroundings
  ) {
    self.name = name
    self.model = model
    self.models = models
    self.prices = prices
    self.surroundings = surroundings
  }

  package var capabilities: Capabilities { capabilities(of: model) }

  /// True always: a service renders anew each time.
  package func isRandom(_ texts: [String]) -> Bool { true }

  package nonisolated(nonsending) func send(
    _ request: HostedRequest, from account: HostedAccount, over transport: any HTTPTransport,
    into spool: any ByteSink & ByteSource, deadline: Duration,
    progress: @escaping @Sendable (HostedProgress) -> Void
  ) async throws(ProviderError) -> HostedReply {
    try check(request)
    let message = try httpRequest(for: request, from: account, deadline: deadline)
    let sink: any ByteSink =
      request.settings.partials > 0 ? PartialTap(spool) { progress(.partial($0)) } : spool
    let failure = await exchange(message, over: transport, into: sink) { step in
      progress(HostedProgress(step))
    }
    let reading = ReplyReading(
      source: spool, now: surroundings.now(), expectsEvents: request.settings.partials > 0,
      asked: request.settings.variants)
    do throws(ProviderError) {
      return try reading.reply(after: failure)
    } catch {
      throw error.withoutKey(of: account)
    }
  }

  package func read(_ reply: any ByteSource, asked: Int) throws(ProviderError) -> HostedReply {
    try ReplyReading(source: reply, now: surroundings.now(), asked: asked).reply()
  }

  /// The one exchange of an attempt.
  ///
  /// - Returns: Why it ended early, or `nil`.
  nonisolated(nonsending) func exchange(
    _ request: HTTPRequest, over transport: any HTTPTransport, into sink: any ByteSink,
    progress: @escaping @Sendable (HTTPProgress) -> Void = { _ in }
  ) async -> HTTPError? {
    do throws(HTTPError) {
      _ = try await transport.send(request, into: sink, progress: progress)
      return nil
    } catch {
      return error
    }
  }

  private func httpRequest(
    for request: HostedRequest, from account: HostedAccount, deadline: Duration
  ) throws(ProviderError) -> HTTPRequest {
    let route: OpenAIRoute = request.kind == .generate ? .generations : .edits
    let form = OpenAIForm(request, model: OpenAIRoute.modelField(of: account, model: request.model))
    let streams = request.settings.partials > 0
    var message = try message(.post, route, account, body: form.body(boundary: boundary()))
    message.headers.append(HTTPField("Accept", streams ? "text/event-stream" : "application/json"))
    // Between two events the service works in silence, as long as it may work at all.
    message.deadlines = HTTPRequest.Deadlines(total: deadline, stall: streams ? deadline : .seconds(60))
    message.replyLimit = request.replyLimit
    return message
  }

  /// A request to this route of the account, with its key.
  func message(
    _ method: HTTPRequest.Method, _ route: OpenAIRoute, _ account: HostedAccount,
    body: HTTPRequest.Body = .none
  ) throws(ProviderError) -> HTTPRequest {
    let names = [("OpenAI-Organization", account.organisation), ("OpenAI-Project", account.project)]
    return HTTPRequest(
      method: method, address: try route.address(for: account),
      headers: names.compactMap { name, value in value.map { HTTPField(name, $0) } },
      credential: account.credential, body: body, replyLimit: 1_048_576, mayRepeat: method == .get,
      proxy: account.proxy)
  }

  /// Long enough that no part holds it by chance.
  func boundary() -> String {
    let numbers = [surroundings.uniqueNumber(), surroundings.uniqueNumber()]
    return "pentimento-" + numbers.map { String($0, radix: 36) }.joined(separator: "-")
  }
}

extension HostedProgress {
  fileprivate init(_ step: HTTPProgress) {
    if step.bytesDown > 0 {
      self = .receiving(step.bytesDown)
    } else if step.isConnected, step.bytesUp >= step.bytesUpTotal {
      self = .waiting
    } else {
      self = .sending(step.bytesUp, of: step.bytesUpTotal)
    }
  }
}

extension ProviderError {
  /// The error with no piece of the account's key in what the service said.
  func withoutKey(of account: HostedAccount) -> ProviderError {
    guard let secret = account.credential?.secret else { return self }
    var error = self
    error.message = message.map { ServiceText.redacted($0, secret: secret) }
    error.providerCode = providerCode.map { ServiceText.redacted($0, secret: secret) }
    error.refusal = refusal.map { refusal in
      ContentRefusal(
        stage: refusal.stage,
        categories: refusal.categories.map { ServiceText.redacted($0, secret: secret) },
        code: ServiceText.redacted(refusal.code, secret: secret))
    }
    return error
  }
}
