public import Raster

/// The file that a session was opened on, kept as it came.
public struct SourceFile: Hashable, Sendable, Codable {
  public let object: Digest
  /// The last part of the path that the user named.
  public let name: String
  public let byteCount: Int

  public init(object: Digest, name: String, byteCount: Int) {
    self.object = object
    self.name = name
    self.byteCount = byteCount
  }
}

/// An immutable version of the picture.
public struct Round: Hashable, Sendable, Codable {
  /// Where the picture came from.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case source
    /// A model made it from words alone.
    case generated
    case edited
    /// The frame of the parent was changed.
    case canvas
  }

  /// A round of another session.
  public struct Origin: Hashable, Sendable, Codable {
    /// The name of that session's folder.
    public let session: String
    public let round: RoundID
    /// The digest of the request that it answered, by which it is found again.
    public let request: Digest?
    /// How the picture lay on the canvas that was sent.
    public let frame: SentFrame?

    public init(session: String, round: RoundID, request: Digest? = nil, frame: SentFrame? = nil) {
      self.session = session
      self.round = round
      self.request = request
      self.frame = frame
    }
  }

  /// Who made the raw picture.
  public struct Maker: Hashable, Sendable, Codable {
    public let provider: String
    public let model: String
    /// `nil` where an attempt of another session made it.
    public let attempt: AttemptID?
    /// The round whose stored reply was used again instead of asking anew.
    public let answeredFrom: RoundID?
    /// The same, of another session.
    public let origin: Origin?

    public init(provider: String, model: String, attempt: AttemptID, answeredFrom: RoundID? = nil) {
      self.provider = provider
      self.model = model
      self.attempt = attempt
      self.answeredFrom = answeredFrom
      origin = nil
    }

    /// The maker of a picture that another session paid for.
    public init(provider: String, model: String, origin: Origin) {
      self.provider = provider
      self.model = model
      attempt = nil
      answeredFrom = nil
      self.origin = origin
    }

    /// True when nothing was asked for this round.
    public var isAnsweredFromStore: Bool { answeredFrom != nil || origin != nil }
  }

  public let id: RoundID
  public let parent: RoundID?
  public let kind: Kind
  /// What this round was asked to change, each with its own mask.
  public let instructions: [Instruction]
  public let maker: Maker?
  /// The picture as the provider returned it; `nil` for a source.
  public let raw: StoredPicture?
  /// The round's picture: for masked instructions the raw one composed over the parent.
  public let picture: StoredPicture
  public let verification: Verification?
  public let source: SourceFile?
  /// The command that changed the frame; `nil` for other kinds.
  public let canvas: String?
  public let time: Timestamp

  public init(
    id: RoundID, parent: RoundID?, kind: Kind, instructions: [Instruction] = [],
    maker: Maker? = nil, raw: StoredPicture? = nil, picture: StoredPicture,
    verification: Verification? = nil, source: SourceFile? = nil, canvas: String? = nil, time: Timestamp
  ) {
    self.id = id
    self.parent = parent
    self.kind = kind
    self.instructions = instructions
    self.maker = maker
    self.raw = raw
    self.picture = picture
    self.verification = verification
    self.source = source
    self.canvas = canvas
    self.time = time
  }

  /// True when every instruction has a mask, so that pixels outside all masks equal the parent's.
  public var isLocked: Bool {
    kind == .edited && !instructions.isEmpty && instructions.allSatisfy { $0.mask != nil }
  }
}

/// What was measured on a round, and the verdict on it.
public struct Verification: Hashable, Sendable, Codable {
  /// How far two pictures differ over a set of pixels.
  public struct Change: Hashable, Sendable, Codable {
    /// Pixels looked at.
    public let pixels: Int
    /// Pixels with any channel different.
    public let changed: Int
    /// Largest difference of a channel, `0...255`.
    public let maximum: Int

    public init(pixels: Int, changed: Int, maximum: Int) {
      self.pixels = pixels
      self.changed = changed
      self.maximum = maximum
    }
  }

