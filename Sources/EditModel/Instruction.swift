public import Raster

/// A picture that stands in the session's objects.
public struct StoredPicture: Hashable, Sendable, Codable {
  /// SHA-256 of the stored bytes: the picture's name in `objects/`.
  public let object: Digest
  /// The picture's identity, whatever the encoding.
  public let pixels: Digest
  public let size: PixelSize
  public let byteCount: Int

  public init(object: Digest, pixels: Digest, size: PixelSize, byteCount: Int) {
    self.object = object
    self.pixels = pixels
    self.size = size
    self.byteCount = byteCount
  }
}

/// One version of a named mask, and how it was made.
public struct MaskVersion: Hashable, Sendable, Codable {
  public let name: String
  public let stored: StoredPicture
  /// The commands that built it, oldest first, as they could be typed again.
  public let recipe: [String]

  public init(name: String, stored: StoredPicture, recipe: [String]) {
    self.name = name
    self.stored = stored
    self.recipe = recipe
  }
}

/// One thing that the user wants changed.
public struct Instruction: Hashable, Sendable, Codable {
  public let id: QueueID
  public let text: String
  /// The mask as it was when the instruction was queued; `nil` means the whole picture.
  public let mask: MaskVersion?
  /// Never merged with others when true.
  public let alone: Bool

  public init(id: QueueID, text: String, mask: MaskVersion?, alone: Bool = false) {
    self.id = id
    self.text = text
    self.mask = mask
    self.alone = alone
  }
}

/// Why an instruction waits and is not part of a plan until it is released.
public enum Hold: Hashable, Sendable, Codable {
  case byUser
  /// The round that was made did not do it, or failed as a whole.
  case notDone(RoundID)
}

/// One place in the queue.
public struct QueueEntry: Hashable, Sendable, Codable {
  public enum Item: Hashable, Sendable, Codable {
    case instruction(Instruction)
    /// Nothing is merged across it.
    case fence(QueueID)
  }

  public var item: Item
  /// Order in the queue; gaps leave room for a move to change one entry.
  public var rank: Int
  public var hold: Hold?

  public init(item: Item, rank: Int, hold: Hold? = nil) {
    self.item = item
    self.rank = rank
    self.hold = hold
  }

  public var id: QueueID {
    switch item {
    case .instruction(let instruction): instruction.id
    case .fence(let id): id
    }
  }

  public var instruction: Instruction? {
    guard case .instruction(let instruction) = item else { return nil }
    return instruction
  }
}
