/// One entry of the session's log: what the user did.
public struct Operation: Hashable, Sendable, Codable {
  /// What kind of step a command was, for walking back and forth.
  public enum Step: Hashable, Sendable {
    case did
    /// It took back this command.
    case undid(Int)
    /// It did this command again.
    case redid(Int)
  }

  /// Counts operations from 1.
  public let number: Int
  /// Counts commands from 1; all operations of one command share it.
  public let command: Int
  /// The command as it could be typed, for people.
  public let text: String
  public let step: Step
  public let time: Timestamp
  public let changes: [Change]
  /// The records of rounds that this operation makes.
  public let rounds: [Round]
  /// The hash of the *replied* entry of the call journal that this operation commits.
  public let replied: Digest?

  public init(
    number: Int, command: Int, text: String, step: Step = .did, time: Timestamp,
    changes: [Change], rounds: [Round] = [], replied: Digest? = nil
  ) {
    self.number = number
    self.command = command
    self.text = text
    self.step = step
    self.time = time
    self.changes = changes
    self.rounds = rounds
    self.replied = replied
  }
}

extension Operation.Step: LosslessStringConvertible, StringCoded {
  /// `did`, or `undid/5` and `redid/5` with the command's number.
  public var description: String {
    switch self {
    case .did: "did"
    case .undid(let command): "undid/\(command)"
    case .redid(let command): "redid/\(command)"
    }
  }

  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    switch (parts.first, parts.count) {
    case ("did", 1): self = .did
    case ("undid", 2):
      guard let command = positiveNumber(parts[1]) else { return nil }
      self = .undid(command)
    case ("redid", 2):
      guard let command = positiveNumber(parts[1]) else { return nil }
      self = .redid(command)
    default: return nil
    }
  }
}
