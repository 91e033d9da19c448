package import EditModel

/// What a cached value was made of; two requests for the same value have the same key.
package struct CacheKey: Hashable, Sendable {
  /// What a value is, and the folder that it stands in.
  package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// A picture encoded for sending.
    case input
    /// A mask encoded for sending.
    case mask
    /// What a paid request brought.
    case result
  }

  /// One thing that decides over the value, for people who ask why it was not found.
  package struct Fact: Hashable, Sendable, Codable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package let kind: Kind
  package let facts: [Fact]
  /// Of what makes the values: another version may make other bytes of the same facts.
  package let version: String
  /// The same of all versions.
  let subject: Digest
  /// The value's name in the cache.
  package let digest: Digest

  /// - Parameter version: Letters and digits, at least one.
  package init(_ kind: Kind, _ facts: [Fact], version: String) {
    precondition(Self.isLegal(version), "a version is letters and digits")
    self.kind = kind
    self.facts = facts
    self.version = version
    subject = Self.digest([kind.rawValue] + facts.flatMap { [$0.name, $0.value] })
    digest = Self.digest([subject.hex, version])
  }

  /// A picture on its way to a canvas.
  ///
  /// - Parameter pixels: The identity of the whole picture, of which the frame shows a part.
  package static func input(pixels: Digest, frame: SentFrame, version: String) -> CacheKey {
    CacheKey(.input, [Fact("pixels", pixels.hex)] + facts(of: frame), version: version)
  }

  /// The masks of a call on their way to a canvas; their order and number do not matter.
  package static func mask(pixels: [Digest], frame: SentFrame, version: String) -> CacheKey {
    let masks = Set(pixels.map(\.hex)).sorted()
    return CacheKey(.mask, masks.map { Fact("mask", $0) } + facts(of: frame), version: version)
  }

  /// What a paid request brought.
  package static func result(request: Digest, version: String) -> CacheKey {
    CacheKey(.result, [Fact("request", request.hex)], version: version)
  }

  private static func facts(of frame: SentFrame) -> [Fact] {
    [
      Fact("crop", frame.cropText), Fact("placed", frame.placedText), Fact("canvas", frame.canvasText),
    ]
  }

  static func isLegal(_ version: String) -> Bool {
    !version.isEmpty && version.utf8.count <= 64
      && version.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        default: false
        }
      }
  }

  /// Each text is hashed with its length, so that no two lists meet.
  private static func digest(_ texts: [String]) -> Digest {
    var hash = SHA256()
    for text in texts {
      let bytes = Array(text.utf8)
      withUnsafeBytes(of: UInt64(bytes.count).bigEndian) { hash.update($0) }
      hash.update(bytes)
    }
    return hash.finalize()
  }
}
