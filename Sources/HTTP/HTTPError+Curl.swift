import CCurl

extension HTTPError.Code {
  /// What libcurl's code means at the point that the exchange had reached.
  ///
  /// - Note: Source: libcurl-errors(3), and measurements of libcurl 7.88.1 against a server of faults.
  init(_ code: pentimento_curl_code, progress: HTTPProgress, isTotalFirst: Bool) {
    self =
      switch code {
      case .name_not_resolved: .nameNotResolved
      case .timed_out: progress.isConnected || isTotalFirst ? .timedOut : .connectTimedOut
      case .out_of_memory where !progress.isConnected: .internal
      case .ok, .aborted: .internal
      case .other where !progress.isConnected: .internal
      case .tls_failed where !progress.isConnected: .tlsFailed
      case _ where !progress.isConnected: .refused
      case .partial: .truncated
      // A line of the head that is too long for libcurl is reported as no memory.
      case .bad_reply, .out_of_memory, .other: .badReply
      case _ where progress.status == nil && progress.bytesUp < progress.bytesUpTotal: .uploadFailed
      case .empty_reply: .emptyReply
      case .not_connected, .tls_failed, .send_failed, .receive_failed, .rewind: .reset
      }
  }
}
