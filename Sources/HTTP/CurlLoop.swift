import CCurl
import EditModel
import Synchronization

/// A request on its way to the loop, and the way back.
struct Job: Sendable {
  let wire: WireRequest
  let sink: any ByteSink
  let progress: @Sendable (HTTPProgress) -> Void
  let cancellation: Cancellation
  let continuation: CheckedContinuation<Result<HTTPHead, HTTPError>, Never>
}

/// Whether a task has given up its request.
final class Cancellation: Sendable {
  private let flag = Atomic(false)

  var isRequested: Bool { flag.load(ordering: .acquiring) }

  func request() { flag.store(true, ordering: .releasing) }
}

/// libcurl's multi handle.
///
/// `@unchecked Sendable`: other threads than the loop's only wake it, which libcurl allows at any time
/// (curl_multi_wakeup), and the last owner frees it, when no thread uses it any more.
final class LoopHandle: @unchecked Sendable {
  let pointer: OpaquePointer

  init() throws(HTTPError) {
    guard pentimento_curl_start(), let pointer = pentimento_curl_loop_make() else {
      throw HTTPError(.internal, detail: "libcurl does not start")
    }
    self.pointer = pointer
  }

  deinit {
    pentimento_curl_loop_free(pointer)
  }

  func wake() { pentimento_curl_loop_wake(pointer) }
}

/// Where requests wait until the loop takes them.
final class Mailbox: Sendable {
  private struct State {
    var jobs: [Job] = []
    var isClosed = false
  }

  private let state = Mutex(State())
  private let handle: LoopHandle

  init(waking handle: LoopHandle) {
    self.handle = handle
  }

  func post(_ job: Job) {
    state.withLock { $0.jobs.append(job) }
    handle.wake()
  }

  func wake() { handle.wake() }

  /// The loop ends what it has and its thread.
  func close() {
    state.withLock { $0.isClosed = true }
    handle.wake()
  }

  /// What has come since the last call, or `nil` once it is closed and empty.
  func take() -> [Job]? {
    state.withLock { state in
      defer { state.jobs = [] }
      return state.isClosed && state.jobs.isEmpty ? nil : state.jobs
    }
  }
}

/// The exchanges under way, on the one thread that drives libcurl.
///
/// Each continuation is resumed once, by the one function that takes an exchange out.
final class CurlLoop {
  private let handle: LoopHandle
  private let mailbox: Mailbox
  private let authorityFile: String?
  private var exchanges: [ObjectIdentifier: Exchange] = [:]

  init(handle: LoopHandle, mailbox: Mailbox, authorityFile: String?) {
    self.handle = handle
    self.mailbox = mailbox
    self.authorityFile = authorityFile
  }

  /// Works until the mailbox is closed.
  func run() {
    while let jobs = mailbox.take() {
      jobs.forEach(begin)
      guard pentimento_curl_loop_perform(handle.pointer) else {
        endAll(.internal)
        continue
      }
      finishEnded()
      endCancelled()
      let wait = endStalled()
      if !pentimento_curl_loop_wait(handle.pointer, wait) { endAll(.internal) }
    }
    endAll(.cancelled)
  }

  private func begin(_ job: Job) {
    do throws(HTTPError) {
      if job.cancellation.isRequested { throw HTTPError(.cancelled, progress: job.wire.start) }
      let exchange = try Exchange(job, authorityFile: authorityFile)
      guard exchange.enter(handle.pointer) else { throw HTTPError(.internal, progress: job.wire.start) }
      exchanges[ObjectIdentifier(exchange)] = exchange
    } catch {
      job.continuation.resume(returning: .failure(error))
    }
  }

  private func finishEnded() {
    var code = pentimento_curl_code.ok
    while let context = pentimento_curl_loop_next_ended(handle.pointer, &code) {
      let exchange = Exchange.at(context)
      takeOut(exchange, exchange.outcome(code))
    }
  }

  private func endCancelled() {
    for exchange in exchanges.values where exchange.job.cancellation.isRequested {
      takeOut(exchange, .failure(exchange.failure(.cancelled)))
    }
  }

  /// - Returns: Milliseconds until the next exchange could have stalled; without one a long time.
  private func endStalled() -> Int32 {
    var soonest = Duration.seconds(3600)
    for exchange in exchanges.values {
      guard let remaining = exchange.timeUntilStall() else { continue }
      if remaining <= .zero {
        takeOut(exchange, .failure(exchange.failure(.stalled)))
      } else {
        soonest = min(soonest, remaining)
      }
    }
    return Int32(soonest / .milliseconds(1)) + 1
  }

  private func endAll(_ code: HTTPError.Code) {
    for exchange in exchanges.values { takeOut(exchange, .failure(exchange.failure(code))) }
  }

  private func takeOut(_ exchange: Exchange, _ outcome: Result<HTTPHead, HTTPError>) {
    exchanges[ObjectIdentifier(exchange)] = nil
    exchange.leave(handle.pointer)
    exchange.job.continuation.resume(returning: outcome)
  }
}
