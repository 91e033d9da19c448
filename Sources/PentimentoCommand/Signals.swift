import Glibc
import Shell
import Synchronization
import Terminal

/// The default crash reporter prints memory near registers, which may hold a key; a plain crash does not.
func resetCrashSignals() {
  for number in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGQUIT] { signal(number, SIG_DFL) }
}

/// Takes SIGINT, SIGTERM and SIGHUP on a thread of their own.
///
/// The first during a run asks it to send nothing new and to come to its end; a second one, or one while
/// nothing runs, ends the process. Whatever was acknowledged is on disk by then. A signal that was ignored
/// when the process began, as `nohup` does it, stays ignored.
final class Interrupts: Sendable {
  private static let interrupted: Int32 = 130
  private let shell = Mutex<Shell?>(nil)
  /// True while a signal waits for the shell's word.
  private let isAsking = Mutex(false)
  private let numbers: [Int32]

  /// Blocks the signals in this thread and all that it starts, so that only the waiting thread gets them.
  init() {
    numbers = [SIGINT, SIGTERM, SIGHUP].filter { !isIgnored($0) }
    var signals = Self.set(of: numbers)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    var thread = pthread_t()
    let unmanaged = Unmanaged.passRetained(self)
    let code = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Interrupts>.fromOpaque(context).takeRetainedValue().wait()
        return nil
      }, unmanaged.toOpaque())
    if code != 0 {
      unmanaged.release()
      pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }
  }

  func deliver(to shell: Shell) {
    self.shell.withLock { $0 = shell }
  }

  private static func set(of numbers: [Int32]) -> sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for number in numbers { sigaddset(&set, number) }
    return set
  }

  private func wait() {
    var signals = Self.set(of: numbers)
    var number: Int32 = 0
    while sigwait(&signals, &number) == 0 {
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
  }

  private static func end() -> Never {
    Terminal.restore()
    _exit(interrupted)
  }
}

private func isIgnored(_ number: Int32) -> Bool {
  var action = sigaction()
  guard sigaction(number, nil, &action) == 0 else { return false }
  // SIG_IGN is the address 1 and no function, so the two are compared as numbers.
  let handler = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
  return handler == unsafeBitCast(SIG_IGN, to: Int.self)
}
