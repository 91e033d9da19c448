/// The number for life of one thing in the queue: `e7` an instruction, `f2` a fence.
public struct QueueID: Hashable, Sendable, Comparable {
  /// Also the letter before the number.
  public enum Kind: String, Sendable {
    case instruction = "e"
    case fence = "f"
  }

  public let kind: Kind
  public let number: Int

  public init(_ kind: Kind, _ number: Int) {
    self.kind = kind
    self.number = number
  }

  /// The id written like `e7` or `f2`, or `nil`.
  public init?(_ text: some StringProtocol) {
    guard let kind = text.first.flatMap({ Kind(rawValue: String($0)) }),
      let number = positiveNumber(text.dropFirst())
    else { return nil }
    self.init(kind, number)
  }

  public static func < (left: QueueID, right: QueueID) -> Bool {
    (left.number, left.kind.rawValue) < (right.number, right.kind.rawValue)
  }
}

extension QueueID: LosslessStringConvertible, StringCoded {
  public var description: String { "\(kind.rawValue)\(number)" }
}

/// The number of a round; variants of one call share the number and differ in their letter (`7a`, `7b`).
///
/// The source is round 0. A number is never used again, also not after an undo.
public struct RoundID: Hashable, Sendable, Comparable {
  public static let source = RoundID(0)

  public let number: Int

  /// The variant's letter `a...z`, or `nil` when the call made one picture.
  public let variant: Character?

  public init(_ number: Int, variant: Character? = nil) {
    self.number = number
    self.variant = variant
  }

  /// The id written like `7` or `7a`, or `nil`.
  public init?(_ text: some StringProtocol) {
    let letter = text.last.flatMap { $0.isASCII && ("a"..."z").contains($0) ? $0 : nil }
    let digits = letter == nil ? text[...] : text.dropLast()
    if digits == "0", letter == nil {
      self = .source
      return
    }
    guard let number = positiveNumber(digits) else { return nil }
    self.init(number, variant: letter)
  }

  public static func < (left: RoundID, right: RoundID) -> Bool {
    if left.number != right.number { return left.number < right.number }
    return (left.variant ?? "\0") < (right.variant ?? "\0")
  }
}

extension RoundID: LosslessStringConvertible, StringCoded {
  public var description: String { variant.map { "\(number)\($0)" } ?? "\(number)" }
}

/// The number of one sending of a call, `a12`, counted within its session.
public struct AttemptID: Hashable, Sendable, Comparable {
  public let number: Int

  public init(_ number: Int) {
    self.number = number
  }

  /// The id written like `a12`, or `nil`.
  public init?(_ text: some StringProtocol) {
    guard text.first == "a", let number = positiveNumber(text.dropFirst()) else { return nil }
    self.init(number)
  }

  public static func < (left: AttemptID, right: AttemptID) -> Bool { left.number < right.number }
}

extension AttemptID: LosslessStringConvertible, StringCoded {
  public var description: String { "a\(number)" }
}

/// A value whose stored form is its description.
package protocol StringCoded: Codable, LosslessStringConvertible {}

extension StringCoded {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let value = Self(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "not a \(Self.self)")
    }
    self = value
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// A decimal number of 1 or more without sign or leading zero, or `nil`.
func positiveNumber(_ text: some StringProtocol) -> Int? {
  guard let first = text.utf8.first, first != UInt8(ascii: "0"),
    text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
  else { return nil }
  return Int(text)
}
