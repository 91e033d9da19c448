/// One entry of the session's log: what the user did.
public struct Operation: Hashable, Sendable, Codable {
  /// What kind of step a command was, for walking back and forth.
  public enum Step: Hashable, Sendable, Codable {
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
