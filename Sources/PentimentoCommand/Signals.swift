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
/// The first asks a running `run` to send nothing new and to come to its end; a second one, or one while
/// nothing runs, ends the process. Whatever was acknowledged is on disk by then.
final class Interrupts: Sendable {
  private static let interrupted: Int32 = 130
  private let shell = Mutex<Shell?>(nil)
  private let count = Mutex(0)

  /// Blocks the signals in this thread and all that it starts, so that only the waiting thread gets them.
  init() {
    var signals = Self.signals
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

  private static var signals: sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&set, number) }
    return set
  }

  private func wait() {
    var signals = Self.signals
    var number: Int32 = 0
    while sigwait(&signals, &number) == 0 {
      let isFirst = count.withLock { count in
        count += 1
        return count == 1
      }
      guard isFirst, let shell = shell.withLock({ $0 }) else { Self.end() }
      Task {
        if await !shell.interruptRun() { Self.end() }
      }
    }
  }

  private static func end() -> Never {
    Terminal.restore()
    _exit(interrupted)
  }
}
