package import EditModel
import Synchronization

/// Requests over libcurl: one thread and one multi handle for all of them, started by the first.
///
/// Every POST has a connection of its own, because on one that was kept libcurl may send it a second time.
/// Nothing is taken from the environment: no proxy, no netrc, no list of authorities.
package final class CurlTransport: HTTPTransport {
  package struct Configuration: Hashable, Sendable {
    /// A file of certificates in PEM to trust instead of the system's, for a private authority.
    package var authorityFile: String?
    package var userAgent: String

    package init(authorityFile: String? = nil, userAgent: String = "pentimento") {
      self.authorityFile = authorityFile
      self.userAgent = userAgent
    }
  }

  private let configuration: Configuration
  private let mailbox = Mutex<Mailbox?>(nil)

  package init(configuration: Configuration = Configuration()) {
    self.configuration = configuration
  }

  deinit {
    mailbox.withLock { $0?.close() }
  }

  package nonisolated(nonsending) func send(
    _ request: HTTPRequest, into sink: any ByteSink, progress: @escaping @Sendable (HTTPProgress) -> Void
  ) async throws(HTTPError) -> HTTPHead {
    let wire = try WireRequest(request, userAgent: configuration.userAgent)
    let mailbox = try startedMailbox()
    let cancellation = Cancellation()
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        mailbox.post(
          Job(
            wire: wire, sink: sink, progress: progress, cancellation: cancellation, continuation: continuation
          ))
      }
    } onCancel: {
      cancellation.request()
      mailbox.wake()
    }
    return try outcome.get()
  }

  private func startedMailbox() throws(HTTPError) -> Mailbox {
    let started = mailbox.withLock { mailbox in
      Result { () throws(HTTPError) in
        if let mailbox { return mailbox }
        let new = try Self.start(authorityFile: configuration.authorityFile)
        mailbox = new
        return new
      }
    }
    return try started.get()
  }

  private static func start(authorityFile: String?) throws(HTTPError) -> Mailbox {
    let handle = try LoopHandle()
    let mailbox = Mailbox(waking: handle)
    let isStarted = DetachedThread.start {
      CurlLoop(handle: handle, mailbox: mailbox, authorityFile: authorityFile).run()
    }
    guard isStarted else { throw HTTPError(.internal, detail: "no thread") }
    return mailbox
  }
}
