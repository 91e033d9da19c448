import Glibc
import Shell
import Synchronization
import Terminal

/// The default crash reporter prints memory near registers, which may hold a key; a plain crash does not.
func resetCrashSignals() {
  for number in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGQUIT] { signal(number, SIG_DFL) }
}

/// Leaves no image of the memory behind after a crash, which would hold a key.
///
/// - Note: Source: Linux, fs/coredump.c: a limit of one byte is below any image's size for files, and the one
///   value that programs which take images through a pipe are not started for.
func refuseMemoryImages() {
  var limit = rlimit(rlim_cur: 1, rlim_max: 1)
  setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
}

/// Takes SIGINT, SIGTERM and SIGHUP and answers them on a thread of its own.
///
/// The first during a run asks it to send nothing new and to come to its end; a second one, or one while
/// nothing runs, ends the process. Whatever was acknowledged is on disk by then. A signal that was ignored
/// when the process began, as `nohup` does it, stays ignored.
///
/// A handler passes each signal on through a pipe. Waiting for blocked signals is no way here: the runtime's
/// main thread sleeps with every signal unblocked.
final class Interrupts: Sendable {
  private static let interrupted: Int32 = 130
  private let shell = Mutex<Shell?>(nil)
  /// True while a signal waits for the shell's word.
  private let isAsking = Mutex(false)
  private let readingEnd: Int32

  init() {
    var ends: [Int32] = [-1, -1]
    let isMade = pipe(&ends) == 0
    readingEnd = ends[0]
    wakingEnd = ends[1]
    guard isMade, startWaiting() else { return }
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) { handle(number) }
  }

  func deliver(to shell: Shell) {
    self.shell.withLock { $0 = shell }
  }

  private func startWaiting() -> Bool {
    var thread = pthread_t()
    let unmanaged = Unmanaged.passRetained(self)
    let code = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Interrupts>.fromOpaque(context).takeRetainedValue().wait()
        return nil
      }, unmanaged.toOpaque())
    if code != 0 { unmanaged.release() }
    return code == 0
  }

  private func wait() {
    var byte: UInt8 = 0
    while true {
      let count = read(readingEnd, &byte, 1)
      if count == 1 { answer() } else if count == 0 || errno != EINTR { return }
    }
  }

  private func answer() {
    let isFirst = isAsking.withLock { asking in
      defer { asking = true }
      return !asking
    }
    guard isFirst, let shell = shell.withLock({ $0 }) else { Self.end() }
    Task {
      if await !shell.interruptRun() { Self.end() }
      isAsking.withLock { $0 = false }
    }
  }

  private static func end() -> Never {
    Terminal.restore()
    _exit(interrupted)
  }
}

/// The end of the pipe that the handler writes to. Written once, before the first handler is installed, and
/// only read from then on; a handler can take no lock.
nonisolated(unsafe) private var wakingEnd: Int32 = -1

private func handle(_ number: Int32) {
  var action = sigaction()
  action.__sigaction_handler.sa_handler = { number in
    let saved = errno
    var byte = UInt8(truncatingIfNeeded: number)
    _ = write(wakingEnd, &byte, 1)
    errno = saved
  }
  action.sa_flags = SA_RESTART
  sigaction(number, &action, nil)
}

private func isIgnored(_ number: Int32) -> Bool {
  var action = sigaction()
  guard sigaction(number, nil, &action) == 0 else { return false }
  // SIG_IGN is the address 1 and no function, so the two are compared as numbers.
  let handler = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
  return handler == unsafeBitCast(SIG_IGN, to: Int.self)
}
