internal import Codecs
public import EditModel
public import Raster
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
    /// A paid attempt that a crash cut off; nobody can know here whether it was billed.
    case outcomeUnknown(AttemptID)
    /// A paid reply that had arrived holds no usable picture; it is kept, and counts as billed.
    case replyUnusable(AttemptID)
    /// A model of this session will be shut down on this day, `YYYY-MM-DD`.
    case shutsDown(model: String, day: String, successor: String?)
    /// The source had 16 bits per sample and was rounded to 8.
    case sixteenBitRounded
    /// The source has a colour profile: pixels are edited as they are, and the profile goes along.
    case profileKept
    /// The source is an animation; its first picture was taken.
    case firstFrame
    /// Bytes after the picture's end were passed over.
    case trailingBytes(Int)
    /// How the polarity of a mask file was decided.
    case polarity(MaskFileOptions.Polarity, reason: String)
    /// What a mask was made of.
    case annotations(AnnotationSummary)
    /// A mask that was made or changed has no pixel above 0.
    case maskCoversNothing(String)
    /// A mask was scaled to the picture's size.
    case maskScaled(from: PixelSize, to: PixelSize, kernel: String)
    /// Nearly black and nearly white pixels of a lossy mask file were taken for black and white.
    case maskCleaned(pixels: Int)
    /// The file's rows lay otherwise; the picture was turned upright.
    case turned
    /// The cache could not be used; the work went on without it.
    case cacheUnusable(Problem)
    /// Asking again gives the same pixels, because nothing in it is random.
    case notRandom([QueueID])
  }

  /// What an annotation file gave.
  public struct AnnotationSummary: Hashable, Sendable {
    /// The layout, as `cocoDataset`.
    public let kind: String
    public let image: String?
    public let labels: [String]
    /// Marked things that the mask unites.
    public let used: Int
    /// How many of these were known by their bounding box only.
    public let boxes: Int
    /// Shapes without an area, which were passed over.
    public let skipped: Int
  }

  public let kind: Kind

  public init(_ kind: Kind) {
    self.kind = kind
  }
}

extension Notice {
  /// What a file of a picture had that the user may not expect.
  static func all(about picture: DecodedPicture) -> [Notice] {
    var kinds: [Kind] = []
    if picture.wasSixteenBit { kinds.append(.sixteenBitRounded) }
    if picture.orientation != .upright { kinds.append(.turned) }
    if picture.metadata.profile != nil { kinds.append(.profileKept) }
    if picture.isAnimated { kinds.append(.firstFrame) }
    if picture.trailingByteCount > 0 { kinds.append(.trailingBytes(picture.trailingByteCount)) }
    return kinds.map { Notice($0) }
  }

  init(store notice: SessionNotice) {
    switch notice {
    case .tornTailSetAside(_, let copy, _, let byteCount):
      self.init(.tornTail(file: copy, byteCount: byteCount))
    }
  }
}
