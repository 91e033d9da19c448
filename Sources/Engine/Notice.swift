public import EditModel
internal import Store

/// Something that happened by itself and that the user should know.
public struct Notice: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// The end of a log was torn by a crash; it was set aside in this file.
    case tornTail(file: String, byteCount: Int)
    /// A log is damaged in the middle; the session is read-only.
    case damage(file: String, line: Int)
    /// A reply that had arrived before a crash was made into this round.
    case roundFinished(RoundID, attempt: AttemptID)
    /// An attempt that a crash cut off; nothing was billed.
    case attemptAbandoned(AttemptID)
    /// The source had 16 bits per sample and was rounded to 8.
    case sixteenBitRounded
    /// These chunks of the source say how it should look and are not used.
    case unusedChunks([String])
    /// Bytes after the picture's end were passed over.
    case trailingBytes(Int)
    /// How the polarity of a mask file was decided.
    case polarity(MaskShape.FilePolarity, reason: String)
    /// Asking again gives the same pixels, because nothing in it is random.
    case notRandom([QueueID])
  }

  public let kind: Kind

  public init(_ kind: Kind) {
    self.kind = kind
  }
}

extension Notice {
  init(store notice: SessionNotice) {
    switch notice {
    case .tornTailSetAside(_, let copy, _, let byteCount):
      self.init(.tornTail(file: copy, byteCount: byteCount))
    }
  }
}
