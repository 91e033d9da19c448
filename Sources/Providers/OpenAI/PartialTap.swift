internal import EditModel
internal import Synchronization

/// Passes an answer on to its spool and reports each unfinished picture as soon as it is whole there.
final class PartialTap: ByteSink {
  private let spool: any ByteSink & ByteSource
  private let report: @Sendable (HostedReply.Payload) -> Void
  /// The head of the answer looks to it like an event without data.
  private let splitter = Mutex(EventSplitter(from: 0))

  /// - Parameter spool: Empty.
  init(_ spool: any ByteSink & ByteSource, report: @escaping @Sendable (HostedReply.Payload) -> Void) {
    self.spool = spool
    self.report = report
  }

  func append(_ bytes: UnsafeRawBufferPointer) throws(ByteStreamError) {
    try spool.append(bytes)
    let events = splitter.withLock { $0.take(bytes) }
    for event in events {
      if let partial = event.partial(in: spool) { report(partial) }
    }
  }
}
