import Dispatch
import Glibc
import Synchronization

struct Unavailable: Error {}

/// A pipe that closes what is still open.
final class Pipe {
  let readEnd: Int32
  let writeEnd: Int32
  private var isWriteEndOpen = true

  init() throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Unavailable() }
    readEnd = ends[0]
    writeEnd = ends[1]
  }

  func closeWriteEnd() {
    if isWriteEndOpen { close(writeEnd) }
    isWriteEndOpen = false
  }

  /// The write end for somebody else, who closes it.
  func handOverWriteEnd() -> Int32 {
    isWriteEndOpen = false
    return writeEnd
  }

  deinit {
    close(readEnd)
    closeWriteEnd()
  }
}

/// A file in memory, to be read from its start.
final class UnnamedFile {
  let descriptor: Int32

  init(containing text: String) throws {
    guard let file = tmpfile() else { throw Unavailable() }
    defer { fclose(file) }
    let bytes = Array(text.utf8)
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count, fflush(file) == 0 else { throw Unavailable() }
    rewind(file)
    descriptor = dup(fileno(file))
    guard descriptor >= 0 else { throw Unavailable() }
  }

  deinit { close(descriptor) }
}

/// Work on a thread of its own: the other end of a pipe must not wait for a free thread of the test pool.
final class Background: Sendable {
  private let queue = DispatchQueue(label: "other end")
  private let failure = Mutex<(any Error)?>(nil)

  init(_ work: @escaping @Sendable () throws -> Void) {
    queue.async {
      do {
        try work()
      } catch {
        self.failure.withLock { $0 = error }
      }
    }
  }

  func wait() throws {
    queue.sync {}
    if let error = failure.withLock({ $0 }) { throw error }
  }
}