  /// What became of one instruction.
  public enum Outcome: String, Sendable, Codable {
    case done
    case notDone
    /// No mask, so no place to look at; or its place changed no more than what was to stay.
    case cannotTell
  }

  /// The change in one instruction's place, and what that says.
  public struct InstructionResult: Hashable, Sendable, Codable {
    public let id: QueueID
    public let inside: Change
    public let outcome: Outcome

    public init(id: QueueID, inside: Change, outcome: Outcome) {
      self.id = id
      self.inside = inside
      self.outcome = outcome
    }
  }

  /// From best to worst.
  public enum Verdict: String, Sendable, Codable, Comparable, CaseIterable {
    case pass
    case warn
    case fail

    private var severity: Int { self == .pass ? 0 : self == .warn ? 1 : 2 }
    public static func < (left: Verdict, right: Verdict) -> Bool { left.severity < right.severity }
  }

  /// What was found wanting; the planner's table of limits has the number behind each.
  public enum Finding: String, Sendable, Codable, CaseIterable {
    /// A pixel outside all masks differs from the parent's.
    case lockBroken
    case sizeDiffers
    /// All pixels are equal, and the parent's were not.
    case flat
    /// No instruction changed a pixel where it may.
    case nothingDone
    /// Some instructions changed a pixel and some did not.
    case partlyDone
    /// The step across the masks' edges is much larger than the parent's.
    case seam
    /// The colours outside all masks came back as a whole with a cast.
    case colourShift
    /// A mask's place changed no more than what was to stay as it is.
    case indistinct
    /// Transparency was asked for and none came.
    case alphaMissing
    /// Another size came than was asked for, and was scaled back.
    case rescaled
    /// Another file format came than was asked for.
    case otherFormat
  }

  /// A picture file as it is asked for or as it came.
  public struct Rendition: Hashable, Sendable, Codable {
    public let size: PixelSize
    /// Its file format, as `png`.
    public let format: String
    /// True when some pixel is not opaque; `nil` when nothing was asked.
    public let isTransparent: Bool?

    public init(size: PixelSize, format: String, isTransparent: Bool?) {
      self.size = size
      self.format = format
      self.isTransparent = isTransparent
    }
  }

  /// Outside all masks, as the provider returned it; `nil` when an instruction had no mask.
  public let outsideBefore: Change?
  /// Outside all masks after composing; its `changed` must be 0.
  public let outsideAfter: Change?
  public let instructions: [InstructionResult]
  /// Mean step across the masks' edges relative to the parent's across the same edges; `nil` without edge.
  public let seamRatio: Double?
  public let verdict: Verdict
  public let findings: [Finding]
  /// Mean CIEDE2000 difference of the colours outside all masks, as the provider returned them, in cells of
  /// 8 x 8 pixels; `nil` without such a cell, and for providers that change nothing there.
  public let colourShift: Double?
  /// What a provider that renders files was asked for; `nil` for others.
  public let asked: Rendition?
  /// What came, read from the picture itself.
  public let got: Rendition?

  public init(
    outsideBefore: Change?, outsideAfter: Change?, instructions: [InstructionResult],
    seamRatio: Double?, verdict: Verdict, findings: [Finding], colourShift: Double? = nil,
    asked: Rendition? = nil, got: Rendition? = nil
  ) {
    self.outsideBefore = outsideBefore
    self.outsideAfter = outsideAfter
    self.instructions = instructions
    self.seamRatio = seamRatio
    self.verdict = verdict
    self.findings = findings
    self.colourShift = colourShift
    self.asked = asked
    self.got = got
  }
}

/// What the user decided about a round.
public struct Judgement: Hashable, Sendable, Codable {
  /// The decision.
  public enum Verdict: String, Sendable, Codable, CaseIterable {
    case accepted
    case rejected
  }

  public let verdict: Verdict
  public let reason: String?

  public init(_ verdict: Verdict, reason: String? = nil) {
    self.verdict = verdict
    self.reason = reason
  }
}
