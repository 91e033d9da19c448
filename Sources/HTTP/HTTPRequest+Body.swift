package import EditModel

extension HTTPRequest.Body {
  /// The value of `Content-Type`, nil without a body.
  package var contentType: String? {
    switch self {
    case .none: nil
    case .source(_, let contentType): contentType
    case .multipart(_, let boundary): "multipart/form-data; boundary=\(boundary)"
    }
  }

  /// The bytes that go over the wire.
  ///
  /// - Throws: `HTTPError` with code `badHeader` for a boundary or a part's content type that is none.
  package func wireSource() throws(HTTPError) -> any ByteSource {
    switch self {
    case .none: return MemorySource([])
    case .source(let source, _): return source
    case .multipart(let parts, let boundary):
      guard HeaderRules.isBoundary(boundary),
        parts.allSatisfy({ $0.contentType.map(HeaderRules.isValue) ?? true })
      else { throw HTTPError(.badHeader) }
      let pieces: [any ByteSource] = parts.flatMap { part in
        [
          MemorySource(Array(part.opening(boundary: boundary).utf8)), part.source,
          MemorySource([0x0D, 0x0A]),
        ]
      }
      return JoinedSource(pieces + [MemorySource(Array("--\(boundary)--\r\n".utf8))])
    }
  }
}

extension HTTPRequest.Part {
  /// - Note: Source: RFC 7578, and the WHATWG HTML standard for what is escaped in names.
  fileprivate func opening(boundary: String) -> String {
    let file = fileName.map { "; filename=\"\(Self.escaped($0))\"" } ?? ""
    let type = contentType.map { "Content-Type: \($0)\r\n" } ?? ""
    return
      "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(Self.escaped(name))\"\(file)\r\n\(type)\r\n"
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "%22"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      case "\0": result += "%00"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

/// Several sources as one, each after the one before.
private struct JoinedSource: ByteSource {
  private let pieces: [any ByteSource]
  /// Where each piece begins, and at last where all end.
  private let starts: [Int]

  init(_ pieces: [any ByteSource]) {
    let filled = pieces.filter { $0.byteCount > 0 }
    self.pieces = filled
    starts = filled.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.byteCount) }
  }

  var byteCount: Int { starts[pieces.count] }

  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ByteStreamError) -> Int {
    guard offset < byteCount, let index = starts.lastIndex(where: { $0 <= offset }) else { return 0 }
    let room = min(buffer.count, starts[index + 1] - offset)
    return try pieces[index].read(
      at: offset - starts[index], into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<room]))
  }
}
