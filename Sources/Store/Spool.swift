package import EditModel
internal import Synchronization

/// The file that takes one attempt's reply as it comes.
///
/// Its room was set aside on the medium before anything was sent. After a write that failed it takes
/// nothing more, and what arrived until then can still be read.
package final class Spool: ByteSink, ByteSource {
  /// Largest reply in bytes, and the most that can be set aside.
  package static let largest = 1 << 30

  package let attempt: AttemptID

  private struct State {
    var byteCount: Int
    var failure: ByteStreamError?
  }

  private let folder: OpenFolder
  private let file: OpenFile
  private let state: Mutex<State>

  init(_ file: OpenFile, in folder: OpenFolder, of attempt: AttemptID) throws(StoreError) {
    self.attempt = attempt
    self.folder = folder
    self.file = file
    state = Mutex(State(byteCount: try file.byteCount()))
  }

  /// How many bytes have arrived.
  package var byteCount: Int { state.withLock { $0.byteCount } }

  package func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(ByteStreamError) -> Int {
    try file.streamed(at: offset, into: buffer)
  }

  /// Takes all the bytes at its end; they may not be on the medium yet.
  ///
  /// - Throws: `ByteStreamError` with code `tooLarge` above `largest`, or what the disk said.
  package func append(_ bytes: UnsafeRawBufferPointer) throws(ByteStreamError) {
    let (byteCount, failure) = state.withLock { ($0.byteCount, $0.failure) }
    if let failure { throw failure }
    do throws(ByteStreamError) {
      guard bytes.count <= Self.largest - byteCount else { throw ByteStreamError(.tooLarge) }
      try write(bytes)
      state.withLock { $0.byteCount += bytes.count }
    } catch {
      stop(error)
      throw error
    }
  }

  private func write(_ bytes: UnsafeRawBufferPointer) throws(ByteStreamError) {
    do throws(StoreError) {
      try file.append(bytes)
    } catch {
      throw ByteStreamError(error)
    }
  }

  private func stop(_ failure: ByteStreamError) {
    // A part of what failed may have been written; where not even that can be told, it is not counted.
    let arrived = try? file.byteCount()
    state.withLock { state in
      state.failure = failure
      state.byteCount = arrived ?? state.byteCount
    }
  }

  /// Returns when all that arrived is on the medium.
  ///
  /// After a failure it takes nothing more.
  package func sync() throws(StoreError) {
    do throws(StoreError) {
      try file.syncData()
    } catch {
      stop(ByteStreamError(error))
      throw error
    }
  }

  /// Removes the file, once its reply stands in `objects/` or is of no use.
  ///
  /// After a power loss it may be there again.
  package func remove() throws(StoreError) { try folder.unlink(attempt.description) }
}

extension OpenFile {
  /// Reads for somebody who knows nothing of files.
  func streamed(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(ByteStreamError) -> Int {
    do throws(StoreError) {
      return try disk.read(handle, at: offset, into: buffer)
    } catch {
      throw ByteStreamError(error)
    }
  }
}

extension ByteStreamError {
  init(_ error: StoreError) {
    let code: Code =
      switch error.code {
      case .diskFull: .diskFull
      case .notReadable: .notReadable
      case .tooLarge: .tooLarge
      default: .ioFailed
      }
    self.init(code, underlying: error.underlying)
  }
}
