extension LoopbackHead {
  /// Where a request stands among those of its server.
  struct Place {
    let number: Int
    let connection: Int
    let position: Int
  }

  /// A head that follows HTTP/1.1's rules for framing.
  ///
  /// Refused are folded lines, names that are no tokens, control characters in values, two lengths that
  /// differ, a length beside chunks, and hosts that are not this machine's: a page in a browser whose name
  /// was pointed at 127.0.0.1 must not reach the server.
  ///
  /// - Parameter lines: The first line and the header lines, without line ends.
  /// - Throws: `LoopbackError` with code `badRequest` and the status to answer.
  init(lines: [[UInt8]], place: Place) throws(LoopbackError) {
    let first = lines[0].split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard first.count == 3, Self.isToken(first[0]), first[1].first == UInt8(ascii: "/"),
      first[1].allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { throw LoopbackError(.badRequest, status: 400) }
    let version = String(decoding: first[2], as: UTF8.self)
    guard version == "HTTP/1.1" || version == "HTTP/1.0" else {
      throw LoopbackError(.badRequest, status: version.hasPrefix("HTTP/") ? 505 : 400)
    }
    var headers: [(name: String, value: String)] = []
    for line in lines.dropFirst() { headers.append(try Self.header(line)) }
    let fields = Fields(headers)
    guard version == "HTTP/1.0" || fields.all("host").count == 1,
      fields.all("host").allSatisfy(Self.isThisMachine)
    else { throw LoopbackError(.badRequest, status: fields.all("host").count == 1 ? 421 : 400) }

    number = place.number
    connection = place.connection
    position = place.position
    method = String(decoding: first[0], as: UTF8.self)
    target = String(decoding: first[1], as: UTF8.self)
    self.headers = headers
    isChunked = try fields.isChunked()
    contentLength = try fields.length(isChunked: isChunked)
    expectsContinue =
      version == "HTTP/1.1" && fields.all("expect").contains { $0.lowercased() == "100-continue" }
    let connections = fields.list("connection")
    keepsAlive = version == "HTTP/1.1" ? !connections.contains("close") : connections.contains("keep-alive")
  }

  private static func header(_ line: [UInt8]) throws(LoopbackError) -> (name: String, value: String) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), isToken(line[..<colon]),
      line[colon...].allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 })
    else { throw LoopbackError(.badRequest, status: 400) }
    let value = line[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 }
    let trimmed = value.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed()
    return (String(decoding: line[..<colon], as: UTF8.self), String(decoding: Array(trimmed), as: UTF8.self))
  }

  /// RFC 9110, section 5.6.2.
  private static func isToken(_ bytes: ArraySlice<UInt8>) -> Bool {
    !bytes.isEmpty
      && bytes.allSatisfy { byte in
        let character = Character(UnicodeScalar(byte))
        return byte < 0x80
          && (character.isLetter || character.isNumber || "!#$%&'*+-.^_`|~".contains(character))
      }
  }

  private static func isThisMachine(_ host: String) -> Bool {
    let name =
      host.hasPrefix("[") ? String(host.prefix { $0 != "]" }) + "]" : String(host.prefix { $0 != ":" })
    if name == "localhost" || name == "[::1]" { return true }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}

/// Headers by lower-case name, for the questions of framing.
private struct Fields {
  private let values: [String: [String]]

  init(_ headers: [(name: String, value: String)]) {
    values = Dictionary(grouping: headers) { $0.name.lowercased() }.mapValues { $0.map(\.value) }
  }

  func all(_ name: String) -> [String] { values[name] ?? [] }

  /// The members of a comma-separated list, in lower case.
  func list(_ name: String) -> [String] {
    all(name).flatMap { $0.lowercased().split(separator: ",") }.map { item in
      String(item.filter { $0 != " " && $0 != "\t" })
    }
  }

  func isChunked() throws(LoopbackError) -> Bool {
    let codings = list("transfer-encoding")
    guard codings.isEmpty || codings == ["chunked"] else { throw LoopbackError(.badRequest, status: 501) }
    return !codings.isEmpty
  }

  func length(isChunked: Bool) throws(LoopbackError) -> Int? {
    let lengths = Set(list("content-length"))
    if lengths.isEmpty { return nil }
    guard !isChunked, lengths.count == 1, let text = lengths.first, text.utf8.count <= 18,
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(text)
    else { throw LoopbackError(.badRequest, status: 400) }
    return length
  }
}
