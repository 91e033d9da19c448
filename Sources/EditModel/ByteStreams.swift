/// Bytes that can be read in pieces, wherever they stand; nothing is held in memory for it.
package protocol ByteSource: Sendable {
  var byteCount: Int { get }

  /// Reads from `offset` on and returns how many bytes came, 0 at the end; any thread may call it.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ByteStreamError) -> Int
}

/// Where bytes go as they come, always at the end.
package protocol ByteSink: Sendable {
  /// Takes all the bytes; one thread at a time calls it.
  func append(_ bytes: UnsafeRawBufferPointer) throws(ByteStreamError)
}

/// Why bytes could not be read or written.
package struct ByteStreamError: Error, Hashable, Sendable {
  package enum Code: String, Sendable {
    case notReadable
    case diskFull
    case ioFailed
    /// The sink takes no more: its bound is reached.
    case tooLarge
  }

  package let code: Code
  /// What the system said.
  package let underlying: String?

  package init(_ code: Code, underlying: String? = nil) {
    self.code = code
    self.underlying = underlying
  }
}

/// Bytes in memory as a source.
package struct MemorySource: ByteSource {
  private let bytes: [UInt8]

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  package var byteCount: Int { bytes.count }

  package func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(ByteStreamError) -> Int {
    guard offset < bytes.count else { return 0 }
    let count = min(buffer.count, bytes.count - offset)
    bytes.withUnsafeBytes { all in
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[offset..<offset + count]))
    }
    return count
  }
}

extension ByteSource {
  /// All bytes, for what is known to be small.
  ///
  /// - Throws: `ByteStreamError` with code `tooLarge` before anything is read, or what the source said.
  package func bytes(limit: Int) throws(ByteStreamError) -> [UInt8] {
    guard byteCount <= limit else { throw ByteStreamError(.tooLarge) }
    return try bytes(in: 0..<byteCount)
  }

  /// The bytes of a range, fewer where the source ends before.
  package func bytes(in range: Range<Int>) throws(ByteStreamError) -> [UInt8] {
    var failure: ByteStreamError?
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
      do throws(ByteStreamError) {
        while filled < range.count {
          let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
          let count = try read(at: range.lowerBound + filled, into: rest)
          if count == 0 { break }
          filled += count
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }
}
