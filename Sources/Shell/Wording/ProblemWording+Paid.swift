internal import Billing
internal import EditModel

extension ProblemWording {
  /// What concerns money and paid services.
  static func paidSentence(_ problem: Problem) -> String? {
    let subject = problem.subject
    let found = problem.found ?? ""
    switch problem.code {
    case .noBudget: return "\(subject) would cost \(found), and nothing was allowed"
    case .overBudget:
      let left = problem.allowed.first ?? "less"
      guard let scope = BudgetScope(rawValue: subject) else {
        return "\(subject) may cost up to \(found), and \(left) is left of what was allowed"
      }
      return "this may cost up to \(found), and \(left) is left of the budget of the \(scope.rawValue)"
    case .noKey: return "\(subject) cannot be used: \(problem.allowed.first ?? "its key") is not set"
    case .overLimit:
      return said(
        "\(subject): a request that is above the account's limit by itself, so waiting does not help", problem
      )
    case .notConnected: return said("\(subject): nothing reached the service", problem)
    case .retired: return joined("\(subject) \"\(found)\" is not called any more", problem.underlying)
    case .keyRefused: return said("\(subject): the service refused the key", problem)
    case .notPermitted: return said("\(subject): the service does not permit this to the account", problem)
    case .quotaExhausted:
      return said("\(subject): the account's credit or spending limit is used up", problem)
    case .rateLimited: return said("\(subject): the account's rate limit was reached", problem)
    case .overloaded: return said("\(subject): the service is overloaded", problem)
    case .contentRefused: return said("\(subject): refused for its content", problem)
    case .redirected:
      return said("\(subject): the answer leads to another address and was not followed", problem)
    case .breakerOpen:
      return "\(subject) failed several times in a row, so nothing is sent"
        + (found.isEmpty ? "" : " for another \(found)")
    case .outcomeUnknown:
      return said("\(subject): it may have been billed, and nobody here can know", problem)
    case .billedWithoutResult: return said("\(subject): billed, and no usable picture came of it", problem)
    default: return nil
    }
  }

  /// The sentence with what was found and what the service said.
  private static func said(_ sentence: String, _ problem: Problem) -> String {
    let found = problem.found.map(EvidenceWording.words) ?? ""
    return joined(sentence + (found.isEmpty ? "" : " (\(found))"), problem.underlying)
  }
}
