internal import EditModel

/// One JSON document of an answer: a whole body, or the data of an event.
struct ReplyDocument {
  /// `type`, which events have.
  var type: String?
  /// Of `data`, in order; of an event its own.
  var pictures: [Base64Run] = []
  var partialIndex: Int?
  var usage: ReportedUsage?
  var error: ServiceError?

  /// More than any request asks for, and as many as there are letters to tell variants apart.
  static let pictureLimit = 26

  /// Reads the document; what had been read by then stays when this throws.
  mutating func read(_ source: any ByteSource, pieces: [Range<Int>]) throws(JSONFault) {
    var scanner = JSONScanner(source, pieces: pieces)
    guard try scanner.kind() == .object else { throw .malformed }
    try scanner.object { name, scanner throws(JSONFault) in try read(member: name, &scanner) }
    try scanner.finish()
  }

  private mutating func read(member name: String, _ scanner: inout JSONScanner) throws(JSONFault) {
    switch name {
    case "type": type = try scanner.text()
    case "partial_image_index": partialIndex = try scanner.count()
    case "b64_json": try readPicture(&scanner)
    case "data": try readPictures(&scanner)
    case "usage": try readUsage(&scanner)
    case "error":
      var error = ServiceError()
      try error.read(&scanner)
      self.error = error == ServiceError() ? nil : error
    default: try scanner.skip()
    }
  }

  private mutating func readPictures(_ scanner: inout JSONScanner) throws(JSONFault) {
    guard try scanner.kind() == .array else { return try scanner.skip() }
    try scanner.array { scanner throws(JSONFault) in
      guard try scanner.kind() == .object else { throw .malformed }
      try scanner.object { name, scanner throws(JSONFault) in
        if name == "b64_json" { try readPicture(&scanner) } else { try scanner.skip() }
      }
    }
  }

  private mutating func readPicture(_ scanner: inout JSONScanner) throws(JSONFault) {
    guard try scanner.kind() == .string else {
      guard try scanner.kind() == .literal, try scanner.literal() == "null" else { throw .malformed }
      return
    }
    guard pictures.count < Self.pictureLimit else { throw .tooLarge }
    pictures.append(try scanner.base64())
  }

  private mutating func readUsage(_ scanner: inout JSONScanner) throws(JSONFault) {
    _ = try scanner.kind()
    let start = scanner.window.position
    guard let read = try ReplyUsage.read(&scanner) else { return }
    usage = ReportedUsage(usage: read.counts, text: try scanner.text(in: start..<scanner.window.position))
  }
}

extension JSONScanner {
  /// What the document has in this range, as it stands.
  fileprivate func text(in range: Range<Int>) throws(JSONFault) -> String {
    guard range.count <= 65_536 else { throw .tooLarge }
    do throws(ByteStreamError) {
      return String(decoding: try window.source.bytes(in: range), as: UTF8.self)
    } catch {
      throw .source(error)
    }
  }
}
