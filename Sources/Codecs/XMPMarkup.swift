/// The tags of an XML document that holds RDF, with their places in the bytes.
///
/// Just enough XML for packets of XMP: UTF-8, no document type. Each name space counts for the whole document,
/// as in all packets that are met.
struct XMPMarkup {
  struct Attribute {
    let name: String
    /// The bytes of the value, quotes not counted.
    let value: Range<Int>
    /// The attribute with the space before it.
    let whole: Range<Int>
  }

  struct Tag {
    enum Kind { case open, close, empty }
    let kind: Kind
    let name: String
    let attributes: [Attribute]
    /// From `<` to behind `>`.
    let range: Range<Int>
    /// How many elements are open around the element.
    fileprivate(set) var depth = 0
    /// The index of the closing tag of an open one.
    fileprivate(set) var closing: Int?
  }

  let bytes: [UInt8]
  private(set) var tags: [Tag] = []
  /// Name spaces by prefix; a prefix bound twice to different ones makes the markup unreadable.
  private(set) var nameSpaces: [String: String] = [:]

  /// Most tags and attributes together, so that a packet cannot take many times its own size in memory.
  private static let mostParts = 1 << 19

  /// - Returns: `nil` when tags are not closed or not nested, a prefix changes its meaning, or there are more
  ///   tags and attributes than any sound packet has.
  /// - Complexity: O(bytes).
  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    var scanner = XMPScanner(bytes: bytes)
    var partCount = 0
    do {
      while let tag = try scanner.nextTag() {
        tags.append(tag)
        partCount += 1 + tag.attributes.count
        guard partCount <= Self.mostParts else { return nil }
      }
    } catch {
      return nil
    }
    guard nest(), bindPrefixes() else { return nil }
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// True when a qualified name is that of the name space, under whatever prefix.
  func isName(_ qualified: String, _ local: String, in nameSpace: String) -> Bool {
    let parts = qualified.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.count == 2 && parts[1] == local && nameSpaces[String(parts[0])] == nameSpace
  }

  private mutating func nest() -> Bool {
    var open: [Int] = []
    for index in tags.indices {
      switch tags[index].kind {
      case .empty: tags[index].depth = open.count
      case .open:
        tags[index].depth = open.count
        open.append(index)
      case .close:
        guard let opening = open.popLast(), tags[opening].name == tags[index].name else { return false }
        tags[index].depth = open.count
        tags[opening].closing = index
      }
    }
    return open.isEmpty
  }

  private mutating func bindPrefixes() -> Bool {
    for attribute in tags.flatMap(\.attributes) where attribute.name.hasPrefix("xmlns:") {
      let prefix = String(attribute.name.dropFirst(6))
      let nameSpace = text(attribute.value)
      guard nameSpaces[prefix] ?? nameSpace == nameSpace else { return false }
      nameSpaces[prefix] = nameSpace
    }
    return true
  }
}

/// Reads the tags of a document from its start to its end.
struct XMPScanner {
  private struct Malformed: Error {}
  private let bytes: [UInt8]
  private var offset = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func nextTag() throws -> XMPMarkup.Tag? {
    while true {
      guard let start = bytes[offset...].firstIndex(of: 0x3C) else { return nil }
      offset = start
      if matches("<?") {
        try skip(past: "?>")
      } else if matches("<!--") {
        try skip(past: "-->")
      } else if matches("<![CDATA[") {
        try skip(past: "]]>")
      } else if matches("<!") {
        throw Malformed()
      } else {
        return try readTag()
      }
    }
  }

  private func matches(_ text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    guard length <= bytes.count - offset else { return false }
    return (0..<length).allSatisfy { bytes[offset + $0] == text.utf8Start[$0] }
  }

  private mutating func skip(past end: StaticString) throws {
    while !matches(end) {
      guard offset < bytes.count else { throw Malformed() }
      offset += 1
    }
    offset += end.utf8CodeUnitCount
  }

  private func byte() throws -> UInt8 {
    guard offset < bytes.count else { throw Malformed() }
    return bytes[offset]
  }

  private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

  private mutating func skipSpace() throws {
    while Self.isSpace(try byte()) { offset += 1 }
  }

  private mutating func readName() throws -> String {
    let start = offset
    while true {
      let next = try byte()
      if Self.isSpace(next) || [0x3C, 0x3E, 0x2F, 0x3D, 0x22, 0x27].contains(next) { break }
      offset += 1
    }
    guard offset > start else { throw Malformed() }
    return String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  private mutating func readTag() throws -> XMPMarkup.Tag {
    let start = offset
    offset += 1
    let isClose = try byte() == 0x2F
    if isClose { offset += 1 }
    let name = try readName()
    var attributes: [XMPMarkup.Attribute] = []
    while true {
      let before = offset
      try skipSpace()
      switch try byte() {
      case 0x3E:
        offset += 1
        return XMPMarkup.Tag(
          kind: isClose ? .close : .open, name: name, attributes: attributes, range: start..<offset)
      case 0x2F:
        offset += 1
        guard try byte() == 0x3E, !isClose else { throw Malformed() }
        offset += 1
        return XMPMarkup.Tag(kind: .empty, name: name, attributes: attributes, range: start..<offset)
      default:
        guard !isClose, offset > before else { throw Malformed() }
        attributes.append(try readAttribute(from: before))
      }
    }
  }

  private mutating func readAttribute(from start: Int) throws -> XMPMarkup.Attribute {
    let name = try readName()
    try skipSpace()
    guard try byte() == 0x3D else { throw Malformed() }
    offset += 1
    try skipSpace()
    let quote = try byte()
    guard quote == 0x22 || quote == 0x27 else { throw Malformed() }
    offset += 1
    let valueStart = offset
    while try byte() != quote { offset += 1 }
    offset += 1
    return XMPMarkup.Attribute(name: name, value: valueStart..<(offset - 1), whole: start..<offset)
  }
}
