package import EditModel
package import HTTP

/// A provider behind HTTP that makes one attempt when asked and says what became of it.
///
/// It keeps nothing between calls and never repeats one.
package protocol HostedProvider: ImageProvider {
  /// Refuses what the model does not take, before anything is sent or paid.
  ///
  /// - Throws: `ProviderError` with effect `notExecuted`: `unsupportedSetting` naming what the model takes,
  ///   `retired` naming the successor, `notBuilt`, `impossible`.
  func check(_ request: HostedRequest) throws(ProviderError)

  /// Sends one request and writes the answer into the spool as it comes.
  ///
  /// Cancelling the task ends the attempt with code `cancelled` and the effect that the evidence shows.
  ///
  /// - Parameters:
  ///   - spool: Empty; it holds what came also when this throws. Room for `HostedRequest.replyLimit` bytes and
  ///     a head is the caller's business.
  ///   - progress: Told in order, on the transport's thread; it must not wait.
  /// - Throws: `ProviderError`, whose `effect` decides over the reservation.
  nonisolated(nonsending) func send(
    _ request: HostedRequest, from account: HostedAccount, over transport: any HTTPTransport,
    into spool: any ByteSink & ByteSource, deadline: Duration,
    progress: @escaping @Sendable (HostedProgress) -> Void
  ) async throws(ProviderError) -> HostedReply

  /// Reads an answer that was written down before, as `send` read it.
  ///
  /// - Parameter asked: How many pictures were asked for; the usage of events that brought fewer has no counts.
  /// - Throws: `ProviderError`: what the service refused; `noReply` with effect `unknown` for a spool without a
  ///   whole head; `brokenReply` where the answer is cut or damaged.
  func read(_ reply: any ByteSource, asked: Int) throws(ProviderError) -> HostedReply

  /// Uploads a file that later requests refer to by its id; it costs nothing.
  ///
  /// - Parameter lifetime: Until the service deletes it, an hour to 30 days.
  /// - Throws: `ProviderError`, with effect `rejected` whenever something was sent: it costs nothing.
  nonisolated(nonsending) func upload(
    _ file: HostedInput, keptFor lifetime: Duration, to account: HostedAccount,
    over transport: any HTTPTransport, deadline: Duration
  ) async throws(ProviderError) -> UploadedFile

  /// The models that the account may use, as the service lists them.
  nonisolated(nonsending) func models(
    of account: HostedAccount, over transport: any HTTPTransport, deadline: Duration
  ) async throws(ProviderError) -> [ListedModel]
}

extension HostedProvider {
  /// Reads an answer to a request for one picture.
  package func read(_ reply: any ByteSource) throws(ProviderError) -> HostedReply {
    try read(reply, asked: 1)
  }
}

/// Whose account is used, and where.
package struct HostedAccount: Sendable {
  /// How the service writes its addresses.
  package enum Form: Hashable, Sendable {
    case openAI
    /// `version` as in `2025-04-01-preview`; `nil` or `preview` for the form without dated versions.
    case azure(deployment: String, version: String?)
  }

  /// `openai`, `azure`, or the host of a gateway: whose limits and bills these are.
  package let name: String
  /// The base, as `https://api.openai.com/v1`; of Azure the resource, with or without `/openai/v1`.
  package let address: HTTPAddress
  package let credential: Credential?
  package let form: Form
  package let organisation: String?
  package let project: String?
  package let proxy: HTTPAddress?

  package init(
    name: String, address: HTTPAddress, credential: Credential?, form: Form = .openAI,
    organisation: String? = nil, project: String? = nil, proxy: HTTPAddress? = nil
  ) {
    self.name = name
    self.address = address
    self.credential = credential
    self.form = form
    self.organisation = organisation
    self.project = project
    self.proxy = proxy
  }
}

/// What happens while a request is under way.
package enum HostedProgress: Sendable {
  /// Bytes of the request that have gone.
  case sending(Int, of: Int)
  /// Everything is sent, and the service works.
  case waiting
  /// Bytes of the answer that have come.
  case receiving(Int)
  /// An unfinished picture, whole in the spool.
  case partial(HostedReply.Payload)
}

/// A file that the service keeps.
package struct UploadedFile: Hashable, Sendable {
  package let id: String
  /// `nil` when the service did not say.
  package let expires: Timestamp?
  package let facts: ReplyFacts

  package init(id: String, expires: Timestamp?, facts: ReplyFacts) {
    self.id = id
    self.expires = expires
    self.facts = facts
  }
}

/// A model as the service lists it.
package struct ListedModel: Hashable, Sendable {
  package let id: String
  /// The announced last day, `YYYY-MM-DD`.
  package let shutdownDate: String?

  package init(id: String, shutdownDate: String?) {
    self.id = id
    self.shutdownDate = shutdownDate
  }
}
