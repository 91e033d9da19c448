public import Raster

/// A SHA-256 digest, printed and stored as 64 lower-case hexadecimal digits.
public struct Digest: Hashable, Sendable {
  private let first: UInt64
  private let second: UInt64
  private let third: UInt64
  private let fourth: UInt64

  init(words: [UInt32]) {
    precondition(words.count == 8, "a SHA-256 state has eight words")
    func pair(_ index: Int) -> UInt64 { UInt64(words[index]) << 32 | UInt64(words[index + 1]) }
    first = pair(0)
    second = pair(2)
    third = pair(4)
    fourth = pair(6)
  }

  /// The digest with these bytes, eight at a time as big-endian numbers.
  package init(_ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64) {
    (self.first, self.second, self.third, self.fourth) = (first, second, third, fourth)
  }

  /// Its bytes, eight at a time as big-endian numbers.
  package var numbers: [UInt64] { [first, second, third, fourth] }

  /// The digest with these hexadecimal digits, or `nil` unless there are exactly 64 lower-case ones.
  public init?(hex: some StringProtocol) {
    let digits = Array(hex.utf8)
    guard digits.count == 64 else { return nil }
    var words: [UInt32] = []
    for start in stride(from: 0, to: 64, by: 8) {
      guard let word = Self.word(digits[start..<start + 8]) else { return nil }
      words.append(word)
    }
    self.init(words: words)
  }

  private static func word(_ digits: ArraySlice<UInt8>) -> UInt32? {
    var word: UInt32 = 0
    for digit in digits {
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): word = word << 4 | UInt32(digit - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"):
        word = word << 4 | UInt32(digit - UInt8(ascii: "a") + 10)
      default: return nil
      }
    }
    return word
  }

  /// 64 lower-case hexadecimal digits.
  public var hex: String {
    [first, second, third, fourth].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// The first 12 digits, enough to tell digests apart on a screen.
  public var short: String { String(hex.prefix(12)) }

  /// The first eight bytes as a number, to seed a generator.
  public var seed: UInt64 { first }
}

extension Digest: CustomStringConvertible {
  public var description: String { hex }
}

extension Digest: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let digest = Digest(hex: text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a SHA-256 digest")
    }
    self = digest
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hex)
  }
}

extension Bitmap {
  /// The picture's identity: SHA-256 of width and height as 8-byte big-endian numbers and the RGBA8 rows.
  ///
  /// It depends on pixels only, never on how a file stored them.
  public var pixelDigest: Digest { hashed(size: size, samples: samples) }
}

extension Mask {
  /// The mask's identity: SHA-256 of width and height as 8-byte big-endian numbers and the weights.
  public var pixelDigest: Digest { hashed(size: size, samples: weights) }
}

private func hashed(size: PixelSize, samples: [UInt8]) -> Digest {
  var hash = SHA256()
  for side in [size.width, size.height] {
    withUnsafeBytes(of: UInt64(side).bigEndian) { hash.update($0) }
  }
  hash.update(samples)
  return hash.finalize()
}
