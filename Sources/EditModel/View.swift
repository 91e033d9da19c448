/// One key of the view.
public enum ViewKey: Hashable, Sendable {
  case at
  case tag(String)
  case queue(QueueID)
  case mask(String)
  case set(String)
  case reference(String)
  case judged(RoundID)
}

extension ViewKey: Comparable {
  public static func < (left: ViewKey, right: ViewKey) -> Bool {
    left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
  }
}

extension ViewKey: LosslessStringConvertible, StringCoded {
  public var description: String {
    switch self {
    case .at: "at"
    case .tag(let name): "tag/\(name)"
    case .queue(let id): "queue/\(id)"
    case .mask(let name): "mask/\(name)"
    case .set(let key): "set/\(key)"
    case .reference(let name): "ref/\(name)"
    case .judged(let id): "judged/\(id)"
    }
  }

  public init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    if text == "at" {
      self = .at
      return
    }
    guard parts.count == 2 else { return nil }
    let rest = String(parts[1])
    switch parts[0] {
    case "tag": self = .tag(rest)
    case "mask": self = .mask(rest)
    case "set": self = .set(rest)
    case "ref": self = .reference(rest)
    case "queue":
      guard let id = QueueID(rest) else { return nil }
      self = .queue(id)
    case "judged":
      guard let id = RoundID(rest) else { return nil }
      self = .judged(id)
    default: return nil
    }
  }
}

/// The value of one key; which case it is follows from the key.
public enum ViewValue: Hashable, Sendable {
  case round(RoundID)
  case entry(QueueEntry)
  case mask(MaskVersion)
  case text(String)
  case reference(ReferencePicture)
  case judgement(Judgement)
}

/// One change of the view: a key, its value before and after (`nil`: absent).
public struct Change: Hashable, Sendable {
  public let key: ViewKey
  public let old: ViewValue?
  public let new: ViewValue?

  public init(key: ViewKey, old: ViewValue?, new: ViewValue?) {
    self.key = key
    self.old = old
    self.new = new
  }

  /// The change that takes this one back.
  public var inverse: Change { Change(key: key, old: new, new: old) }
}

extension Change: Codable {
  private enum CodingKeys: String, CodingKey { case key, old, new }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    key = try container.decode(ViewKey.self, forKey: .key)
    old = try Self.value(of: key, in: container, forKey: .old)
    new = try Self.value(of: key, in: container, forKey: .new)
  }

  private static func value(
    of key: ViewKey, in container: KeyedDecodingContainer<CodingKeys>, forKey side: CodingKeys
  ) throws -> ViewValue? {
    guard container.contains(side) else { return nil }
    switch key {
    case .at, .tag: return .round(try container.decode(RoundID.self, forKey: side))
    case .queue: return .entry(try container.decode(QueueEntry.self, forKey: side))
    case .mask: return .mask(try container.decode(MaskVersion.self, forKey: side))
    case .set: return .text(try container.decode(String.self, forKey: side))
    case .reference: return .reference(try container.decode(ReferencePicture.self, forKey: side))
    case .judged: return .judgement(try container.decode(Judgement.self, forKey: side))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(key, forKey: .key)
    try Self.encode(old, in: &container, forKey: .old)
    try Self.encode(new, in: &container, forKey: .new)
  }

  private static func encode(
    _ value: ViewValue?, in container: inout KeyedEncodingContainer<CodingKeys>,
    forKey side: CodingKeys
  ) throws {
    switch value {
    case .none: return
    case .round(let id): try container.encode(id, forKey: side)
    case .entry(let entry): try container.encode(entry, forKey: side)
    case .mask(let mask): try container.encode(mask, forKey: side)
    case .text(let text): try container.encode(text, forKey: side)
    case .reference(let reference): try container.encode(reference, forKey: side)
    case .judgement(let judgement): try container.encode(judgement, forKey: side)
    }
  }
}

/// What operations change and undo restores: a flat map from keys to values.
public struct View: Hashable, Sendable {
  public private(set) var values: [ViewKey: ViewValue]

  public init(values: [ViewKey: ViewValue] = [:]) {
    self.values = values
  }

  /// The value of a key, or `nil` where it is absent.
  public subscript(key: ViewKey) -> ViewValue? { values[key] }

  /// Applies the new values, in order; old values are not looked at.
  public mutating func apply(_ changes: [Change]) {
    for change in changes { values[change.key] = change.new }
  }

  /// The changes that set these values, without those that change nothing.
  ///
  /// A `nil` value removes the key. Where a key comes more than once, its last value counts.
  public func changes(setting wanted: [(ViewKey, ViewValue?)]) -> [Change] {
    let last = Dictionary(wanted, uniquingKeysWith: { _, later in later })
    var seen: Set<ViewKey> = []
    return wanted.map(\.0).filter { seen.insert($0).inserted }.compactMap { key in
      let (old, new) = (values[key], last[key] ?? nil)
      return old == new ? nil : Change(key: key, old: old, new: new)
    }
  }

  /// The changes that lead from this view to `other`, in key order.
  public func changes(to other: View) -> [Change] {
    let keys = Set(values.keys).union(other.values.keys).sorted()
    return changes(setting: keys.map { ($0, other.values[$0]) })
  }
}

extension View: Codable {
  public init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    var changes: [Change] = []
    while !container.isAtEnd { changes.append(try container.decode(Change.self)) }
    self.init()
    apply(changes)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    for change in View().changes(to: self) { try container.encode(change) }
  }
}
