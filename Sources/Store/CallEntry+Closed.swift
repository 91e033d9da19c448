package import Billing
package import EditModel

extension CallEntry {
  package enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
    case settled
    case refunded
    case unknown
    case billedWithoutResult
    case abandoned
  }

  /// The reservation is given back, in the way that the outcome says.
  package struct Closed: Hashable, Sendable, Codable {
    package let attempt: AttemptID
    package let outcome: Outcome
    /// The hash of the operation's line that committed the attempt's round.
    package let operation: Digest?
    /// Why it is this outcome.
    package let evidence: String
    /// What went wrong; `nil` when a round came of it.
    package let problem: Failure?
    /// Why the service did not make a picture, where it says so.
    package let refusal: ContentRefusal?
    /// At most this may have been billed; `nil` where it is known.
    package let possible: Money?
    package let time: Timestamp

    package init(
      attempt: AttemptID, outcome: Outcome, operation: Digest?, evidence: String,
      problem: Failure? = nil, refusal: ContentRefusal? = nil, possible: Money? = nil, time: Timestamp
    ) {
      self.attempt = attempt
      self.outcome = outcome
      self.operation = operation
      self.evidence = evidence
      self.problem = problem
      self.refusal = refusal
      self.possible = possible
      self.time = time
    }
  }

  /// How a call failed, in our words and in the provider's.
  package struct Failure: Hashable, Sendable, Codable {
    package let code: Problem.Code
    /// The HTTP status; `nil` when none came.
    package let status: Int?
    package let providerCode: String?
    package let requestID: String?
    /// What the provider said, cleaned by whoever made this value.
    package let message: String?

    package init(
      code: Problem.Code, status: Int? = nil, providerCode: String? = nil, requestID: String? = nil,
      message: String? = nil
    ) {
      self.code = code
      self.status = status
      self.providerCode = providerCode
      self.requestID = requestID
      self.message = message
    }
  }

  var outcome: Outcome? {
    guard case .closed(let step) = self else { return nil }
    return step.outcome
  }
}
