internal import EditModel
package import HTTP
internal import Synchronization

extension OpenAIProvider {
  private static let lifetimes = 3_600...2_592_000

  /// - Precondition: `lifetime` is 3,600 to 2,592,000 seconds.
  package nonisolated(nonsending) func upload(
    _ file: HostedInput, keptFor lifetime: Duration, to account: HostedAccount,
    over transport: any HTTPTransport, deadline: Duration
  ) async throws(ProviderError) -> UploadedFile {
    let seconds = Int(lifetime.components.seconds)
    precondition(Self.lifetimes.contains(seconds), "the service keeps a file from an hour to 30 days")
    let parts = [
      HTTPRequest.Part(name: "purpose", text: "vision"),
      HTTPRequest.Part(name: "expires_after[anchor]", text: "created_at"),
      HTTPRequest.Part(name: "expires_after[seconds]", text: String(seconds)),
      HTTPRequest.Part(name: "file", file: file),
    ]
    var request = try message(.post, .files, account, body: .multipart(parts, boundary: boundary()))
    request.deadlines = HTTPRequest.Deadlines(total: deadline)
    return try await list(request, account, over: transport) { scanner, head throws(JSONFault) in
      try UploadedFile(&scanner, ReplyFacts(head))
    }
  }

  package nonisolated(nonsending) func models(
    of account: HostedAccount, over transport: any HTTPTransport, deadline: Duration
  ) async throws(ProviderError) -> [ListedModel] {
    var request = try message(.get, .models, account)
    request.deadlines = HTTPRequest.Deadlines(total: deadline)
    return try await list(request, account, over: transport) { scanner, _ throws(JSONFault) in
      try ListedModel.all(&scanner)
    }
  }

  /// A small answer that is one JSON document.
  private nonisolated(nonsending) func list<Answer>(
    _ request: HTTPRequest, _ account: HostedAccount, over transport: any HTTPTransport,
    _ read: (inout JSONScanner, HTTPHead) throws(JSONFault) -> Answer?
  ) async throws(ProviderError) -> Answer {
    let sink = MemorySpool(limit: request.replyLimit + HTTPHead.byteLimit)
    let failure = await exchange(request, over: transport, into: sink)
    let reading = ReplyReading(source: sink, now: surroundings.now())
    do throws(ProviderError) {
      return try reading.answer(after: failure, read)
    } catch {
      throw error.ofFreeRequest.withoutKey(of: account)
    }
  }
}

extension UploadedFile {
  /// `nil` when the document names no file.
  fileprivate init?(_ scanner: inout JSONScanner, _ facts: ReplyFacts) throws(JSONFault) {
    var id: String?
    var expires: Int?
    try scanner.object { name, scanner throws(JSONFault) in
      switch name {
      case "id": id = ServiceText.name(try scanner.text())
      case "expires_at": expires = try scanner.count()
      default: try scanner.skip()
      }
    }
    guard let id else { return nil }
    // Seconds since 1970 of at most eleven digits: far beyond any date that is meant.
    let moment = expires.flatMap { $0 < 100_000_000_000 ? Timestamp(milliseconds: Int64($0) * 1000) : nil }
    self.init(id: id, expires: moment, facts: facts)
  }
}

extension ListedModel {
  /// `nil` when the document has no list.
  fileprivate static func all(_ scanner: inout JSONScanner) throws(JSONFault) -> [ListedModel]? {
    var models: [ListedModel]?
    try scanner.object { name, scanner throws(JSONFault) in
      guard name == "data", try scanner.kind() == .array else { return try scanner.skip() }
      var listed: [ListedModel] = []
      try scanner.array { scanner throws(JSONFault) in
        if let model = try ListedModel(&scanner) { listed.append(model) }
      }
      models = listed
    }
    return models
  }

  private init?(_ scanner: inout JSONScanner) throws(JSONFault) {
    var id: String?
    var date: String?
    guard try scanner.kind() == .object else { throw .malformed }
    try scanner.object { name, scanner throws(JSONFault) in
      switch name {
      case "id": id = ServiceText.name(try scanner.text())
      case "shutdown_date": date = ServiceText.name(try scanner.text())
      default: try scanner.skip()
      }
    }
    guard let id else { return nil }
    self.init(id: id, shutdownDate: date)
  }
}

/// A spool in memory, for answers that are small.
final class MemorySpool: ByteSink, ByteSource {
  private let bytes = Mutex<[UInt8]>([])
  private let limit: Int

  init(limit: Int) {
    self.limit = limit
  }

  var byteCount: Int { bytes.withLock { $0.count } }

  func append(_ more: UnsafeRawBufferPointer) throws(ByteStreamError) {
    let fits = bytes.withLock { bytes in
      guard bytes.count + more.count <= limit else { return false }
      bytes += more
      return true
    }
    guard fits else { throw ByteStreamError(.tooLarge) }
  }

  func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(ByteStreamError) -> Int {
    bytes.withLock { bytes in
      let count = max(0, min(buffer.count, bytes.count - offset))
      bytes.withUnsafeBytes { all in
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[offset..<offset + count]))
      }
      return count
    }
  }
}
