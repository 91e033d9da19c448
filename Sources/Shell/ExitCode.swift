package import EditModel

/// The process's exit codes; the README's table is compared with this one.
package enum ExitCode: Int32, CaseIterable, Sendable {
  case done = 0
  case someFailed = 1
  case usage = 2
  case file = 3
  case refused = 4
  case network = 5
  case overBudget = 6
  case contentRefused = 7
  case unknownOutcome = 8
  case verificationFailed = 9
  case bug = 10
  case locked = 11
  case interrupted = 130

  /// What the code means, for the README.
  package var summary: String {
    switch self {
    case .done: "done"
    case .someFailed: "some items failed"
    case .usage: "usage or bad input"
    case .file: "file or session error"
    case .refused: "provider refused the request"
    case .network: "network"
    case .overBudget: "over budget or no budget"
    case .contentRefused: "content refused"
    case .unknownOutcome: "outcome unknown, or billed without a result"
    case .verificationFailed: "verification failed"
    case .bug: "bug"
    case .locked: "session locked"
    case .interrupted: "interrupted, nothing unknown"
    }
  }

  package init(_ problem: Problem) {
    switch problem.code {
    case .locked: self = .locked
    case .interrupted: self = .interrupted
    case .bug: self = .bug
    case .notUnderstood, .maskNeeded, .providerRefused, .unsupported, .retired, .keyRefused, .notPermitted,
      .quotaExhausted, .rateLimited, .overloaded, .overLimit, .redirected:
      self = .refused
    case .notConnected, .breakerOpen: self = .network
    case .noBudget, .overBudget: self = .overBudget
    case .contentRefused: self = .contentRefused
    case .outcomeUnknown, .billedWithoutResult: self = .unknownOutcome
    case .verificationFailed: self = .verificationFailed
    default: self = problem.blame == .environment ? .file : .usage
    }
  }
}
