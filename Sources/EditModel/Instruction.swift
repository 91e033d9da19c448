public import Raster

/// A picture that stands in the session's objects.
public struct StoredPicture: Hashable, Sendable {
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

extension StoredPicture: Codable {
  private enum CodingKeys: String, CodingKey { case object, pixels, size, byteCount }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    object = try container.decode(Digest.self, forKey: .object)
    pixels = try container.decode(Digest.self, forKey: .pixels)
    size = try container.decode(PixelSize.self, forKey: .size)
    byteCount = try container.decode(Int.self, forKey: .byteCount)
    guard size.width > 0, size.height > 0, let count = size.pixelCount,
      count <= PixelSize.maximumPixelCount, byteCount > 0
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .size, in: container, debugDescription: "size out of range")
    }
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

/// A picture that goes along with a paid call for its looks.
public struct ReferencePicture: Hashable, Sendable, Codable {
  public let name: String
  /// The file as it came.
  public let stored: StoredPicture
  /// Its file format, as `png`.
  public let format: String

  public init(name: String, stored: StoredPicture, format: String) {
    self.name = name
    self.stored = stored
    self.format = format
  }
}

/// One thing that the user wants changed.
public struct Instruction: Hashable, Sendable {
  public let id: QueueID
  public let text: String
  /// The mask as it was when the instruction was queued; `nil` means the whole picture.
  public let mask: MaskVersion?
  /// Never merged with others when true.
  public let alone: Bool
  /// In the order in which they are sent; as they were when the instruction was queued.
  public let references: [ReferencePicture]
  /// How many pictures are asked for, `1...10`.
  public let variants: Int

  public init(
    id: QueueID, text: String, mask: MaskVersion?, alone: Bool = false,
    references: [ReferencePicture] = [], variants: Int = 1
  ) {
    self.id = id
    self.text = text
    self.mask = mask
    self.alone = alone
    self.references = references
    self.variants = variants
  }

  /// The same with another version of its mask.
  package func with(mask: MaskVersion?) -> Instruction {
    Instruction(
      id: id, text: text, mask: mask, alone: alone, references: references, variants: variants)
  }
}

extension Instruction: Codable {
  private enum CodingKeys: String, CodingKey { case id, text, mask, alone, references, variants }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let variants = try container.decodeIfPresent(Int.self, forKey: .variants) ?? 1
    guard (1...10).contains(variants) else {
      throw DecodingError.dataCorruptedError(
        forKey: .variants, in: container, debugDescription: "variants out of range")
    }
    self.init(
      id: try container.decode(QueueID.self, forKey: .id),
      text: try container.decode(String.self, forKey: .text),
      mask: try container.decodeIfPresent(MaskVersion.self, forKey: .mask),
      alone: try container.decode(Bool.self, forKey: .alone),
      references: try container.decodeIfPresent([ReferencePicture].self, forKey: .references) ?? [],
      variants: variants)
  }

  /// What is usual is not written, so that sessions without it look as they always did.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(text, forKey: .text)
    try container.encodeIfPresent(mask, forKey: .mask)
    try container.encode(alone, forKey: .alone)
    if !references.isEmpty { try container.encode(references, forKey: .references) }
    if variants != 1 { try container.encode(variants, forKey: .variants) }
  }
}

/// Why an instruction waits and is not part of a plan until it is released.
public enum Hold: Hashable, Sendable {
  case byUser
  /// The round that was made did not do it, or failed as a whole.
  case notDone(RoundID)
}

extension Hold: LosslessStringConvertible, StringCoded {
  /// `user`, or `not-done/7` with the round's id.
  public var description: String {
    switch self {
    case .byUser: "user"
    case .notDone(let round): "not-done/\(round)"
    }
  }

  public init?(_ text: String) {
    if text == "user" {
      self = .byUser
    } else if text.hasPrefix("not-done/"), let round = RoundID(text.dropFirst(9)) {
      self = .notDone(round)
    } else {
      return nil
    }
  }
}

/// One place in the queue.
public struct QueueEntry: Hashable, Sendable {
  /// What stands at the place.
  public enum Item: Hashable, Sendable {
    case instruction(Instruction)
    /// Nothing is merged across it.
    case fence(QueueID)
  }

  public var item: Item
  /// Order in the queue, in `ranks`; gaps leave room for a move to change one entry.
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

extension QueueEntry: Codable {
  /// Far from the bounds of an `Int`, so that steps between ranks cannot overflow.
  public static let ranks = -(1 << 52)...(1 << 52)

  private enum CodingKeys: String, CodingKey { case instruction, fence, rank, hold }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let instruction = try container.decodeIfPresent(Instruction.self, forKey: .instruction) {
      item = .instruction(instruction)
    } else {
      item = .fence(try container.decode(QueueID.self, forKey: .fence))
    }
    rank = try container.decode(Int.self, forKey: .rank)
    hold = try container.decodeIfPresent(Hold.self, forKey: .hold)
    guard Self.ranks.contains(rank) else {
      throw DecodingError.dataCorruptedError(
        forKey: .rank, in: container, debugDescription: "rank out of range")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch item {
    case .instruction(let instruction): try container.encode(instruction, forKey: .instruction)
    case .fence(let id): try container.encode(id, forKey: .fence)
    }
    try container.encode(rank, forKey: .rank)
    try container.encodeIfPresent(hold, forKey: .hold)
  }
}
