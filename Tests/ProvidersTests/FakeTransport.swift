import Billing
import EditModel
import HTTP
import Providers
import Raster
import Synchronization

/// A transport that keeps what it is asked and answers with given bytes, in pieces.
final class FakeTransport: HTTPTransport {
  private let answer: [UInt8]
  private let failure: HTTPError?
  private let piece: Int
  private let asked = Mutex<[HTTPRequest]>([])

  /// - Parameter failure: Thrown after the bytes of the answer.
  init(_ answer: [UInt8], failure: HTTPError? = nil, piece: Int = 1_000) {
    self.answer = answer
    self.failure = failure
    self.piece = piece
  }

  var requests: [HTTPRequest] { asked.withLock { $0 } }

  nonisolated(nonsending) func send(
    _ request: HTTPRequest, into sink: any ByteSink, progress: @escaping @Sendable (HTTPProgress) -> Void
  ) async throws(HTTPError) -> HTTPHead {
    asked.withLock { $0.append(request) }
    progress(HTTPProgress(isConnected: true, bytesUp: 1, bytesUpTotal: 1))
    var rest = answer[...]
    while !rest.isEmpty {
      let bytes = Array(rest.prefix(piece))
      rest = rest.dropFirst(piece)
      do throws(ByteStreamError) {
        try append(bytes, to: sink)
      } catch {
        throw HTTPError(.sinkFailed)
      }
    }
    if let failure { throw failure }
    return try HTTPHead.read(from: MemorySource(answer)).0
  }

  private func append(_ bytes: [UInt8], to sink: any ByteSink) throws(ByteStreamError) {
    var failure: ByteStreamError?
    bytes.withUnsafeBytes { buffer in
      do throws(ByteStreamError) { try sink.append(buffer) } catch { failure = error }
    }
    if let failure { throw failure }
  }
}

/// A spool in memory.
final class Spool: ByteSink, ByteSource {
  private let stored = Mutex<[UInt8]>([])

  var bytes: [UInt8] { stored.withLock { $0 } }
  var byteCount: Int { stored.withLock { $0.count } }

  func append(_ bytes: UnsafeRawBufferPointer) throws(ByteStreamError) {
    stored.withLock { $0 += bytes }
  }

  func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(ByteStreamError) -> Int {
    try MemorySource(bytes).read(at: offset, into: buffer)
  }
}

/// The provider, an account and a request as most tests want them.
enum Bench {
  static let today = Timestamp("2026-11-21T12:00:00.000Z")!

  static func provider(_ model: String = "gpt-image-2-2026-04-21") -> OpenAIProvider {
    OpenAIProvider(
      model: model,
      surroundings: Surroundings(now: { today }, elapsed: { .zero }, uniqueNumber: { 123_456_789 }))
  }

  static func account(
    _ address: String = "https://api.openai.com/v1", form: HostedAccount.Form = .openAI,
    key: String = "sk-proj-abcdefghijklmnop"
  ) throws -> HostedAccount {
    let address = try HTTPAddress(address)
    let credential = Credential(
      secret: Secret(key)!, scheme: form == .openAI ? .bearer : .apiKey, address: address)
    return HostedAccount(name: "openai", address: address, credential: credential, form: form)
  }

  static func file(
    _ text: String, id: String? = nil, type: String = "image/png", name: String = "picture.png"
  ) -> HostedInput {
    HostedInput(source: MemorySource(Array(text.utf8)), contentType: type, fileName: name, fileID: id)
  }

  static func edit(
    _ settings: HostedSettings = HostedSettings(quality: "medium"),
    model: String = "gpt-image-2-2026-04-21", prompt: String = "Make the sky red",
    inputs: [HostedInput] = [file("PICTURE")], mask: HostedInput? = nil,
    size: PixelSize = PixelSize(width: 1024, height: 1024)
  ) -> HostedRequest {
    HostedRequest(
      kind: .edit, model: model, prompt: prompt, inputs: inputs, mask: mask, size: size, settings: settings)
  }

  /// What comes of one attempt against this answer.
  static func send(
    _ request: HostedRequest = edit(), answer: [UInt8], failure: HTTPError? = nil, piece: Int = 1_000,
    key: String = "sk-proj-abcdefghijklmnop",
    progress: @escaping @Sendable (HostedProgress) -> Void = { _ in }
  ) async throws -> Result<HostedReply, ProviderError> {
    let account = try account(key: key)
    let transport = FakeTransport(answer, failure: failure, piece: piece)
    do throws(ProviderError) {
      return .success(
        try await provider(request.model).send(
          request, from: account, over: transport, into: Spool(), deadline: .seconds(600),
          progress: progress))
    } catch {
      return .failure(error)
    }
  }
}

/// Answers as a service sends them.
enum Answer {
  static func head(_ status: Int, _ fields: [String] = []) -> [UInt8] {
    Array((["HTTP/1.1 \(status) Reason"] + fields + ["", ""]).joined(separator: "\r\n").utf8)
  }

  static func json(_ status: Int, _ body: String, _ fields: [String] = []) -> [UInt8] {
    head(status, ["Content-Type: application/json"] + fields) + Array(body.utf8)
  }

  static func events(_ text: String) -> [UInt8] {
    head(200, ["Content-Type: text/event-stream; charset=utf-8"]) + Array(text.utf8)
  }

  static let usage = """
    {"input_tokens":1603,"input_tokens_details":{"image_tokens":1536,"text_tokens":67},\
    "output_tokens":1372,"output_tokens_details":{"image_tokens":1372,"text_tokens":0},"total_tokens":2975}
    """

  /// `aGVsbG8=` is "hello".
  static let whole = #"{"created":1,"data":[{"b64_json":"aGVsbG8="}],"usage":\#(usage)}"#
}

extension Result {
  var failure: Failure? {
    if case .failure(let error) = self { error } else { nil }
  }

  var success: Success? {
    if case .success(let value) = self { value } else { nil }
  }
}
