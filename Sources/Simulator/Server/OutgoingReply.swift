internal import Loopback

extension SimReply {
  var isEvents: Bool {
    if case .events = body { return true }
    return false
  }
}

/// A reply with all its headers, on its way to the client.
struct OutgoingReply {
  let status: Int
  private let headers: [(name: String, value: String)]
  private let body: SimReply.Body

  /// The time over which events are spread.
  private let time: Duration

  init(
    _ reply: SimReply, headers: [(name: String, value: String)], lasting time: Duration = .zero
  ) {
    self.time = time
    status = reply.status
    self.headers = reply.headers + headers
    body = reply.body
  }

  func write(on writer: LoopbackReplyWriter, fault: Fault.Kind?) throws(LoopbackError) {
    guard let fault else { return try writeSound(on: writer) }
    switch fault {
    case .resetUpload, .stallUpload, .dropReused: break
    case .status, .redirect, .mishap: try writeSound(on: writer)
    case .silence(let hold): writer.silence(for: hold)
    case .close: writer.close()
    case .reset: writer.reset()
    case .giant(let count): try writeGiant(count, on: writer)
    case .gzipBomb(let count): try writeGzipBomb(count, on: writer)
    case .cutHead(let count):
      let head = LoopbackReplyWriter.headBytes(
        status: status, headers: headers, framing: .length(bytes.count), keepsAlive: true)
      try writer.raw(Array(head.prefix(count)))
    case .silenceAfterHead(let count, let hold):
      try writeStart(count, framing: .length(bytes.count), on: writer)
      writer.silence(for: hold)
    case .resetDownload(let count):
      try writeStart(count, framing: .length(bytes.count), on: writer)
      writer.reset()
    case .truncate(let count): try writeStart(count, framing: .length(bytes.count), on: writer)
    case .cut(let count): try writeStart(count, framing: .untilClose, on: writer)
    case .wrongLength(let difference):
      try writeStart(.max, framing: .length(max(0, bytes.count + difference)), on: writer)
    case .slow(let rate): try writeSlowly(rate, on: writer)
    case .invalidJSON: try write(ReplyJSON.broken(bytes), on: writer)
    case .missingUsage: try write(ReplyJSON.withoutUsage(bytes), on: writer)
    case .duplicateHeaders(let names, let value): try writeDuplicates(names, value, on: writer)
    }
  }

  /// The body in one piece, events one after the other.
  private var bytes: [UInt8] {
    switch body {
    case .whole(let bytes): bytes
    case .events(let events): Array(events.joined())
    }
  }

  private func writeSound(on writer: LoopbackReplyWriter) throws(LoopbackError) {
    guard case .events(let events) = body else { return try write(bytes, on: writer) }
    try writer.head(status: status, headers: headers, framing: .chunked)
    for event in events {
      if time > .zero { try writer.pause(for: time / events.count) }
      try writer.bytes(event)
    }
  }

  private func write(_ bytes: [UInt8], on writer: LoopbackReplyWriter) throws(LoopbackError) {
    try writer.head(status: status, headers: headers, framing: .length(bytes.count))
    try writer.bytes(bytes)
  }

  /// - Parameter count: Bytes of the body; half of it when absent.
  private func writeStart(
    _ count: Int?, framing: LoopbackReplyWriter.Framing, on writer: LoopbackReplyWriter
  ) throws(LoopbackError) {
    let bytes = bytes
    try writer.head(status: status, headers: headers, framing: framing)
    try writer.bytes(bytes.prefix(count ?? bytes.count / 2))
  }

  private func writeSlowly(_ rate: Int, on writer: LoopbackReplyWriter) throws(LoopbackError) {
    var rest = bytes[...]
    try writer.head(status: status, headers: headers, framing: .length(rest.count))
    while !rest.isEmpty {
      let piece = rest.prefix(rate / 10)
      try writer.bytes(piece)
      rest = rest.dropFirst(piece.count)
      if !rest.isEmpty { try writer.pause(for: .milliseconds(100)) }
    }
  }

  private func writeGiant(_ count: Int, on writer: LoopbackReplyWriter) throws(LoopbackError) {
    let start = Array(#"{"created":0,"data":[{"b64_json":""#.utf8)
    let piece = [UInt8](repeating: UInt8(ascii: "A"), count: 65_536)
    try writer.head(status: status, headers: headers, framing: .length(count))
    try writer.bytes(start.prefix(count))
    var rest = count - min(count, start.count)
    while rest > 0 {
      try writer.bytes(piece.prefix(rest))
      rest -= min(rest, piece.count)
    }
  }

  private func writeGzipBomb(_ count: Int, on writer: LoopbackReplyWriter) throws(LoopbackError) {
    let bomb = GzipBomb.bytes(ofSpaces: count)
    let headers = headers + [("content-encoding", "gzip")]
    try writer.head(status: status, headers: headers, framing: .length(bomb.count))
    try writer.bytes(bomb)
  }

  private func writeDuplicates(
    _ names: [String], _ value: String?, on writer: LoopbackReplyWriter
  ) throws(LoopbackError) {
    let bytes = bytes
    let known = headers + [("content-length", String(bytes.count))]
    let doubles = names.map { name in
      let first = known.first { $0.name.lowercased() == name.lowercased() }?.value
      return (name: name, value: value ?? first ?? "")
    }
    try writer.head(status: status, headers: headers + doubles, framing: .length(bytes.count))
    try writer.bytes(bytes)
  }
}
