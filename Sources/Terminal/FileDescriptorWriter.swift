import Glibc

/// Writes to a descriptor that somebody else opened and closes, unbuffered.
///
/// SIGPIPE must be ignored by the process; then a reader that went away is the error `closedPipe`.
package struct FileDescriptorWriter: Sendable {
  package let descriptor: Int32

  package init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Writes all of the text as UTF-8.
  ///
  /// - Throws: As `write(_:)` for bytes.
  package func write(_ text: String) throws(TerminalError) {
    try write(Array(text.utf8))
  }

  /// Writes all bytes, in as many pieces as the system wants; waits for a slow non-blocking descriptor.
  ///
  /// - Throws: `closedPipe`, `noSpace` (disk, quota or file size limit) or `inputOutput`; an unknown part has
  ///   been written then.
  package func write(_ bytes: [UInt8]) throws(TerminalError) {
    var written = 0
    while written < bytes.count {
      var code: Int32 = 0
      let result = bytes.withUnsafeBytes { buffer in
        let rest = UnsafeRawBufferPointer(rebasing: buffer[written...])
        let result = Glibc.write(descriptor, rest.baseAddress, rest.count)
        code = result < 0 ? errno : 0
        return result
      }
      switch code {
      case 0: written += result
      case EINTR: continue
      case EAGAIN: try FileDescriptorReader.wait(for: Int16(POLLOUT), on: descriptor)
      case EPIPE: throw TerminalError(.closedPipe, systemCode: code)
      case ENOSPC, EDQUOT, EFBIG: throw TerminalError(.noSpace, systemCode: code)
      default: throw TerminalError(.inputOutput, systemCode: code)
      }
    }
  }
}
