internal import Synchronization

/// What the user's interrupts ask of the running `run`; raised from any thread, also from one that answers
/// signals.
///
/// The first asks to send nothing new and ends every waiting between calls. The second gives up the call
/// that was sent, where there is one that can be given up.
final class Interruption: Sendable {
  enum Level: Int, Comparable {
    case none
    case sendNothingNew
    case giveUp

    static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }

  private struct State {
    var level = Level.none
    /// Ends what is under way, once this level is reached.
    var cancel: (level: Level, action: @Sendable () -> Void)?
  }

  private let state = Mutex(State())

  var isRaised: Bool { state.withLock { $0.level > .none } }

  func clear() { state.withLock { $0.level = .none } }

  /// Raises the level; what is under way and ends at it, ends.
  ///
  /// - Returns: False when nothing is under way that this level would end or that heeds it.
  @discardableResult
  func raise(to level: Level) -> Bool {
    let action = state.withLock { state -> (@Sendable () -> Void)? in
      state.level = max(state.level, level)
      guard let cancel = state.cancel, cancel.level <= state.level else { return nil }
      return cancel.action
    }
    action?()
    return action != nil
  }

  /// Carries out `work` as a task that is cancelled as soon as this level is reached.
  func cancelling<Value: Sendable>(
    at level: Level, _ work: @escaping @Sendable () async -> Value
  ) async -> Value {
    let task = Task(operation: work)
    let isReached = state.withLock { state in
      state.cancel = (level, { task.cancel() })
      return state.level >= level
    }
    if isReached { task.cancel() }
    defer { state.withLock { $0.cancel = nil } }
    return await task.value
  }
}
