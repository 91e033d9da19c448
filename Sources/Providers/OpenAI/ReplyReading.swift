internal import EditModel
internal import HTTP

/// Reads a stored answer, its head included, into a reply or the evidence of why there is none.
struct ReplyReading {
  /// Most bytes of an answer that are no picture.
  private static let envelopeLimit = 1_048_576 + HTTPHead.byteLimit
  private static let errorLimit = 262_144

  let source: any ByteSource
  let now: Timestamp
  /// True when events were asked for, whose status comes before the work.
  var expectsEvents = false
  /// How many pictures were asked for.
  var asked = 1

  /// A whole document with a picture is a reply however the exchange ended: that it is whole shows in itself.
  /// So is each whole event with a finished picture; the counts of their usage are `nil` where a part of the
  /// bill may be missing.
  ///
  /// - Parameter failure: Why the exchange ended early, if it did.
  /// - Throws: `ProviderError` as `Evidence` judges.
  func reply(after failure: HTTPError? = nil) throws(ProviderError) -> HostedReply {
    var (head, body, evidence) = try successful(after: failure)
    let content =
      head.isEventStream ? ReplyContent(events: body, of: source) : ReplyContent(document: body, of: source)
    return try reply(content, head, &evidence)
  }

  /// Reads an answer that is another document than one with pictures.
  ///
  /// - Parameter read: Takes the document; `nil` when it is not the one that was asked for.
  func answer<Answer>(
    after failure: HTTPError?, _ read: (inout JSONScanner, HTTPHead) throws(JSONFault) -> Answer?
  ) throws(ProviderError) -> Answer {
    let (head, body, evidence) = try successful(after: failure)
    var scanner = JSONScanner(source, pieces: [body])
    do throws(JSONFault) {
      if try scanner.kind() == .object, let answer = try read(&scanner, head) {
        try scanner.finish()
        return answer
      }
    } catch {
      // What is wrong with it matters to nobody: it is no answer.
    }
    throw evidence.error(ReplyFacts(head))
  }

  /// The head and the body's place in an answer with a status of 2xx.
  private func successful(
    after failure: HTTPError?
  ) throws(ProviderError) -> (HTTPHead, body: Range<Int>, Evidence) {
    // Without a head nothing is known but what the exchange itself has seen.
    guard let (head, bodyOffset) = try? HTTPHead.read(from: source) else {
      var evidence = failure.map(Evidence.init(failure:)) ?? .withoutHead
      if expectsEvents { evidence.body = .events(begun: .nothing) }
      throw evidence.classify()
    }
    var evidence = failure.map(Evidence.init(failure:)) ?? Evidence(status: head.status)
    evidence.status = head.status
    evidence.retryAfter = RetryAfter.read(head.headers, now: now)
    let body = bodyOffset..<source.byteCount
    guard (200...299).contains(head.status) else {
      evidence.said = saidError(in: body)
      throw evidence.error(ReplyFacts(head))
    }
    return (head, body, evidence)
  }

  private func reply(
    _ content: ReplyContent, _ head: HTTPHead, _ evidence: inout Evidence
  ) throws(ProviderError) -> HostedReply {
    let facts = ReplyFacts(head)
    evidence.body = content.body
    evidence.said = content.error ?? ServiceError()
    let usage = content.usage(asked: asked)
    guard content.isReply,
      let (envelope, cuts) = envelope(without: content.payloads, damaged: content.damagedByteCount)
    else {
      var error = evidence.error(facts)
      error.usage = usage
      throw error
    }
    return HostedReply(
      payloads: content.payloads, envelope: envelope, cuts: cuts, usage: usage, facts: facts)
  }

  private func saidError(in body: Range<Int>) -> ServiceError {
    guard body.count <= Self.errorLimit, let bytes = try? source.bytes(in: body) else {
      // The status alone speaks, as for an answer that is no JSON.
      return ServiceError()
    }
    return ServiceError(body: bytes)
  }

  /// `nil` when it would be larger than any right answer's with the damaged bytes, or cannot be read.
  private func envelope(
    without payloads: [HostedReply.Payload], damaged: Int
  ) -> (bytes: [UInt8], cuts: [HostedReply.Cut])? {
    let left = source.byteCount - payloads.reduce(0) { $0 + $1.range.count }
    guard left <= Self.envelopeLimit + damaged else { return nil }
    var bytes: [UInt8] = []
    var cuts: [HostedReply.Cut] = []
    var position = 0
    do throws(ByteStreamError) {
      for (index, payload) in payloads.enumerated() {
        bytes += try source.bytes(in: position..<payload.range.lowerBound)
        cuts.append(HostedReply.Cut(offset: bytes.count, length: payload.range.count, payload: index))
        position = payload.range.upperBound
      }
      bytes += try source.bytes(in: position..<source.byteCount)
    } catch {
      return nil
    }
    return bytes.count == left ? (bytes, cuts) : nil
  }
}

extension Evidence {
  /// A stored answer that has not even a whole head.
  fileprivate static let withoutHead = Evidence(failure: HTTPError(.emptyReply, progress: .sent))

  fileprivate func error(_ facts: ReplyFacts) -> ProviderError {
    var error = classify()
    error.facts = facts
    return error
  }
}

extension HTTPProgress {
  fileprivate static let sent = HTTPProgress(isConnected: true)
}

extension HTTPHead {
  fileprivate var isEventStream: Bool {
    let type = self["content-type"]?.prefix { $0 != ";" }.lowercased() ?? ""
    return type.filter { $0 != " " } == "text/event-stream"
  }
}
