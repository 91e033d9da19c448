public import EditModel
internal import Store

/// A call that a service refused because of what it showed or said.
public struct RefusedCall: Hashable, Sendable {
  public let attempt: AttemptID
  public let time: Timestamp
  public let provider: String
  public let model: String
  public let instructions: [Instruction]
  public let refusal: ContentRefusal
  /// An earlier attempt with the same words that was not refused; services change what they let pass.
  public let passedBefore: AttemptID?
}

extension Session {
  /// The calls that were refused for their content, oldest first.
  public func contentRefusals() throws(Problem) -> [RefusedCall] {
    try catchUp()
    var passed: [[String]: AttemptID] = [:]
    var refused: [RefusedCall] = []
    for attempt in try attempts() {
      let intended = attempt.intended
      let words = intended.instructions.map(\.text)
      if attempt.replied != nil { passed[words] = attempt.id }
      guard let refusal = attempt.closed?.refusal else { continue }
      refused.append(
        RefusedCall(
          attempt: attempt.id, time: intended.time, provider: intended.provider, model: intended.model,
          instructions: intended.instructions, refusal: refusal, passedBefore: passed[words]))
    }
    return refused
  }
}
