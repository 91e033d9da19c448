/// One client's connection: request after request until one side ends it.
struct LoopbackConnection {
  let socket: LoopbackSocket
  let number: Int
  let limits: LoopbackLimits
  let handler: any LoopbackHandler
  /// Draws the next request's number.
  let nextNumber: () -> Int

  func serve() {
    var reader = LoopbackReader(socket, patience: limits.idle)
    var position = 1
    do throws(LoopbackError) {
      while let head = try readHead(from: &reader, position: position), try answer(head, from: &reader) {
        position += 1
      }
    } catch {
      refuse(error)
    }
    socket.closeInOrder()
  }

  private func readHead(
    from reader: inout LoopbackReader, position: Int
  ) throws(LoopbackError) -> LoopbackHead? {
    var lines: [[UInt8]] = []
    var room = limits.headByteCount
    while let line = try reader.line(limit: room) {
      room -= line.count + 2
      // RFC 9112, section 2.2: an empty line before a request is skipped.
      if line.isEmpty && lines.isEmpty { continue }
      if line.isEmpty {
        let place = LoopbackHead.Place(number: nextNumber(), connection: number, position: position)
        return try LoopbackHead(lines: lines, place: place)
      }
      lines.append(line)
    }
    return nil
  }

  /// - Returns: True when another request may follow.
  private func answer(_ head: LoopbackHead, from reader: inout LoopbackReader) throws(LoopbackError) -> Bool {
    var body = LoopbackBodyReader(head, limit: limits.bodyByteCount)
    do throws(LoopbackError) {
      let (outcome, canFollow) = try carryOut(handler.plan(for: head), head, &body, &reader)
      handler.finished(head, bodyByteCount: body.byteCount, outcome: outcome)
      return canFollow
    } catch {
      let outcome = error.code == .badRequest ? LoopbackOutcome.refused : .clientGone
      handler.finished(head, bodyByteCount: body.byteCount, outcome: outcome)
      throw error
    }
  }

  private func carryOut(
    _ plan: BodyPlan, _ head: LoopbackHead, _ body: inout LoopbackBodyReader, _ reader: inout LoopbackReader
  ) throws(LoopbackError) -> (LoopbackOutcome, canFollow: Bool) {
    switch plan {
    case .read:
      try body.checkLength()
      try askForBody(head, reader)
      let bytes = try body.readAll(from: &reader)
      return try respond(to: LoopbackRequest(head: head, body: bytes), keepsAlive: head.keepsAlive)
    case .answerUnread:
      return try respond(to: LoopbackRequest(head: head, body: []), keepsAlive: false)
    case .resetAfter(let count):
      try askForBody(head, reader)
      try body.skip(count, from: &reader)
      socket.reset()
    case .stopReadingAfter(let count, let hold):
      try askForBody(head, reader)
      try body.skip(count, from: &reader)
      _ = socket.wait(for: hold ?? .seconds(1_000_000))
      socket.reset()
    case .drop:
      socket.close()
    }
    return (.cut, false)
  }

  private func askForBody(_ head: LoopbackHead, _ reader: LoopbackReader) throws(LoopbackError) {
    guard head.expectsContinue, !reader.hasBytes, head.isChunked || head.contentLength ?? 0 > 0 else {
      return
    }
    try send("HTTP/1.1 100 Continue\r\n\r\n")
  }

  private func respond(
    to request: LoopbackRequest, keepsAlive: Bool
  ) throws(LoopbackError) -> (LoopbackOutcome, canFollow: Bool) {
    let writer = LoopbackReplyWriter(
      socket, to: request.head, keepsAlive: keepsAlive, patience: limits.idle)
    try handler.respond(to: request, on: writer)
    return try writer.finish()
  }

  /// Answers a broken request; a client that left gets nothing.
  private func refuse(_ error: LoopbackError) {
    guard let status = error.status else { return }
    let head = LoopbackReplyWriter.headBytes(
      status: status, headers: [], framing: .length(0), keepsAlive: false)
    // The client may have left meanwhile; there is nobody to tell.
    try? send(String(decoding: head, as: UTF8.self))
  }

  private func send(_ text: String) throws(LoopbackError) {
    var failure: LoopbackError?
    Array(text.utf8).withUnsafeBytes { bytes in
      do throws(LoopbackError) {
        try socket.write(bytes, patience: limits.idle)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }
}
