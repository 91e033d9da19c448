import CCurl
import EditModel

/// One request under way; it lives on the loop's thread alone.
final class Exchange {
  let job: Job
  private let handle: OpaquePointer
  private var progress: HTTPProgress
  private var shown: HTTPProgress?
  private var stall: StallWatch<SuspendingClock.Instant>
  private var readCount = 0
  private var head = HeadLines()
  private var isHeadComplete = false
  private var headByteCount = 0
  private var isBlocked = false
  /// What ended it from this side.
  private var failure: HTTPError?

  init(_ job: Job, authorityFile: String?) throws(HTTPError) {
    var callbacks = Self.callbacks
    guard let handle = pentimento_curl_exchange_make(&callbacks) else {
      throw HTTPError(.internal, progress: job.wire.start, detail: "libcurl gives no handle")
    }
    self.job = job
    self.handle = handle
    progress = job.wire.start
    stall = StallWatch(limit: job.wire.deadlines.stall, now: .now)
    guard Self.prepare(handle, for: job.wire, authorityFile: authorityFile) else {
      throw HTTPError(.internal, progress: progress, detail: "libcurl refuses an option")
    }
  }

  deinit {
    pentimento_curl_exchange_free(handle)
  }

  /// Puts it into the loop; the caller keeps it until `leave`.
  func enter(_ loop: OpaquePointer) -> Bool {
    pentimento_curl_loop_add(loop, handle, Unmanaged.passUnretained(self).toOpaque())
  }

  func leave(_ loop: OpaquePointer) {
    pentimento_curl_loop_remove(loop, handle)
  }

  /// The time until it will have stalled, if anything need move now.
  func timeUntilStall() -> Duration? {
    stall.remaining(progress, now: .now)
  }

  /// Ends it from this side.
  func failure(_ code: HTTPError.Code) -> HTTPError {
    noteSent(pentimento_curl_sent_count(handle))
    return HTTPError(code, progress: progress)
  }

  private static func prepare(
    _ handle: OpaquePointer, for wire: WireRequest, authorityFile: String?
  ) -> Bool {
    let isMethodSet =
      switch wire.method {
      case .get: pentimento_curl_set_get(handle)
      case .delete: pentimento_curl_set_delete(handle)
      case .post: pentimento_curl_set_post(handle, Int64(wire.bodyByteCount))
      }
    return isMethodSet && pentimento_curl_set_address(handle, wire.address.text, wire.address.scheme.rawValue)
      && wire.headerLines.allSatisfy { pentimento_curl_add_header(handle, $0) }
      && (wire.credential?.withHeaderLine { pentimento_curl_add_header(handle, $0) } ?? true)
      && (!wire.usesOwnConnection || pentimento_curl_set_own_connection(handle))
      && pentimento_curl_set_connect_timeout(handle, wire.deadlines.connect.milliseconds)
      && pentimento_curl_set_total_timeout(handle, wire.deadlines.total.milliseconds)
      && (wire.proxy.map { pentimento_curl_set_proxy(handle, $0.originWithPort) } ?? true)
      && (authorityFile.map { pentimento_curl_set_authorities(handle, $0) } ?? true)
  }
}

extension Duration {
  /// In the range that libcurl takes, where 0 would mean its own default.
  fileprivate var milliseconds: Int {
    let (seconds, attoseconds) = components
    let bounded = min(max(seconds, 0), 2_000_000)
    return max(1, Int(bounded) * 1000 + Int(max(attoseconds, 0) / 1_000_000_000_000_000))
  }
}

// What libcurl asks and tells.
extension Exchange {
  fileprivate static var callbacks: pentimento_curl_callbacks {
    pentimento_curl_callbacks(
      may_reach: { context, address, count in
        Exchange.at(context).mayReach(Array(UnsafeBufferPointer(start: address, count: count)))
      },
      connected: { context in Exchange.at(context).noteConnected() },
      read: { context, buffer, count in
        Exchange.at(context).read(into: UnsafeMutableRawBufferPointer(start: buffer, count: count))
      },
      head_line: { context, bytes, count in
        Exchange.at(context).takeHeadLine(UnsafeRawBufferPointer(start: bytes, count: count))
      },
      body: { context, bytes, count in
        Exchange.at(context).takeBody(UnsafeRawBufferPointer(start: bytes, count: count))
      },
      sent: { context, count in
        let exchange = Exchange.at(context)
        exchange.noteSent(count)
        exchange.show()
      })
  }

