internal import EditModel

/// What the body of an answer with a status of 2xx holds.
///
/// A body that is cut or damaged keeps what had been read of it, with the fault.
struct ReplyContent {
  private static let eventLimit = 4_096

  private(set) var payloads: [HostedReply.Payload] = []
  /// What was reported, which of events may be less than the whole.
  private(set) var usage: ReportedUsage?
  private(set) var body = Evidence.Body.document
  /// What the service says went wrong.
  private(set) var error: ServiceError?
  private(set) var fault: JSONFault?
  /// Bytes of events that are damaged or too many, whose pictures are no payloads.
  private(set) var damagedByteCount = 0
  private var completedCount = 0
  private var reports: [ReportedUsage] = []

  private var pictureCount: Int { payloads.count { $0.role == .picture } }

  /// True with a finished picture: in events one that is whole stands by itself, whatever comes after it.
  var isReply: Bool { pictureCount > 0 && (fault == nil || body != .document) }

  /// What was reported, its counts only where they are the whole bill.
  ///
  /// Each finished event reports its own picture's tokens alone, so events fewer than were asked for, or cut
  /// ones, leave a part of the bill unknown. A document reports the whole.
  func usage(asked: Int) -> ReportedUsage? {
    guard let usage, body != .document else { return usage }
    let finished = pictureCount > 0 ? pictureCount : completedCount
    let isWhole = fault == nil && finished >= asked && reports.count == completedCount
    return isWhole ? usage : ReportedUsage(usage: nil, text: usage.text)
  }

  /// A body that is one document.
  init(document range: Range<Int>, of source: any ByteSource) {
    var document = ReplyDocument()
    fault = Self.fault { () throws(JSONFault) in try document.read(source, pieces: [range]) }
    payloads = document.pictures.map { HostedReply.Payload($0, .picture) }
    usage = document.usage
    error = document.error
  }

  /// The events of a body that may end anywhere.
  init(events range: Range<Int>, of source: any ByteSource) {
    body = .events(begun: .nothing)
    var events: [StreamEvent] = []
    fault = Self.fault { () throws(JSONFault) in events = try Self.events(in: range, of: source) }
    for event in events {
      // Also after a damaged event it matters whether a finished picture began.
      guard let fault = Self.fault({ () throws(JSONFault) in try take(event, of: source) }) else { continue }
      self.fault = self.fault ?? fault
      damagedByteCount += event.data.reduce(0) { $0 + $1.count }
    }
    usage = ReportedUsage(all: reports)
  }

  private static func fault(_ read: () throws(JSONFault) -> Void) -> JSONFault? {
    do throws(JSONFault) {
      try read()
      return nil
    } catch {
      return error
    }
  }

  /// Takes what the event holds; of a damaged one only how far the work had come.
  private mutating func take(_ event: StreamEvent, of source: any ByteSource) throws(JSONFault) {
    if try event.isEndMark(in: source) { return }
    var document = ReplyDocument()
    let fault = Self.fault { () throws(JSONFault) in try document.read(source, pieces: event.data) }
    let type = document.type ?? event.name ?? ""
    if type.hasSuffix(".completed") {
      begin(.completed)
      if let usage = document.usage { reports.append(usage) }
      completedCount += 1
      if let fault { throw fault }
      guard pictureCount + document.pictures.count <= ReplyDocument.pictureLimit else { throw .tooLarge }
      payloads += document.pictures.map { HostedReply.Payload($0, .picture) }
    } else if type.hasSuffix(".partial_image") {
      begin(.partial)
      if let fault { throw fault }
      payloads += document.pictures.map { HostedReply.Payload($0, .partial(document.partialIndex ?? 0)) }
    } else {
      if let error = document.error ?? (type == "error" ? ServiceError() : nil) { self.error = error }
      if let fault { throw fault }
    }
  }

  private mutating func begin(_ work: Evidence.Work) {
    guard case .events(let begun) = body else { return }
    body = .events(begun: max(begun, work))
  }

  private static func events(
    in range: Range<Int>, of source: any ByteSource
  ) throws(JSONFault) -> [StreamEvent] {
    var splitter = EventSplitter(from: range.lowerBound)
    var events: [StreamEvent] = []
    var position = range.lowerBound
    while position < range.upperBound {
      let bytes = try source.piece(position..<min(range.upperBound, position + 262_144))
      guard !bytes.isEmpty else { break }
      events += bytes.withUnsafeBytes { splitter.take($0) }
      position += bytes.count
      guard events.count <= eventLimit else { throw .tooLarge }
    }
    if let last = splitter.finish() { events.append(last) }
    return events
  }
}

extension HostedReply.Payload {
  init(_ run: Base64Run, _ role: Role) {
    self.init(role: role, range: run.range, content: run.content)
  }
}

extension StreamEvent {
  /// The unfinished picture of this event; `nil` for events of other kinds and for damaged ones.
  func partial(in source: any ByteSource) -> HostedReply.Payload? {
    var document = ReplyDocument()
    do throws(JSONFault) {
      try document.read(source, pieces: data)
    } catch {
      // The answer as a whole is read later, and says then what is wrong with it.
      return nil
    }
    guard (document.type ?? name ?? "").hasSuffix(".partial_image"), let run = document.pictures.first else {
      return nil
    }
    return HostedReply.Payload(run, .partial(document.partialIndex ?? 0))
  }

  /// The `[DONE]` with which some gateways end a stream.
  fileprivate func isEndMark(in source: any ByteSource) throws(JSONFault) -> Bool {
    let mark = Array("[DONE]".utf8)
    guard data.count == 1, data[0].count == mark.count else { return false }
    return try source.piece(data[0]) == mark
  }
}

extension ByteSource {
  fileprivate func piece(_ range: Range<Int>) throws(JSONFault) -> [UInt8] {
    do throws(ByteStreamError) {
      return try bytes(in: range)
    } catch {
      throw .source(error)
    }
  }
}
