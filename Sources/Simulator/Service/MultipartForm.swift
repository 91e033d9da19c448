/// The parts of a `multipart/form-data` body (RFC 7578), as ranges of it: nothing is copied.
struct MultipartForm: Sendable {
  struct Part: Hashable, Sendable {
    let name: String
    /// A part with a file name is a file, without one it is a field.
    let fileName: String?
    let contentType: String?
    /// Where its content stands in the body.
    let range: Range<Int>
  }

  /// Why a body is no form.
  enum Defect: String, Error {
    case noBoundary = "the Content-Type header states no usable boundary"
    case noPart = "the boundary does not occur"
    case unfinished = "the closing boundary is missing"
    case badBoundaryLine = "a boundary is followed by other characters"
    case badHeader = "a part's header cannot be read"
    case longHeader = "a part's header is too long"
    case noName = "a part has no name"
    case tooManyParts = "there are too many parts"
  }

  let parts: [Part]

  /// Longest head of a part, in bytes.
  static let headLimit = 16_384
  static let partLimit = 1_000

  /// - Parameter contentType: The request's header, with the boundary.
  /// - Throws: `Defect`, for any bytes whatever.
  init(_ body: [UInt8], contentType: HeaderParameters) throws(Defect) {
    guard let boundary = contentType["boundary"], Self.isBoundary(boundary) else { throw .noBoundary }
    var reader = FormReader(body: body, delimiter: Array("\r\n--\(boundary)".utf8))
    parts = try reader.parts()
  }

  /// - Note: Source: RFC 2046, section 5.1.1, but for spaces inside, which nobody sends.
  private static func isBoundary(_ text: String) -> Bool {
    let allowed = Set("'()+_,-./:=?".utf8)
    return (1...70).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        allowed.contains(byte) || Character(Unicode.Scalar(byte)).isLetter && byte < 0x80
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      }
  }
}

private struct FormReader {
  let body: [UInt8]
  /// A line break, two hyphens and the boundary.
  let delimiter: [UInt8]
  private var offset = 0

  init(body: [UInt8], delimiter: [UInt8]) {
    self.body = body
    self.delimiter = delimiter
  }

  mutating func parts() throws(MultipartForm.Defect) -> [MultipartForm.Part] {
    let search = PatternSearch(delimiter)
    // The first delimiter may stand at the very beginning, without its line break.
    if body.starts(with: delimiter.dropFirst(2)) {
      offset = delimiter.count - 2
    } else {
      guard let found = search.first(in: body, from: 0) else { throw .noPart }
      offset = found + delimiter.count
    }
    var parts: [MultipartForm.Part] = []
    while try !isClosing() {
      guard parts.count < MultipartForm.partLimit else { throw .tooManyParts }
      let head = try head()
      guard let end = search.first(in: body, from: offset) else { throw .unfinished }
      parts.append(try part(head, range: offset..<end))
      offset = end + delimiter.count
    }
    return parts
  }

  /// Steps over the rest of a boundary's line; true for the closing one.
  private mutating func isClosing() throws(MultipartForm.Defect) -> Bool {
    if starts(with: [0x2D, 0x2D]) { return true }
    while offset < body.count, body[offset] == 0x20 || body[offset] == 0x09 { offset += 1 }
    guard offset < body.count else { throw .unfinished }
    guard starts(with: [0x0D, 0x0A]) else { throw .badBoundaryLine }
    // The line break stays: a part without a head begins with it, and so does the next delimiter.
    return false
  }

  private func starts(with bytes: [UInt8]) -> Bool { body[offset...].starts(with: bytes) }

  /// The lines up to the empty one, which is stepped over.
  private mutating func head() throws(MultipartForm.Defect) -> [String] {
    var lines: [String] = []
    let start = offset
    offset += 2
    while !starts(with: [0x0D, 0x0A]) {
      let limit = min(body.count, start + MultipartForm.headLimit)
      guard let end = lineEnd(before: limit) else {
        throw limit == body.count ? .unfinished : .longHeader
      }
      guard let line = String(validating: body[offset..<end], as: UTF8.self) else { throw .badHeader }
      lines.append(line)
      offset = end + 2
    }
    offset += 2
    // An empty content begins where its delimiter's line break stands.
    return lines
  }

  private func lineEnd(before limit: Int) -> Int? {
    var index = offset
    while index + 1 < limit {
      if body[index] == 0x0D, body[index + 1] == 0x0A { return index }
      index += 1
    }
    return nil
  }

  private func part(_ lines: [String], range: Range<Int>) throws(MultipartForm.Defect) -> MultipartForm.Part {
    var disposition: HeaderParameters?
    var contentType: String?
    for line in lines {
      guard let colon = line.unicodeScalars.firstIndex(of: ":") else { throw .badHeader }
      let value = line.unicodeScalars[colon...].dropFirst()
      switch line[..<colon].lowercased() {
      case "content-disposition": disposition = HeaderParameters(String(value))
      case "content-type": contentType = HeaderParameters(String(value)).value
      default: break
      }
    }
    guard let disposition, disposition.value == "form-data" else { throw .badHeader }
    guard let name = disposition["name"], !name.isEmpty else { throw .noName }
    return MultipartForm.Part(
      name: name, fileName: disposition["filename"] ?? disposition["filename*"], contentType: contentType,
      range: range)
  }
}

/// Finds a pattern of bytes.
///
/// - Note: Source: Horspool, "Practical fast searching in strings", 1980.
struct PatternSearch {
  private let pattern: [UInt8]
  /// How far to go on when this byte stands under the pattern's last place.
  private let steps: [Int]

  /// - Precondition: The pattern is not empty.
  init(_ pattern: [UInt8]) {
    precondition(!pattern.isEmpty, "an empty pattern is everywhere")
    var steps = [Int](repeating: pattern.count, count: 256)
    for (index, byte) in pattern.dropLast().enumerated() { steps[Int(byte)] = pattern.count - 1 - index }
    self.pattern = pattern
    self.steps = steps
  }

  /// Where the pattern first begins, at `start` or after it.
  func first(in bytes: [UInt8], from start: Int) -> Int? {
    var place = start
    while place <= bytes.count - pattern.count {
      var index = pattern.count - 1
      while bytes[place + index] == pattern[index] {
        if index == 0 { return place }
        index -= 1
      }
      place += steps[Int(bytes[place + pattern.count - 1])]
    }
    return nil
  }
}