  static func at(_ context: UnsafeMutableRawPointer) -> Exchange {
    Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
  }

  private func mayReach(_ address: [UInt8]) -> Bool {
    // Of a request through a proxy the proxy's address is asked for, which the user has named.
    if !job.wire.isPublicOnly || job.wire.proxy != nil || PublicAddress.contains(address) { return true }
    isBlocked = true
    return false
  }

  private func noteConnected() {
    progress.isConnected = true
    show()
  }

  private func noteSent(_ count: Int64) {
    // libcurl may count the end of a head that was sent in two pieces, never a byte that it did not read.
    progress.bytesUp = max(progress.bytesUp, min(Int(count), readCount, progress.bytesUpTotal))
  }

  private func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard let body = job.wire.body, readCount < progress.bytesUpTotal else { return 0 }
    let room = min(buffer.count, progress.bytesUpTotal - readCount)
    do throws(ByteStreamError) {
      let count = try body.read(at: readCount, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<room]))
      guard count > 0 else { throw ByteStreamError(.notReadable, underlying: "shorter than it said") }
      readCount += count
      return count
    } catch {
      end(.sourceFailed, error.underlying)
      return -1
    }
  }

  private func takeHeadLine(_ line: UnsafeRawBufferPointer) -> Bool {
    headByteCount += line.count
    guard headByteCount <= HTTPHead.byteLimit else { return end(.badReply, "the head is too long") }
    // A line after the head is a trailer's.
    if isHeadComplete { return true }
    switch head.take(line) {
    case .interim: return true
    case .open:
      if let status = head.status, status >= 200 { progress.status = status }
      show()
      return true
    case .complete:
      isHeadComplete = true
      return head.bytes.withUnsafeBytes { append($0) }
    }
  }

  private func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count <= job.wire.replyLimit - progress.bytesDown else { return end(.tooLarge, nil) }
    guard append(bytes) else { return false }
    progress.bytesDown += bytes.count
    show()
    return true
  }

  private func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
    do throws(ByteStreamError) {
      try job.sink.append(bytes)
      return true
    } catch {
      return end(.sinkFailed, error.underlying ?? error.code.rawValue)
    }
  }

  @discardableResult
  private func end(_ code: HTTPError.Code, _ detail: String?) -> Bool {
    failure = HTTPError(code, detail: detail)
    return false
  }

  private func show() {
    if progress == shown { return }
    shown = progress
    job.progress(progress)
  }
}

// How it ended.
extension Exchange {
  func outcome(_ code: pentimento_curl_code) -> Result<HTTPHead, HTTPError> {
    noteSent(pentimento_curl_sent_count(handle))
    do throws(HTTPError) {
      if let failure { throw failure }
      guard code == .ok else { throw HTTPError(errorCode(code), detail: message) }
      return .success(try wholeHead())
    } catch {
      return .failure(HTTPError(error.code, progress: progress, detail: error.detail))
    }
  }

  private func wholeHead() throws(HTTPError) -> HTTPHead {
    guard isHeadComplete else { throw HTTPError(.badReply, detail: "no head") }
    let found = try head.head(bodyByteCount: progress.bytesDown, isEndSeen: true)
    return HTTPHead(
      status: found.status, headers: found.headers, bodyByteCount: found.bodyByteCount,
      isComplete: found.isComplete,
      connectTime: .microseconds(pentimento_curl_connect_time(handle)),
      elapsed: .microseconds(pentimento_curl_total_time(handle)))
  }

  private func errorCode(_ code: pentimento_curl_code) -> HTTPError.Code {
    if isBlocked && !progress.isConnected { return .blockedAddress }
    let isTotalFirst = job.wire.deadlines.total <= job.wire.deadlines.connect
    return HTTPError.Code(code, progress: progress, isTotalFirst: isTotalFirst)
  }

  private var message: String? {
    let text = String(cString: pentimento_curl_message(handle)).unicodeScalars
    let clean = text.filter { $0.properties.generalCategory != .control }.prefix(200)
    return clean.isEmpty ? nil : String(String.UnicodeScalarView(clean))
  }
}
