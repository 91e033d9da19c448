internal import EditModel

/// Reads a JSON document of RFC 8259 from a source in one pass, strictly, without building a tree of it.
///
/// The caller descends with `object` and `array` and takes exactly one value at each place. Duplicate names in
/// an object, nesting deeper than 64 and bytes that are no UTF-8 are refused.
struct JSONScanner {
  enum Kind {
    case object
    case array
    case string
    case number
    case literal
  }

  static let depthLimit = 64
  /// Bounds of what is kept of a document: bytes of one text, members of one object.
  static let textLimit = 1_048_576
  private static let memberLimit = 4_096

  var window: ByteWindow
  private var depth = 0

  init(_ source: any ByteSource, pieces: [Range<Int>]) {
    window = ByteWindow(source, pieces: pieces)
  }

  init(_ bytes: [UInt8]) {
    self.init(MemorySource(bytes), pieces: [0..<bytes.count])
  }

  /// What stands next; white space before it is passed.
  mutating func kind() throws(JSONFault) -> Kind {
    switch try next() {
    case UInt8(ascii: "{"): .object
    case UInt8(ascii: "["): .array
    case UInt8(ascii: "\""): .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): .number
    default: .literal
    }
  }

  /// Takes an object: `member` is called with each name and takes its value.
  mutating func object(
    _ member: (String, inout JSONScanner) throws(JSONFault) -> Void
  ) throws(JSONFault) {
    var names: Set<String> = []
    try container("{", "}") { scanner throws(JSONFault) in
      guard try scanner.kind() == .string else { throw .malformed }
      let name = try scanner.string(limit: 1_024)
      guard names.insert(name).inserted else { throw .duplicateKey }
      guard names.count <= Self.memberLimit else { throw .tooLarge }
      try scanner.take(":")
      try member(name, &scanner)
    }
  }

  /// Takes an array: `element` takes each value.
  mutating func array(_ element: (inout JSONScanner) throws(JSONFault) -> Void) throws(JSONFault) {
    try container("[", "]", element)
  }

  /// Takes a value of any kind and forgets it.
  mutating func skip() throws(JSONFault) {
    switch try kind() {
    case .object: try object { _, scanner throws(JSONFault) in try scanner.skip() }
    case .array: try array { scanner throws(JSONFault) in try scanner.skip() }
    case .string: _ = try string()
    case .number: _ = try number()
    case .literal: _ = try literal()
    }
  }

  /// Takes `true`, `false` or `null` and returns it.
  mutating func literal() throws(JSONFault) -> String {
    let first = try next()
    guard let word = ["true", "false", "null"].first(where: { $0.utf8.first == first }) else {
      throw .malformed
    }
    for byte in word.utf8 {
      guard let found = try window.peek() else { throw .truncated }
      guard found == byte else { throw .malformed }
      window.advance()
    }
    return word
  }

  /// Nothing but white space may follow the document.
  mutating func finish() throws(JSONFault) {
    try passSpace()
    guard try window.peek() == nil else { throw .malformed }
  }

  private mutating func container(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar,
    _ element: (inout JSONScanner) throws(JSONFault) -> Void
  ) throws(JSONFault) {
    try take(open)
    guard depth < Self.depthLimit else { throw .tooDeep }
    depth += 1
    if try next() != UInt8(ascii: close) {
      try element(&self)
      while try next() == UInt8(ascii: ",") {
        window.advance()
        try element(&self)
      }
    }
    try take(close)
    depth -= 1
  }

  /// The byte after white space, which must exist.
  mutating func next() throws(JSONFault) -> UInt8 {
    try passSpace()
    guard let byte = try window.peek() else { throw .truncated }
    return byte
  }

  mutating func take(_ character: Unicode.Scalar) throws(JSONFault) {
    guard try next() == UInt8(ascii: character) else { throw .malformed }
    window.advance()
  }

  private mutating func passSpace() throws(JSONFault) {
    while let byte = try window.peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      window.advance()
    }
  }
}
