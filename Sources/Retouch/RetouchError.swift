/// Why an instruction was not understood or could not be applied: facts, no sentences.
///
/// The facts quote at most the words that were not understood, never the whole instruction.
public struct RetouchError: Error, Equatable, Sendable {
  /// What was wrong; every code is the caller's to mend and none is worth a retry as it stands.
  public enum Code: Hashable, Sendable {
    /// The text holds no instruction at all.
    case nothingAsked
    /// `words` has no meaning where it stands.
    case notUnderstood
    /// The text asks for more adjustments (`found`) than one instruction may hold (`allowed`).
    case tooManyAdjustments
    /// The amount `found` lies outside `allowed`, both with their unit.
    case amountOutOfRange
    /// The adjustment works on a part of the picture and no mask says which (`words` names it, if anything
    /// does).
    case needsMask
    /// The mask's size (`found`) is not the picture's (`allowed`).
    case maskSizeDiffers
    /// Without a mask the background is found from the frame's border; only `found` per cent of the border
    /// have one colour, `allowed` are needed.
    case backgroundNotPlain
    /// The mask covers all `found` pixels of the picture, so that nothing is left to fill the area from.
    case cannotBeRemoved
  }

  public let code: Code

  /// The words that the code speaks of, in lower case; `nil` when it speaks of none.
  public let words: String?

  /// What was met, with its unit.
  public let found: String?

  /// What would have been accepted, with its unit.
  public let allowed: String?

  init(_ code: Code, words: String? = nil, found: String? = nil, allowed: String? = nil) {
    self.code = code
    self.words = words
    self.found = found
    self.allowed = allowed
  }

  static func notUnderstood(_ words: String) -> RetouchError {
    RetouchError(.notUnderstood, words: words)
  }
}
