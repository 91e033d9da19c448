public import EditModel

/// Why an instruction shares the call of the one before it.
public enum MergeReason: Hashable, Sendable {
  case bothWholePicture
  case sameMask
  /// The two share no editable pixel.
  case disjointMasks
  /// Allowed by `merge loose`: with an unmasked instruction in it the call locks nothing.
  case looselyMixed
}

/// Why an instruction starts a call of its own.
public enum SplitReason: Hashable, Sendable {
  /// The first of the plan.
  case first
  /// Merging is switched off.
  case mergingOff
  case fence(QueueID)
  /// This instruction asked to be alone.
  case alone(QueueID)
  /// It refers to what was done before; the words that say so.
  case pointsBack(String)
  /// One of the two has a mask and the other has none.
  case maskBesideWholePicture(QueueID)
  /// Its mask shares pixels with the different mask of this instruction.
  case overlapping(QueueID)
  /// It goes with other reference pictures than this instruction.
  case otherReferences(QueueID)
  /// It asks for another number of variants than this instruction.
  case otherVariants(QueueID)
  /// The call before is full.
  case mergeMax(Int)
  /// The joined prompt would have this many characters.
  case promptLimit(characters: Int, limit: Int)
  /// One goes to the embedded provider and the other does not.
  case otherRoute
  /// They could share a call, but another grouping costs less.
  case cheaperApart
}

/// Why an instruction is in no call.
public struct Refusal: Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    /// The provider does not understand it; what it would understand.
    case notUnderstood([String])
    /// The mask of this name allows no pixel to change.
    case emptyMask(String)
    /// The mask of this name is of another size than the picture.
    case maskSizeDiffers(String)
    case promptTooLong(characters: Int, limit: Int)
  }

  public let id: QueueID
  public let reason: Reason
}
