import Glibc

/// A thread of its own that ends with its work.
enum DetachedThread {
  private final class Work {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
      self.run = run
    }
  }

  /// Starts the work with every signal blocked: signals belong to the program's other threads, and a write to
  /// a closed connection must not end it.
  ///
  /// - Returns: Whether the system gave a thread.
  static func start(_ run: @escaping @Sendable () -> Void) -> Bool {
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let work = Unmanaged.passRetained(Work(run))
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        context.map { Unmanaged<Work>.fromOpaque($0).takeRetainedValue().run() }
        return nil
      }, work.toOpaque())
    if code != 0 {
      work.release()
      return false
    }
    pthread_detach(thread)
    return true
  }
}
