package import EditModel

extension HTTPHead {
  /// Most bytes that a head may have.
  package static let byteLimit = 65_536

  /// Reads the head of a stored reply again.
  ///
  /// - Returns: The head and the offset of the body's first byte. Of a reply that came in chunks `isComplete`
  ///   is false: their framing is not stored.
  /// - Throws: `HTTPError` with code `badReply` where there is no whole head, `sourceFailed`.
  package static func read(from source: any ByteSource) throws(HTTPError) -> (HTTPHead, bodyOffset: Int) {
    let start: [UInt8]
    do throws(ByteStreamError) {
      start = try source.bytes(in: 0..<min(byteLimit, source.byteCount))
    } catch {
      throw HTTPError(.sourceFailed, detail: error.underlying)
    }
    var lines = HeadLines()
    var rest = start[...]
    while let end = rest.firstIndex(of: 0x0A) {
      if lines.take(rest[...end]) == .complete {
        let bodyOffset = end + 1
        let head = try lines.head(bodyByteCount: source.byteCount - bodyOffset, isEndSeen: false)
        return (head, bodyOffset)
      }
      rest = rest[(end + 1)...]
    }
    throw HTTPError(.badReply, detail: "the head does not end")
  }
}

/// The lines of a reply's head as they come.
struct HeadLines {
  enum State {
    case open
    case complete
    /// The head of 100 to 199 has ended: the reply's own is still to come.
    case interim
  }

  /// The bytes of the lines so far.
  private(set) var bytes: [UInt8] = []
  private var lines: [String] = []

  /// The status, as soon as the first line is here; nil if that is no status line.
  var status: Int? {
    guard let parts = lines.first?.split(separator: " ", maxSplits: 2), parts.count >= 2,
      parts[0].hasPrefix("HTTP/1."), parts[1].utf8.count == 3, let status = Int(parts[1])
    else { return nil }
    return (100...999).contains(status) ? status : nil
  }

  /// Takes one line with its end.
  mutating func take(_ line: some Collection<UInt8>) -> State {
    var text = Array(line)
    while text.last == 0x0A || text.last == 0x0D { text.removeLast() }
    if text.isEmpty, let status, status < 200 {
      self = HeadLines()
      return .interim
    }
    bytes += line
    if text.isEmpty { return .complete }
    lines.append(String(decoding: text, as: UTF8.self))
    return .open
  }

  /// The head that the lines make.
  ///
  /// - Parameter isEndSeen: The framing of the body, where it has one, has come to its end.
  /// - Throws: `HTTPError` with code `badReply` where the lines contradict each other or HTTP.
  func head(bodyByteCount: Int, isEndSeen: Bool) throws(HTTPError) -> HTTPHead {
    guard let status else { throw HTTPError(.badReply, detail: "no status line") }
    let headers = try fields()
    let isComplete =
      switch try BodyFraming(status: status, headers: headers) {
      case .none: true
      case .length(let length): length == bodyByteCount
      case .chunks: isEndSeen
      case .untilClose: false
      }
    return HTTPHead(status: status, headers: headers, bodyByteCount: bodyByteCount, isComplete: isComplete)
  }

  private func fields() throws(HTTPError) -> [HTTPField] {
    var fields: [HTTPField] = []
    for line in lines.dropFirst() {
      if line.hasPrefix(" ") || line.hasPrefix("\t"), let last = fields.popLast() {
        fields.append(HTTPField(last.name, last.value + " " + Self.trimmed(line)))
        continue
      }
      guard let colon = line.firstIndex(of: ":"), colon > line.startIndex else {
        throw HTTPError(.badReply, detail: "a header line without a name")
      }
      fields.append(HTTPField(String(line[..<colon]), Self.trimmed(line[line.index(after: colon)...])))
    }
    return fields
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let end = text.lastIndex { !isBlank($0) }
    return end.map { String(text[...$0].drop(while: isBlank)) } ?? ""
  }
}

/// What ends a reply's body.
///
/// - Note: Source: RFC 9112, 6.3, for replies to GET, POST and DELETE; a reply whose headers leave two
///   readings is refused, where the RFC leaves a choice.
enum BodyFraming: Hashable {
  case none
  case length(Int)
  case chunks
  case untilClose

  init(status: Int, headers: [HTTPField]) throws(HTTPError) {
    func values(_ name: String) -> [String] {
      headers.filter { $0.name.lowercased() == name }.flatMap { field in
        field.value.split(separator: ",", omittingEmptySubsequences: false).map { part in
          part.filter { $0 != " " }.lowercased()
        }
      }
    }
    let lengths = Set(values("content-length"))
    let encodings = values("transfer-encoding")
    if status == 204 || status == 304 {
      self = .none
    } else if !encodings.isEmpty {
      guard encodings == ["chunked"], lengths.isEmpty else {
        throw HTTPError(.badReply, detail: "a transfer encoding other than chunked, or with a length")
      }
      self = .chunks
    } else if let length = lengths.first {
      guard lengths.count == 1, length.allSatisfy(\.isASCII), let count = Int(length), count >= 0,
        length.first != "+", length.first != "-"
      else { throw HTTPError(.badReply, detail: "no one content length") }
      self = .length(count)
    } else {
      self = .untilClose
    }
  }
}
