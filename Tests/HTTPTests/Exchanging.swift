import EditModel
import Glibc
import HTTP
import Synchronization

/// Keeps what it is given, and can fail at a byte.
final class CollectingSink: ByteSink, ByteSource {
  private let kept = Mutex<[UInt8]>([])
  private let limit: Int

  init(limit: Int = .max) {
    self.limit = limit
  }

  var bytes: [UInt8] { kept.withLock { $0 } }
  var text: String { String(decoding: bytes, as: UTF8.self) }
  var byteCount: Int { bytes.count }

  func append(_ bytes: UnsafeRawBufferPointer) throws(ByteStreamError) {
    let isFull = kept.withLock { kept in
      if kept.count + bytes.count > limit { return true }
      kept += bytes
      return false
    }
    if isFull { throw ByteStreamError(.diskFull) }
  }

  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ByteStreamError) -> Int {
    try MemorySource(bytes).read(at: offset, into: buffer)
  }
}

/// Bytes that are a function of their place, and a note of how much was asked for at once.
final class PatternSource: ByteSource {
  let byteCount: Int
  /// Where it ends or fails, whatever it says of its length.
  let end: Int
  let fails: Bool
  private let largest = Atomic(0)

  init(byteCount: Int, end: Int? = nil, fails: Bool = false) {
    self.byteCount = byteCount
    self.end = end ?? byteCount
    self.fails = fails
  }

  var largestRead: Int { largest.load(ordering: .relaxed) }

  static func byte(at place: Int) -> UInt8 { UInt8(truncatingIfNeeded: place &* 2_654_435_761 >> 13) }

  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ByteStreamError) -> Int {
    largest.max(buffer.count, ordering: .relaxed)
    if fails, offset >= end { throw ByteStreamError(.ioFailed, underlying: "planned") }
    let count = max(0, min(buffer.count, end - offset))
    for index in 0..<count { buffer[index] = Self.byte(at: offset + index) }
    return count
  }
}

/// A hundred bytes that come when a flag is up.
struct HeldSource: ByteSource {
  private let flag: Flag

  init(until flag: Flag) {
    self.flag = flag
  }

  var byteCount: Int { 100 }

  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ByteStreamError) -> Int {
    flag.wait()
    return try PatternSource(byteCount: byteCount).read(at: offset, into: buffer)
  }
}

/// The steps of an exchange as they were told.
final class ProgressLog: Sendable {
  private let steps = Mutex<[HTTPProgress]>([])

  var all: [HTTPProgress] { steps.withLock { $0 } }
  var note: @Sendable (HTTPProgress) -> Void { { step in self.steps.withLock { $0.append(step) } } }
}

/// What one thread tells another once.
final class Flag: Sendable {
  private let flag = Atomic(false)

  func raise() { flag.store(true, ordering: .releasing) }

  /// Holds the thread until it is up.
  func wait() { while !flag.load(ordering: .acquiring) { usleep(1000) } }
}

/// One exchange, as a value.
func exchange(
  _ request: HTTPRequest, over transport: CurlTransport = CurlTransport(),
  into sink: CollectingSink = CollectingSink(),
  progress: @escaping @Sendable (HTTPProgress) -> Void = { _ in }
) async -> Result<HTTPHead, HTTPError> {
  do throws(HTTPError) {
    return .success(try await transport.send(request, into: sink, progress: progress))
  } catch {
    return .failure(error)
  }
}

func failure(of request: HTTPRequest, over transport: CurlTransport = CurlTransport()) async -> HTTPError? {
  await exchange(request, over: transport).failure
}

extension Result {
  var failure: Failure? {
    if case .failure(let error) = self { error } else { nil }
  }
}

extension FaultServer {
  func get(
    _ path: String = "/", replyLimit: Int = 1 << 20, deadlines: HTTPRequest.Deadlines = .init(),
    mayRepeat: Bool = false
  ) throws -> HTTPRequest {
    HTTPRequest(
      method: .get, address: try HTTPAddress(base + path), deadlines: deadlines, replyLimit: replyLimit,
      mayRepeat: mayRepeat)
  }

  func post(
    _ byteCount: Int, to path: String = "/", deadlines: HTTPRequest.Deadlines = .init(),
    mayRepeat: Bool = false
  ) throws -> HTTPRequest {
    HTTPRequest(
      method: .post, address: try HTTPAddress(base + path),
      body: .source(PatternSource(byteCount: byteCount), contentType: "application/octet-stream"),
      deadlines: deadlines, replyLimit: 1 << 20, mayRepeat: mayRepeat)
  }
}
